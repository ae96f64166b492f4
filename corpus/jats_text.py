"""The running text of a JATS element as it is printed.

Raised and lowered figures are the danger: "0.5" with the reference mark 12 must not become 0.512, nor 10⁹ 109. A
figure that would touch another number, or a reference mark that would touch a word, is written in Unicode's own
superscripts; one that follows a unit or a sign (m2, kg−1, χ2, CO2) stays on the line, as plain-text editions of
these articles write it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from corpus.jats_marks import References
from corpus.reading import marked, unmarked

SILENT = frozenset(
    "graphic inline-graphic alt-text long-desc object-id index-term private-char custom-meta-group"
    " self-uri milestone-start milestone-end processing-meta glyph-data".split()
)
"""Elements that print nothing of their own."""

# Between two of these that stand side by side with nothing between, a reader sees a gap.
_APART = frozenset(
    "p title subtitle label surname given-names prefix suffix year month day volume issue fpage lpage source"
    " chapter-title article-title institution addr-line country city state postal-code email list-item term def td th"
    " caption name string-name collab person-group etal publisher-name publisher-loc institution-wrap phone fax pub-id"
    " role degrees contrib sec disp-formula tr li ul ol attrib copyright-statement copyright-year copyright-holder"
    " license license-p".split()
)
# These begin and end a line of their own, also where text touches them.
_LINES = frozenset("p title list list-item def-list def-item disp-quote".split())
_RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_RAISED_LIST = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789+-−–", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋")
_FIGURE = re.compile(r"[+−–-]?\d+[+−–-]?")
_MARKS = re.compile(r"\d+(?:\s*[,;–−-]\s*\d+)*")
_WORD = re.compile(r"[^\W\d_]{4,}$")
_AFTER_STOP = frozenset(".,;:)]”’\"'%?!")
_SCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋")
_REMEMBERED = 300
"""How many characters a run knows of its end."""
_TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


class Run:
    """Text that grows from left to right and knows what it ends with.

    Args:
        references: What reference marks point at; without it none is wrapped as a mark.
        start: Text of another run to begin with.
    """

    def __init__(self, references: References | None = None, start: str = "") -> None:
        self.references = references
        self._parts = [start]
        self.end = unmarked(start)[-_REMEMBERED:]

    def add(self, text: str | None, keys: tuple[str, ...] = ()) -> None:
        """Append `text` of the file; with `keys`, as a mark that points at these references."""
        text = unmarked(text or "")
        if text:
            core = text.strip()
            before, _, after = text.partition(core) if core else (text, "", "")
            self._parts.append(f"{before}{marked(core, keys)}{after}" if keys and core else text)
            self.end = (self.end + text)[-_REMEMBERED:]

    def take(self) -> str:
        """All that was added since the last call, reference marks wrapped as such."""
        text = "".join(self._parts)
        self._parts, self.end = [], ""
        return self.references.with_ranges(text) if self.references else text

    def in_brackets(self) -> bool:
        """True if the last bracket is still open."""
        return self.end.rfind("[") > self.end.rfind("]") or self.end.rfind("(") > self.end.rfind(")")


def text_of(element: etree._Element | None, references: References | None = None) -> str:
    """The printed text of an element, white space folded; empty for `None`. With `references`, marks are wrapped."""
    if element is None:
        return ""
    run = Run(references)
    write_children(element, run)
    return " ".join(run.take().split())


def write_children(element: etree._Element, run: Run) -> None:
    """Append the text of all that stands in `element`."""
    run.add(element.text)
    touching = not element.text
    for child in element:
        write(child, run, touching=touching)
        run.add(child.tail)
        touching = not child.tail


def write(child: etree._Element, run: Run, *, touching: bool = False) -> None:
    """Append the text of `child` without its tail.

    Args:
        child: An element, comment, processing instruction or entity reference.
        run: What stands before it.
        touching: Nothing parts it from the element before.
    """
    if isinstance(child, etree._Entity):
        run.add(html.unescape(child.text))
    elif not isinstance(child.tag, str) or child.tag in SILENT:
        return
    elif child.tag == "break":
        run.add(" ")
    elif child.tag in ("sup", "sub") or _is_mark(child, run):
        if touching and _is_mark(child, run) and (run.end[-1:].isdigit() or run.end[-1:] in _SCRIPTS):
            # Two marks with nothing between, 10 and 11, are not the mark 1011.
            run.add(" ")
        _write_script(child, run)
    elif child.tag in ("inline-formula", "disp-formula", "alternatives", "math", "tex-math"):
        run.add(f" {formula(child)} " if child.tag == "disp-formula" else formula(child))
    else:
        if ((touching and child.tag in _APART) or child.tag in _LINES) and run.end[-1:].strip():
            run.add(" ")
        write_children(child, run)
        if child.tag in _LINES and (child.tail or "")[:1].strip():
            run.add(" ")


def _is_mark(element: etree._Element, run: Run) -> bool:
    linked = element.tag == "xref" and element.get("ref-type") in ("bibr", "ref")
    return bool(linked or (run.references and run.references.keys_of(element)))


def _write_script(element: etree._Element, run: Run) -> None:
    core = _plain(element).strip()
    mark = _is_mark(element, run) or any(_is_mark(x, run) for x in element.iter("xref"))
    on_line = _is_mark(element, run) and element.find(".//sup") is None
    written: dict[int, int] = {}
    bare: tuple[str, ...] = ()
    if mark and _MARKS.fullmatch(core):
        written = {} if _stands_alone(run, on_line=on_line) else _RAISED_LIST
    elif _touches_number(run, element) and _FIGURE.fullmatch(core):
        written = _LOWERED if element.tag == "sub" else _RAISED
    elif element.tag == "sup" and _MARKS.fullmatch(core) and _looks_like_mark(run):
        written = _RAISED_LIST
    if element.tag == "sup" and not mark and run.references and not run.references.linked and _looks_like_mark(run):
        bare = run.references.keys_printed(core)
    for keys, pieces in groupby(_pieces(element, run.references, bare), key=lambda piece: piece[1]):
        run.add("".join(text for text, _ in pieces).translate(written), keys)


def _pieces(
    element: etree._Element, references: References | None, keys: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Text inside a raised or lowered stretch, where nothing is raised again, with the references it points at."""
    keys = (references.keys_of(element) if references else ()) or keys
    if element.text:
        yield element.text, keys
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, references, keys)
        if child.tail:
            yield child.tail, keys


