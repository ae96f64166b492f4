"""Services' answers kept on disk, so that the same question is not asked again for a while."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's answer; `url` holds neither key nor e-mail address."""

    url: str
    status: int
    etag: str
    body: bytes
    outdated: bool = False


class Answers:
    """Answers by address, without key and e-mail address, one file each."""

    def __init__(self, folder: Path, max_age: float) -> None:
        self._folder, self._max_age = folder, max_age

    def find(self, url: str) -> Answer | None:
        """The answer kept for an address, `outdated` if it is older than the user wants."""
        path = self._path(url)
        try:
            age = time.time() - path.stat().st_mtime
            head, _, body = path.read_bytes().partition(b"\n")
            told = json.loads(head)
            whole = told["sha256"] == hashlib.sha256(body).hexdigest() and told["url"] == url
            return Answer(url, told["status"], told["etag"], body, age >= self._max_age) if whole else None
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            # Not an answer as `put` writes it: ask again, and write over it.
            return None

    def put(self, answer: Answer) -> None:
        """Keep an answer, as of now."""
        self._folder.mkdir(parents=True, exist_ok=True)
        told = {"url": answer.url, "status": answer.status, "etag": answer.etag}
        told["sha256"] = hashlib.sha256(answer.body).hexdigest()
        write_whole(self._path(answer.url), json.dumps(told).encode() + b"\n" + answer.body)

    def _path(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()[:32]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also when the power goes."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
