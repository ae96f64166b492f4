"""Set up Citewell in this folder and run it: `python3 run.py chat`, `python3 run.py test`.

Standard library only. Makes `.venv` the first time and hands over to the real command; the second time it only hands
over. `python3 run.py index …` and `python3 run.py assistant …` run those commands in the same environment.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOG = VENV / "setup.log"
OLDEST, NEWEST = (3, 11), (3, 13)
# PyPI's torch for Linux brings 3 GB of CUDA; this index has it without.
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHECKS = (
    ("Style", ["-m", "ruff", "check", "."]),
    ("Layout", ["-m", "ruff", "format", "--check", "."]),
    ("Types", ["-m", "mypy"]),
    ("Imports", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
)


class SetUpFailed(Exception):
    """A step failed; the message says which and what to do."""


def main(arguments):
    """Run one command; returns its exit status."""
    os.chdir(ROOT)
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        running = ".".join(map(str, sys.version_info[:3]))
        print(f"Citewell needs Python 3.11, 3.12 or 3.13, this is {running}; start it as `python3.12 run.py …`")
        return 2
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        if command == "chat":
            set_up([])
            return hand_over(["app.py", *rest])
        if command in ("index", "assistant", "corpus", "evals"):
            set_up([])
            return hand_over(["-m", command, *rest])
        if command == "test":
            set_up(["test"])
            find_browser()
            return test(rest)
    except SetUpFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from where it was.", file=sys.stderr)
        return 130
    print(__doc__)
    return 0 if command in ("-h", "--help", "help") else 2


def hand_over(arguments):
    """Run Python in the environment with `arguments`; returns its exit status."""
    return subprocess.call([str(PYTHON), *arguments])


def test(rest):
    """Every check, then pytest, whose closing line comes last."""
    for name, arguments in CHECKS:
        print(f"▸ {name}", flush=True)
        if hand_over(arguments):
            return 1
    print("▸ Tests", flush=True)
    return hand_over(["-m", "pytest", *rest])


def set_up(extras):
    """Make the environment, unless it already is what pyproject.toml and constraints.txt ask for."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    stamp = VENV / "-".join([".ready", *extras])
    state = hashlib.sha256(
        "\n".join([*sorted(wanted), (ROOT / "constraints.txt").read_text(encoding="utf-8"), sys.version]).encode()
    ).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == state:
        return
    print("Setting Citewell up in .venv: about 3 minutes and 2.5 GB, once.", flush=True)
    begun = time.monotonic()
    if not PYTHON.exists():
        step("Making the environment", [sys.executable, "-m", "venv", str(VENV)], why_no_venv())
    install_torch()
    step("Installing the rest", [*pip(), *wanted], "check the network, then run the same command again")
    make_model_graph()
    stamp.write_text(state)
    print(f"Ready after {time.monotonic() - begun:.0f} s.\n", flush=True)


def pip():
    """The start of every installing command."""
    return [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-c", str(ROOT / "constraints.txt")]


def install_torch():
    """Install torch on its own first, without CUDA where that is to be had."""
    pinned = re.search(r"^torch==\S+$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)[0]
    have = subprocess.run([str(PYTHON), "-c", "import torch"], capture_output=True, check=False)
    if have.returncode == 0:
        return
    if sys.platform == "linux" and answers(f"{TORCH_CPU_INDEX}/torch/"):
        from_index = [*pip(), "--retries", "0", "--index-url", TORCH_CPU_INDEX, pinned]
        if try_step(f"Installing {pinned} (CPU only)", from_index):
            return
    step(f"Installing {pinned}", [*pip(), pinned], "check the network and the space on disk, then run it again")


def answers(url):
    """True if a server answers within five seconds."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return reply.status == 200
    except (urllib.error.URLError, OSError, ValueError):
        return False


def make_model_graph():
    """Write the embedding model out for onnxruntime now, so that the first start need not."""
    make = "from index.embed import open_embedder; open_embedder()"
    step("Preparing the embedding model", [str(PYTHON), "-c", make], f"see {LOG}; delete .venv and run it again")


def find_browser():
    """Make sure there is a Chromium for the browser tests."""
    if any(map(shutil.which, BROWSERS)) or os.environ.get("CITEWELL_TEST_BROWSER"):
        return
    installed = [
        str(PYTHON),
        "-c",
        "from playwright.sync_api import sync_playwright as p\n"
        "with p() as x: import os, sys; sys.exit(not os.path.exists(x.chromium.executable_path))",
    ]
    if subprocess.run(installed, capture_output=True, check=False).returncode == 0:
        return
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root and shutil.which("apt-get"):
        try_step("Refreshing the list of packages", ["apt-get", "update"])
        if try_step("Installing Chromium for the browser tests", ["apt-get", "install", "-y", "chromium"]):
            return
    step(
        "Installing Chromium for the browser tests",
        [str(PYTHON), "-m", "playwright", "install", "chromium"],
        "install Chromium or Chrome by hand, or name one in CITEWELL_TEST_BROWSER",
    )


def why_no_venv():
    """What to do where Python cannot make an environment."""
    return "install Python's venv module (on Debian and Ubuntu: apt install python3-venv), then run it again"


def step(name, command, next_step):
    """Run a command quietly, saying what it is and how long it took; `SetUpFailed` if it fails."""
    if not try_step(name, command):
        lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines() if LOG.exists() else []
        raise SetUpFailed("\n".join([*lines[-15:], "", f"{name} failed; {next_step}."]))


def try_step(name, command):
    """Run a command quietly, its output in the log; True if it went well."""
    print(f"▸ {name} … ", end="", flush=True)
    begun = time.monotonic()
    VENV.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        try:
            status = subprocess.call(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        except OSError as error:
            log.write(f"{error}\n")
            status = 1
    print(f"{'done' if status == 0 else 'failed'}, {time.monotonic() - begun:.0f} s", flush=True)
    return status == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
