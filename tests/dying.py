"""The index's command line in a process that ends, as if the power went, before its n-th writing statement.

`python -m tests.dying N ARGUMENT…`; `counted` tells how many writing statements there are to die at.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from index.__main__ import main

STATUS = 9
_WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT")


@contextmanager
def traced(tell: Callable[[], None]) -> Iterator[None]:
    """Have `tell` called before every writing statement of every SQLite connection that is opened meanwhile."""
    connect = sqlite3.connect

    def traced_connect(*told: Any, **named: Any) -> sqlite3.Connection:
        db = connect(*told, **named)
        db.set_trace_callback(lambda sql: tell() if sql.lstrip().upper().startswith(_WRITES) else None)
        return db

    sqlite3.connect = traced_connect  # type: ignore[assignment]
    try:
        yield
    finally:
        sqlite3.connect = connect


def counted(arguments: list[str]) -> int:
    """Runs a command to its end; how many writing statements it made."""
    made: list[None] = []
    with traced(lambda: made.append(None)):
        assert main(arguments) == 0
    return len(made)


def _die_at(number: int) -> Callable[[], None]:
    made: list[None] = []

    def count() -> None:
        made.append(None)
        if len(made) == number:
            # Not `sys.exit`: nothing is rolled back, closed or flushed.
            os._exit(STATUS)

    return count


if __name__ == "__main__":
    with traced(_die_at(int(sys.argv[1]))):
        sys.exit(main(sys.argv[2:]))
