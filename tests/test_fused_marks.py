"""Reference marks in texts that lost their raised type are known, and nothing else is taken for one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.fused_marks import fused_marks, marks_of
from corpus.read_markdown import MarkdownReader
from corpus.read_text import TextReader
from corpus.reading import assemble

FUSED = (
    "Warm packs are an old habit.123 A new series,45 written by nurses, advises against them.4 Most clinics use"
    " them,6 at some cost,78 and patients like it.9 About 9 million packs a year10 are sold. So it went.11"
)


def found(*texts: str, listed: int | None = None) -> list[tuple[str, tuple[int, ...]]]:
    """Each mark with the characters before it, and its numbers."""
    return [
        (text[max(0, m.start - 4) : m.end], m.numbers)
        for text, marks in zip(texts, marks_of(texts, listed=listed), strict=True)
        for m in marks
    ]


def test_numbers_that_rise_behind_words_and_stops_are_marks_and_fused_ones_are_parted() -> None:
    assert found(FUSED) == [
        ("bit.123", (1, 2, 3)),
        ("ies,45", (4, 5)),
        ("hem.4", (4,)),
        ("hem,6", (6,)),
        ("ost,78", (7, 8)),
        (" it.9", (9,)),
        ("year10", (10,)),
        ("ent.11", (11,)),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Few had COVID19 or low B12, and L5 and T2 were spared; CO2 and IL6 fell.",
        "It is told on p.7 and p.12, in fig.3 and in no.5 of vol.4.",
        "Pain was 3.12 at week4 and 2.1 at week12 of May2011.",
        "It costs $12 or €13 (see www.example.org/heat12 and heat12@example.org).",
        "The MY.12 trial came before the MY.12 report.",
        "1.12 Heat and 12.1 cold were 0.12 and 12.",
    ],
)
def test_what_only_looks_like_a_mark_stays_data(said: str) -> None:
    assert found(FUSED, said) == found(FUSED)
    assert found(said) == []


def test_a_lone_number_behind_a_stop_proves_nothing() -> None:
    assert found("We gave heat.12 It helped. They rested,3 then walked.") == []


def test_a_list_of_references_lets_fewer_marks_do_and_none_that_it_does_not_hold() -> None:
    said = "Heat helps.1 Cold does not.2 Rest may.9 Both did.3 All left.4"
    assert [numbers for _, numbers in found(said, listed=4)] == [(1,), (2,), (3,), (4,)]


def test_figures_that_could_be_one_number_or_two_name_none() -> None:
    said = " ".join(f"All in group {n} improved.{n}" for n in range(1, 31))
    assert found(f"{said} All rested.3132")[-1] == ("ted.3132", (31, 32))
    assert found(f"{said} All rested.131415")[-1] == ("ted.131415", (13, 14, 15))
    assert found(f"{said} All rested.123")[-1] == ("ted.123", ())


def test_marks_in_brackets_are_known_and_intervals_are_not() -> None:
    said = "Heat [1] and cold [2,3] and rest [3–5] helped [6]. The median was 4 [2–6] and 21% [3, 40] had 3 days [1–5]."
    assert found(said) == [("eat [1]", (1,)), ("old [2,3]", (2, 3)), ("est [3–5]", (3, 4, 5)), ("ped [6]", (6,))]


def test_raised_figures_of_the_text_itself_are_marks() -> None:
    said = "Heat helps.¹ Cold does not.²,³ Rest may.⁴ Some walk.⁵ It was 10⁹/L in 3 m² of room."
    assert [numbers for _, numbers in found(said)] == [(1,), (2, 3), (4,), (5,)]


LIST = """References

1. Mensah K, Addo Y. Heat for backs in winter. Back J. 2011;3:7-9. doi:10.1000/h.1
2. Boateng L. Warm rooms and how they feel. Back J 2012;4:1. PMID: 12345678
3. World Health Organization. Guideline on backs that hurt. Geneva; 2013.
4. Osei P, et al. Cold for knees: a trial. Knee J. 2014;1:2-3.
"""
BODY = "Heat helps.1 Cold does not.2 Rest may, as some say,3 and walking is best.4"


def read_text(text: str) -> Document:
    data = text.encode()
    return assemble(TextReader().read(data, "a.txt"), data=data, path="a.txt")


def test_a_text_with_a_list_of_references_names_the_entries_of_its_marks() -> None:
    document = read_text(f"On heat for backs\n\nIntroduction\n\n{BODY}\n\n{LIST}")
    assert [(m.span.of(document.text), m.keys) for m in document.marks] == [(n, (n,)) for n in "1234"]
    first, second, third, _ = document.references
    assert (first.key, first.title, first.year, first.doi) == ("1", "Heat for backs in winter", 2011, "10.1000/h.1")
    assert (second.pmid, third.title) == ("12345678", "Guideline on backs that hurt")
    assert first.span.of(document.text).startswith("1. Mensah K")


def test_markdown_lists_its_references_by_their_place() -> None:
    text = f"# On heat\n\n{BODY}\n\n## {LIST}".encode()
    document = assemble(MarkdownReader().read(text, "a.md"), data=text, path="a.md")
    assert [m.keys for m in document.marks] == [("1",), ("2",), ("3",), ("4",)]
    assert [r.key for r in document.references] == ["1", "2", "3", "4"]


def test_the_text_is_what_it_was_without_marks() -> None:
    assert read_text(f"On heat\n\n{FUSED}\n\n{FUSED[:40]}").text == f"On heat\n\n{FUSED}\n\n{FUSED[:40]}"


def test_a_long_text_full_of_candidates_takes_little_time() -> None:
    said = " ".join(f"They said so.{n}" for n in range(1, 400)) + " They said so.112" * 3000
    begun = time.perf_counter()
    fused_marks([said, "1." + "123456789012" * 500])
    assert time.perf_counter() - begun < 10


@given(st.lists(st.text("ab.,;() []–-0123456789¹²\n", max_size=60), max_size=4))
def test_marks_lie_in_their_text_in_order_and_apart(texts: list[str]) -> None:
    for text, marks in zip(texts, marks_of(texts), strict=True):
        ends = [0, *(p for m in marks for p in (m.start, m.end)), len(text)]
        assert ends == sorted(ends)


@pytest.mark.parametrize("run", ["a", "a-", "’", "a'"])
def test_one_word_without_end_takes_little_time(run: str) -> None:
    begun = time.process_time()
    assert fused_marks([f"They said a{run * 200_000} and so on."]) == [[]]
    assert time.process_time() - begun < 5