def _plain(element: etree._Element) -> str:
    return "".join(text for text, _ in _pieces(element, None, ()))


def _stands_alone(run: Run, *, on_line: bool) -> bool:
    """True if a reference mark printed here on the line touches no word, number or stop."""
    last = run.end[-1:]
    if not last or run.in_brackets():
        return on_line or not last
    return on_line and not (last.isalnum() or last in _AFTER_STOP)


def _touches_number(run: Run, element: etree._Element) -> bool:
    last, following = run.end[-1:], _next_character(element)
    return last.isdigit() or last in _SCRIPTS or following.isdigit()


def _looks_like_mark(run: Run) -> bool:
    """A raised number behind a stop or a word of four letters or more is a mark; behind less, a power."""
    return run.end[-1:] in _AFTER_STOP or bool(_WORD.search(run.end))


def _next_character(element: etree._Element) -> str:
    beside = element.getnext()
    if not element.tail and beside is not None and beside.tag in ("sup", "sub"):
        return _plain(beside)[:1]
    return (element.tail or "")[:1]


def formula(element: etree._Element) -> str:
    """A formula's readable form: MathML where there is any, else TeX without its preamble, else its text."""
    label = element.find("label")
    number = f" {text_of(label)}" if label is not None else ""
    math = element if element.tag == "math" else element.find(".//math")
    if math is not None:
        return _math(math) + number
    tex = element if element.tag == "tex-math" else element.find(".//tex-math")
    if tex is not None:
        source = tex.text or ""
        found = _TEX_BODY.search(source)
        return (found[1] if found else source).replace("$", "").strip() + number
    run = Run()
    write_children(element, run)
    return run.take()


def _math(element: etree._Element) -> str:
    if not isinstance(element.tag, str) or element.tag in ("annotation", "annotation-xml"):
        return ""
    parts = [_math(child) for child in element]
    if element.tag == "mfrac" and len(parts) == 2:
        return "/".join(p if len(p) == 1 or p.isalnum() else f"({p})" for p in parts)
    if element.tag == "msup" and len(parts) == 2:
        return parts[0] + (parts[1].translate(_RAISED) if _FIGURE.fullmatch(parts[1]) else f"^{parts[1]}")
    if element.tag == "msqrt":
        return f"√({''.join(parts)})"
    if element.tag == "mtr":
        return " ".join(parts) + " "
    return (element.text or "").strip() + "".join(parts)
