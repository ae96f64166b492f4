"""What the tests share: no network, a small library of documents written for the tests."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from assistant.ask import Assistant
from index.embed import Embedder, open_embedder
from index.library import Added, Library

TEXTS = Path(__file__).parent / "texts"
# A busy machine makes any example slow; nothing here is a test of speed.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
_LOCAL = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in _LOCAL:
            raise OSError(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The bundled model, loaded once."""
    return open_embedder()


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the documents under `tests/texts`; not to be changed."""
    library = Library.open(tmp_path_factory.mktemp("small"))
    outcomes = list(library.add([TEXTS]))
    assert outcomes
    assert all(isinstance(o, Added) for o in outcomes), outcomes
    yield library
    library.close()


@pytest.fixture(scope="session")
def assistant(small_library: Library) -> Assistant:
    """Answers from the small library."""
    return Assistant(small_library)
