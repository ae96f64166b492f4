"""XML read so that no file can hurt: no entity of its own, no network, no DTD, no endless nesting."""

from __future__ import annotations

import html

from lxml import etree

from corpus.errors import EmptyFile, Unreadable

MAX_DEPTH = 150
"""Elements nested deeper than this are no article."""
_NO_DOCUMENT = "download it again"


def parse_xml(data: bytes, name: str, *, next_step: str = _NO_DOCUMENT) -> etree._Element:
    """The root of well-formed XML, tags without their namespaces, comments and processing instructions gone.

    Args:
        data: The bytes; their declaration or byte order mark gives the encoding.
        name: Of the file, for errors.
        next_step: What the user is told to do about damage.
    Raises:
        EmptyFile: No bytes.
        Unreadable: Not well-formed, nested too deep, or with entities of its own.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyFile(name, "holds nothing; check that the download finished")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        where = f"at line {line} " if line else ""
        raise Unreadable(name, f"its XML breaks off or is damaged {where}({error}); {next_step}") from error
    _refuse_entities(root, name)
    check_depth(root, name, MAX_DEPTH)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _refuse_entities(root: etree._Element, name: str) -> None:
    """Entities of the file's own can be bombs or read other files; the named characters of HTML are harmless."""
    dtd = root.getroottree().docinfo.internalDTD
    # The stubs know no `iterentities`.
    declared = [str(e.name) for e in dtd.iterentities()] if dtd is not None else []  # type: ignore[attr-defined]
    named = [e.text or "" for e in root.iter(etree.Entity)]
    used = [entity for entity in named if html.unescape(entity) == entity]
    if declared or used:
        what = (declared or used)[0]
        raise Unreadable(name, f"defines or uses an entity of its own ({what}), which is not safe to read; remove it")


def check_depth(root: etree._Element, name: str, deepest: int) -> None:
    """Refuse a tree whose elements are nested more than `deepest` deep."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > deepest:
            raise Unreadable(name, f"nests elements more than {deepest} deep, which no article does")
