"""How passages are searched for can be set: each number is used, and a bad one is refused by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence import gather
from assistant.question import understand
from corpus.errors import CitewellError
from index.fuse import reciprocal_rank_fusion
from index.library import Library
from index.retrieve import Filters
from index.settings import open_library, read_settings
from index.tuning import Retrieval

_TEXT = "---\ntitle: Note {n}\n---\n\n{text}\n"
_NOTES = (
    "Gonarthrosis responds to intra-articular corticosteroids for some weeks only.",
    "Does a steroid injection help the knee? Nobody in the office knew how to file such a question.",
    "The elbow was treated with a splint and with exercises at home.",
    "Shoulder stiffness was treated with stretching, and got better in most.",
)
QUESTION = "Does a steroid injection help the knee?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n, text in enumerate(_NOTES):
        (tmp_path / f"{n}.md").write_text(_TEXT.format(n=n, text=text), encoding="utf-8")
    library = Library.open(tmp_path / "data")
    list(library.add(sorted(tmp_path.glob("*.md"))))
    library.close()
    return tmp_path


def opened(folder: Path, **table: float) -> Library:
    lines = ["[retrieval]", *(f"{name} = {value}" for name, value in table.items())]
    (folder / "citewell.toml").write_text("\n".join(lines), encoding="utf-8")
    return open_library(read_settings(folder / "data", file=folder / "citewell.toml"))


def titles(library: Library) -> list[str]:
    found = [library.document(p.passage.document_id).source.title for p in library.search(QUESTION, 4)]
    library.close()
    return found


def test_either_search_can_be_left_out(folder: Path) -> None:
    by_words = titles(opened(folder, meaning_weight=0))
    by_meaning = titles(opened(folder, words_weight=0, depth=4))
    assert by_words[0] == "Note 1"
    assert set(by_meaning) == {"Note 0", "Note 1", "Note 2", "Note 3"}
    assert by_words != by_meaning


def test_sentences_come_from_as_many_passages_as_are_set(folder: Path) -> None:
    few, many = (opened(folder, passages=n, rare_passages=0, advice_passages=0) for n in (1, 4))
    numbers = [len({e.document.id for e in gather(understand(QUESTION), held, Filters())[0]}) for held in (few, many)]
    few.close()
    many.close()
    assert numbers[0] == 1
    assert numbers[1] > 1


def test_weights_move_what_is_fused() -> None:
    runs = (["a", "b"], ["b", "a"])
    assert [i for i, _ in reciprocal_rank_fusion(runs, weights=(2, 1))] == ["a", "b"]
    assert [i for i, _ in reciprocal_rank_fusion(runs, weights=(1, 2))] == ["b", "a"]
    with pytest.raises(ValueError, match="argument 2"):
        reciprocal_rank_fusion(runs, weights=(1,))


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("depth = 0", "retrieval.depth"),
        ("deepness = 3", "retrieval.deepness"),
        ("reader_share = 1.5", "retrieval.reader_share"),
        ("meaning_weight = 0\nwords_weight = 0", "both 0"),
    ],
)
def test_a_bad_number_is_refused_by_its_name(tmp_path: Path, table: str, named: str) -> None:
    (tmp_path / "citewell.toml").write_text(f"[retrieval]\n{table}\n", encoding="utf-8")
    with pytest.raises(CitewellError, match=named):
        read_settings(tmp_path, file=tmp_path / "citewell.toml")


def test_every_number_is_told_of_in_the_documentation() -> None:
    told = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told for name in Retrieval.model_fields)
