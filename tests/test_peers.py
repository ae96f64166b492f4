"""Parts of the search alone and LlamaIndex's engines, measured as Citewell is."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Answer
from corpus.document import Span
from evals.known_systems import SYSTEMS
from evals.peers import NOWHERE, LlamaIndex
from evals.systems import Asked
from index.library import Library

PEERS = ("vectors", "fused", "llamaindex", "llamaindex-citations")
QUESTION = "How much cartilage was lost in the knee after triamcinolone?"


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_ranks_stretches_of_the_documents_best_first(name: str, small_library: Library) -> None:
    came = SYSTEMS[name](small_library, False).ask(Asked(QUESTION))
    assert came.reply is None
    assert came.ranked
    assert [r.score for r in came.ranked] == sorted((r.score for r in came.ranked), reverse=True)
    first = small_library.document(came.ranked[0].document_id)
    assert "triamcinolone" in came.ranked[0].span.of(first.text).lower()


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_keeps_to_the_documents_it_is_asked_of(name: str, small_library: Library) -> None:
    only = small_library.documents()[0].id
    came = SYSTEMS[name](small_library, False).ask(Asked(QUESTION, within=frozenset({only})))
    assert {r.document_id for r in came.ranked} == {only}


@pytest.mark.parametrize("name", ["llamaindex", "llamaindex-citations"])
def test_an_engine_without_a_language_model_cites_its_source_nodes(name: str, small_library: Library) -> None:
    system = SYSTEMS[name](small_library, True)
    assert system.name == name
    reply = system.ask(Asked(QUESTION)).reply
    assert isinstance(reply, Answer)
    assert len(reply.claims) == 2
    for claim in reply.claims:
        citation = claim.citations[0]
        assert "Source 1:" not in citation.quote
        assert citation.span.of(small_library.document(citation.document_id).text) == citation.quote == claim.text


def test_a_repeated_text_is_placed_where_it_is_found_first_and_one_that_is_not_there_nowhere(tmp_path: Path) -> None:
    said = "Bed rest does not help, and walking does. " * 3
    (tmp_path / "rest.txt").write_text(f"Rest for backs\n\n{said}\n\n{said}\n", encoding="utf-8")
    library = Library.open(tmp_path / "data", reader="none")
    list(library.add([tmp_path / "rest.txt"]))
    text = library.document(library.documents()[0].id).text
    system = LlamaIndex(library, citations=True)

    class Node:
        def __init__(self, text: str) -> None:
            self.text = text
            self.metadata = {"document": library.documents()[0].id}
            self.start_char_idx = self.end_char_idx = None

        def get_content(self, **_: object) -> str:
            return self.text

    once = "Bed rest does not help"
    assert system._place(Node(f"Source 2:\n{once}\n")) == Span(text.index(once), text.index(once) + len(once))
    assert system._place(Node("Source 1:\nBed  rest\n")) == NOWHERE
    library.close()
