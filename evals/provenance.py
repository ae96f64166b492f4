"""What a run was made with: the code, the models, the machine."""

from __future__ import annotations

import hashlib
import math
import os
import platform
import subprocess
import sys
from pathlib import Path

import index.embed
import index.reader
from index.library import Library

ROOT = Path(__file__).resolve().parent.parent


def commit() -> str:
    """The commit of the code, with "-dirty" if files were changed since; "unknown" outside a repository."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "unknown"
    return told.stdout.strip() or "unknown"


def models_of(library: Library) -> dict[str, str]:
    """SHA-256 by name of the models a library uses; empty for one that a user named."""
    embedder = library.embedder.name
    hashes = {embedder: index.embed.BUNDLED_SHA256 if embedder == index.embed.BUNDLED else ""}
    reader = library.reader
    if reader is not None:
        file = index.reader.MODELS / "reader.onnx"
        own = reader.name == index.reader.BUNDLED and file.is_file()
        hashes[reader.name] = hashlib.sha256(file.read_bytes()).hexdigest() if own else ""
    return hashes


def machine() -> dict[str, str]:
    """Processor, cores this process may use, system and Python."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": str(allowed),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def peak_mib() -> float:
    """The most memory this process ever held, in MiB; NaN where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return math.nan
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts in bytes, Linux in KiB.
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
