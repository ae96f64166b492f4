"""What a reader hands over becomes a document whose tables, marks and references have exact spans."""

from __future__ import annotations

from pathlib import Path

from corpus.document import BlockKind, Document, Reader, Relation, Source
from corpus.reading import Piece, RawBlock, RawCell, RawReference, Reading, assemble, marked
from corpus.store import Store


def _document(*blocks: RawBlock) -> Document:
    reading = Reading(
        blocks, Source("A trial", relations=(Relation("corrected-article", doi="10.1/2"),)), Reader("test")
    )
    return assemble(reading, data=b"x", path="trial.xml")


TABLE = RawBlock(
    BlockKind.TABLE,
    (Piece("Arm\tPain\t\nSteroid  \t3.1 (1.0)\tp = 0.03"),),
    cells=(
        RawCell(1, 1, header=True),
        RawCell(1, 2, header=True, columns=2),
        RawCell(1, 4),
        RawCell(2, 1),
        RawCell(2, 2),
        RawCell(2, 3),
    ),
)


def test_a_reference_mark_stays_in_the_text_and_is_known_as_one() -> None:
    text = f"Pain fell by a year{marked('12', ['B12'])} in most{marked('3–5', ['B3', 'B4', 'B5'])}. It came back."
    document = _document(RawBlock.of(BlockKind.PARAGRAPH, text))
    assert document.text == "Pain fell by a year12 in most3–5. It came back."
    assert [(m.span.of(document.text), m.keys) for m in document.marks] == [
        ("12", ("B12",)),
        ("3–5", ("B3", "B4", "B5")),
    ]
    first = document.marks[0]
    assert list(document.marks_in(document.blocks[0].span)) == list(document.marks)
    assert list(document.marks_in(first.span)) == [first]


def test_a_mark_in_a_heading_is_not_part_of_the_sections_title() -> None:
    document = _document(RawBlock.of(BlockKind.HEADING, f"Methods{marked('4', ['4'])}", level=1))
    assert (document.text, document.sections[0].title) == ("Methods4", "Methods")


def test_private_characters_of_a_file_reach_no_text() -> None:
    document = _document(RawBlock.of(BlockKind.PARAGRAPH, "A \ue001lone\ue000 mark\ue002 and \ue0023 more."))
    assert document.text == "A lone mark and 3 more."
    assert document.marks == ()


def test_a_cell_is_named_by_its_table_row_and_column() -> None:
    caption = RawBlock.of(BlockKind.CAPTION, "Table 2 Pain at six weeks")
    document = _document(RawBlock.of(BlockKind.PARAGRAPH, "Results."), caption, TABLE)
    table = document.tables[0]
    assert table.label == "Table 2"
    assert table.caption is not None
    assert table.caption.of(document.text) == "Table 2 Pain at six weeks"
    named = {(c.row, c.column): c.span.of(document.text) for c in table.cells}
    assert named == {(1, 1): "Arm", (1, 2): "Pain", (2, 1): "Steroid", (2, 2): "3.1 (1.0)", (2, 3): "p = 0.03"}
    found = document.cell_at(document.text.index("0.03"))
    assert found is not None
    assert (found[1].row, found[1].column) == (2, 3)
    assert document.cell_at(0) is None


def test_cells_that_do_not_fit_the_text_are_not_guessed() -> None:
    document = _document(RawBlock(BlockKind.TABLE, (Piece("a\tb"),), cells=(RawCell(1, 1),)))
    assert document.tables[0].cells == ()


def test_what_is_known_of_a_text_survives_being_stored(tmp_path: Path) -> None:
    entry = RawBlock(
        BlockKind.REFERENCE, (Piece("12. Doe J. Steroids. 2019."),), reference=RawReference("B12", "Steroids", 2019)
    )
    said = RawBlock.of(BlockKind.PARAGRAPH, f"As found{marked('12', ['B12'])}.")
    document = _document(said, TABLE, entry)
    store = Store(tmp_path / "texts.sqlite", write=True)
    store.put(document, ())
    assert store.document(document.id, any_state=True) == document
    store.close()
