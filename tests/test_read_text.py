"""What a reader of a plain text, or of a forum thread saved as one, finds in the stored text."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import BlockKind, Document, SourceType
from corpus.errors import EmptyFile, ReadError, Unreadable
from corpus.read_text import TextReader
from corpus.reading import assemble

PROSE = (
    "Warm packs were given to forty adults with a stiff back, and most of them said that the stiffness had eased by the"
    " third day. Nobody was burned. Two people stopped because the packs were too heavy to carry to work."
)


def read(text: str | bytes) -> Document:
    """The document of a text."""
    data = text.encode() if isinstance(text, str) else text
    return assemble(TextReader().read(data, "t.txt"), data=data, path="t.txt")


def texts(document: Document, kind: BlockKind) -> list[str]:
    """The texts of all blocks of a kind."""
    return [b.span.of(document.text) for b in document.blocks if b.kind is kind]


def test_wrapped_lines_become_one_paragraph() -> None:
    wrapped = "\n".join(textwrap.wrap(PROSE, 72))
    document = read(f"Warm packs for backs\n\n{wrapped}\n\n{wrapped.replace('Warm', 'Cold')}\n")
    assert document.source.title == "Warm packs for backs"
    assert texts(document, BlockKind.PARAGRAPH)[0] == PROSE


def test_a_word_broken_at_a_line_end_is_mended_and_a_compound_keeps_its_hyphen() -> None:
    text = "A double-blind design was used here.\n\nThe adults were random-\nised in a double-\nblind way to the packs."
    assert read(text).text.endswith("The adults were randomised in a double-blind way to the packs.")


def test_short_lines_stay_apart() -> None:
    text = f"{PROSE}\n\nDr A Okafor\nBack Clinic\n12 Warm Street\nAccra\n"
    assert texts(read(text), BlockKind.PARAGRAPH)[-4:] == ["Dr A Okafor", "Back Clinic", "12 Warm Street", "Accra"]


def test_list_items_are_items_with_their_continuation() -> None:
    text = "Stop the packs if:\n\n• the skin is broken or\n  feels numb\n• there is fever\n1) and tell us\n"
    assert texts(read(text), BlockKind.ITEM) == ["the skin is broken or feels numb", "there is fever", "1) and tell us"]


def test_headings_are_numbered_shouted_named_or_alone_above_a_text() -> None:
    text = (
        f"Warm packs\n\n1. Background\n\n{PROSE}\n\n1.2 Earlier work\n\n{PROSE}\n\nRESULTS AND HARMS\n\n{PROSE}\n\n"
        f"Conclusions:\n{PROSE}\n\nWhat patients said\n\n{PROSE}\n"
    )
    found = [(s.title, s.level) for s in read(text).sections]
    assert found == [
        ("1. Background", 1),
        ("1.2 Earlier work", 2),
        ("RESULTS AND HARMS", 1),
        ("Conclusions:", 1),
        ("What patients said", 1),
    ]


def test_entries_below_references_are_references() -> None:
    references = "1. Mensah K. Cold. Back J 2011;3:7.\n2. Addo Y. Warm. Back J 2012;4:1.\n"
    text = f"Warm packs\n\n{PROSE}\n\nReferences\n\n{references}"
    assert len(texts(read(text), BlockKind.REFERENCE)) == 2


def test_columns_become_a_table() -> None:
    text = f"{PROSE}\n\nDay      Heat    Rest\n1        2.1     3.4\n2        1.9     3.0\n"
    assert texts(read(text), BlockKind.TABLE) == ["Day\tHeat\tRest\n1\t2.1\t3.4\n2\t1.9\t3.0"]


def test_form_feeds_are_page_breaks() -> None:
    document = read(f"Warm packs\n\n{PROSE}\n\f{PROSE.replace('Warm', 'Cold')}\n\f")
    assert [p.label for p in document.pages] == ["1", "2"]
    second = document.page_at(document.text.index("Cold packs"))
    assert second is not None
    assert second.label == "2"


def test_year_and_identifiers_are_read_from_the_top_only() -> None:
    top = "Warm packs\n\nBack J. Published 3 May 2019. doi: 10.1000/backs.7. PMID: 1234567\n\n"
    source = read(top + PROSE).source
    assert (source.year, source.doi, source.pmid) == (2019, "10.1000/backs.7", "1234567")
    assert read(f"Warm packs\n\n{PROSE * 30}\n\nPublished 2019 doi 10.1000/backs.7\n").source.year is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_common_encoding_is_read(encoding: str) -> None:
    line = "Über “warm” packs – 37 °C"
    assert read(f"{line}\n\n{PROSE}".encode(encoding)).text.startswith(line)


@pytest.mark.parametrize("data", [b"", b" \n\t\f\n", "\ufeff \n".encode()])
def test_nothing_but_white_space_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        TextReader().read(data, "t.txt")


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00" * 400, b"\x7fELF\x02\x01\x01" + b"\x00\xff\x03" * 90])
def test_binary_junk_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="look like text"):
        TextReader().read(data, "t.txt")


BOX = "warmback\n\nSenior Member\nJoined\nMar 3, 2011\nMessages\n1,204\nReaction score\n88\n\n"
ADVICE = (
    "I have worn warm packs at work for two winters now, and they help me more than any of the creams that I tried."
)
REPLY = "Mine only ever got lukewarm, and the strap chafed so badly that I gave up after a week of it."
ARTICLE = (
    "Guidelines\n\nWarm packs for acute back pain: a clinical practice guideline\n\n"
    "Back J 2019;4:10 doi: 10.1000/backs.9 (Published 3 May 2019)\n\nBy Ada B Okafor and Kofi Mensah\n\n"
    f"{PROSE}\n\nWe recommend warm packs for the first three days (strong recommendation, low certainty).\n\n"
    "Footnotes\n\n"
)


def thread(*posts: str) -> str:
    """A thread of these posts."""
    return "Warm packs, anyone?\n\n" + BOX + "\n \n".join(posts) + "\n \nReply\n"


def test_a_thread_is_known_for_a_forum_and_its_boxes_are_no_text_of_posts() -> None:
    document = read(thread(ADVICE, REPLY))
    assert document.source.source_type is SourceType.FORUM
    assert document.source.title == "Warm packs, anyone?"
    assert texts(document, BlockKind.PARAGRAPH) == [ADVICE, REPLY]
    assert {"warmback", "Senior Member", "Joined", "1,204", "Reply"} <= set(texts(document, BlockKind.MATTER))


def test_a_quote_of_an_earlier_post_is_a_repeat() -> None:
    document = read(
        thread(ADVICE, f"{ADVICE}\n{REPLY}", f"{REPLY}\n\nSame here, the strap is the weak point of the thing.")
    )
    assert texts(document, BlockKind.REPEAT) == [ADVICE, REPLY]
    assert texts(document, BlockKind.PARAGRAPH).count(REPLY) == 1


def test_one_sentence_quoted_out_of_a_longer_post_is_a_repeat() -> None:
    long = f"{ADVICE} They cost next to nothing, and the chemist on our street has them in stock all year round."
    quoted = "They cost next to nothing, and the chemist on our street has them in stock all year round."
    assert texts(read(thread(long, f"{quoted}\nNot here they do not.")), BlockKind.REPEAT) == [quoted]


def test_between_said_and_click_to_expand_a_short_quote_is_a_repeat() -> None:
    document = read(
        thread("The strap is too short for me.", "warmback said:\nThe strap is too short\nClick to expand...\nAgreed!")
    )
    assert texts(document, BlockKind.REPEAT) == []
    document = read(
        thread(
            f"{REPLY} The strap is too short for me now.",
            "warmback said:\nThe strap is too short for me now.\nClick to expand...\nOh.",
        )
    )
    assert texts(document, BlockKind.REPEAT) == ["The strap is too short for me now."]


def test_an_article_in_a_thread_is_a_part_of_its_own_kind() -> None:
    document = read(thread(f"{ARTICLE}Members don't see this ad.", REPLY))
    part = document.part_at(document.text.index("We recommend warm packs"))
    assert part is not None
    assert part.source_type is SourceType.GUIDELINE
    assert part.title == "Warm packs for acute back pain: a clinical practice guideline"
    assert part.authors == ("Ada B Okafor", "Kofi Mensah")
    assert "Back J 2019" in part.reason
    assert document.part_at(document.text.index(REPLY)) is None


def test_a_post_right_below_footnotes_is_no_part_of_the_article() -> None:
    document = read(thread(f"{ARTICLE}{REPLY}", ADVICE))
    assert document.part_at(document.text.index(REPLY)) is None


def test_the_second_copy_of_an_article_is_a_repeat_in_every_line() -> None:
    document = read(thread(f"{ARTICLE}Members don't see this ad.\n\n{ARTICLE}{REPLY}", ADVICE))
    first, second = document.parts
    kinds = {b.kind for b in document.blocks_in(second.span)}
    assert kinds == {BlockKind.REPEAT}
    assert BlockKind.REPEAT not in {b.kind for b in document.blocks_in(first.span)}


def test_other_sites_are_forums_too() -> None:
    text = (
        f"Sciatica and warm packs\n\n#1\n\ncoldfeet\nPosts: 31\nJoined: Mar 2011\n\n{ADVICE}\n\n#2\n\n"
        f"Originally posted by coldfeet\n"
        f"{ADVICE}\n\n{REPLY}\n\nQuote | Report\n"
    )
    document = read(text)
    assert document.source.source_type is SourceType.FORUM
    assert texts(document, BlockKind.REPEAT) == [ADVICE]


def test_lines_quoted_as_in_letters_are_no_second_saying() -> None:
    text = (
        f"Warm packs\n\ncoldfeet\nMember\nPosted: 3 May 2021\n\n{ADVICE}\n\nheat\nMember\nPosted: 4 May 2021\n\n"
        f"> coldfeet wrote: {ADVICE}\n\n{REPLY}\n\nQuote from: heat on May 4, 2021\n\n{REPLY}\n\nEvidence, please.\n"
    )
    document = read(text)
    assert document.source.source_type is SourceType.FORUM
    assert texts(document, BlockKind.REPEAT) == [f"> coldfeet wrote: {ADVICE}", REPLY]
    assert "Evidence, please." in texts(document, BlockKind.PARAGRAPH)


def test_an_article_with_buttons_and_advertisements_is_no_forum() -> None:
    text = (
        f"Warm packs\n\nShare\n\nAdvertisement\n\n3 May 2019\n\n{PROSE}\n\nPage 1 of 3\n\nMethods\n\n{PROSE} I agree.\n"
    )
    assert read(text).source.source_type is not SourceType.FORUM


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(data)
    except ReadError:
        return
    assert document.text == document.text.strip()


@given(
    st.lists(
        st.sampled_from([ADVICE, REPLY, BOX, ARTICLE, "Editorials", "x said:", " ", "• a", "doi", "\f"]), max_size=12
    )
)
def test_no_word_of_a_thread_is_lost(pieces: list[str]) -> None:
    text = thread(*pieces)
    kept = "".join(read(text).text.split())
    assert "".join(text.replace("•", "").split()) == kept.replace("•", "")
