"""The main text of a web page: which element holds it, and what in that element is not part of it.

trafilatura says which text of a page is its own; the element that holds that text is then read here with its tables,
raised numbers and lists, which trafilatura would flatten. What a page itself marks as its main part is believed first.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from lxml import etree

from corpus.html_tree import BLOCKS, drop, words_of

_ENOUGH = 0.9
"""Share of the text that trafilatura found which the chosen element must hold."""
_LARGEST_SEARCHED = 3_000_000
"""Characters of a page up to which trafilatura is asked; a longer one is judged by its marks alone."""
_LINKED = 0.7
"""From this share on, a stretch whose text is links is a menu."""
_TOO_MUCH = 0.3
"""No stretch is dropped for its name alone that holds more than this share of the main text."""
_AROUND = re.compile(
    r"(?:cookies?|consent|gdpr|breadcrumbs?|share|sharing|social|socials|addthis|newsletter|subscribe|subscription"
    r"|sidebar|related|recommended|similar|trending|advert\w*|ads?|adslot|sponsor\w*|promo\w*|banner|popup|modal|menu"
    r"|nav|navbar|navigation|pagination|pager|toolbar|tools|skip|skiplink|comments?|disqus|login|signin|paywall"
    r"|metrics|altmetric|permalink|toc|jumplinks?|outbrain|taboola|widget|backtotop)"
)
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_AROUND_ROLES = frozenset({"complementary", "contentinfo", "navigation", "doc-toc"})
_MORE_TITLE = re.compile(
    r"\W*(?:related|similar|recommended|more (?:from|on|like)|you (?:may|might)|read (?:more|next)|also in|latest"
    r"|trending|most (?:read|viewed|popular)|advert\w*|sponsored|on this page|in this (?:article|page|section)|share"
    r"|follow|sign up|subscribe|contents|table of contents|metrics|navigation)\b.*",
    re.IGNORECASE,
)
_CONTAINERS = ("div", "section", "ul", "ol", "dl", "td", "p", "aside", "nav", "table", "tr", "center", "font", "span")


def main_of(page: etree._Element, source: str) -> etree._Element:
    """The element of a stripped page that holds its main text.

    Args:
        page: The tree of the page without what is unseen; its links and names are still the page's own.
        source: The page as text, for trafilatura.
    """
    for element in list(page.iter("nav")):
        drop(element)
    body = page.find("body")
    body = body if body is not None else page
    kept = _kept_text(source)
    if not kept:
        landmark = _landmarks(body)
        return landmark[0] if landmark else body
    weights = {b: w for b in _leaves(body) if (w := len(t := _folded(words_of(b)))) > 20 and t in kept}
    total = sum(weights.values())
    if not total:
        return body
    held = {e: sum(weights.get(x, 0) for x in e.iter(etree.Element)) / total for e in _landmarks(body)}
    marked = [e for e, share in held.items() if share >= _ENOUGH]
    return min(marked, key=lambda e: len(words_of(e))) if marked else _smallest_holding(body, weights, total)


_REACH = re.compile(r"\s(?:row|col)span\s*=\s*[\"']?\w*[\"']?", re.IGNORECASE)


def _kept_text(source: str) -> str:
    """What trafilatura takes for the page's own text, folded; empty where it was not asked or finds none."""
    if len(source) > _LARGEST_SEARCHED:
        return ""
    # Imported on the first page read: it costs 0.2 s that a question need not wait for.
    from trafilatura import extract

    # It warns of every page it finds nothing on; that is no news to a user.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    # Its slower fallbacks compare every paragraph with every other one.
    # Nor does it need how far cells reach, which it writes out in full.
    text = extract(_REACH.sub(" ", source), include_comments=False, include_tables=True, favor_recall=True, fast=True)
    return _folded(text or "")


def _folded(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _landmarks(body: etree._Element) -> list[etree._Element]:
    """Elements that the page marks as its main part, inner ones last; an article inside one of several is a teaser."""
    found = [e for e in body.iter(etree.Element) if e.tag == "main" or e.get("role", "") in ("main", "doc-chapter")]
    articles = [e for e in body.iter("article") if next(e.iterancestors("article"), None) is None]
    found += articles if len(articles) == 1 else []
    bodies = [e for e in body.iter(etree.Element) if "articleBody" in e.get("itemprop", "")]
    return found + (bodies if len(bodies) == 1 else [])


def _leaves(body: etree._Element) -> Iterator[etree._Element]:
    """Blocks with text of their own that hold no other block."""
    for element in body.iter(etree.Element):
        if element.tag in BLOCKS and not any(child.tag in BLOCKS for child in element):
            yield element


def _smallest_holding(body: etree._Element, weights: dict[etree._Element, int], total: int) -> etree._Element:
    """The deepest element that still holds enough of the text that counts, and of the page's headings of rank 1."""
    inside: dict[etree._Element, int] = {}
    for leaf, weight in weights.items():
        for element in [leaf, *leaf.iterancestors()]:
            inside[element] = inside.get(element, 0) + weight
    chosen = body
    while True:
        deeper = next((c for c in chosen if inside.get(c, 0) >= _ENOUGH * total), None)
        if deeper is None or deeper.tag in ("table", "p", "ul", "ol"):
            return chosen
        chosen = deeper


def prune(main: etree._Element) -> None:
    """Take out of the main element what is not its text: menus, tools, boxes of links, advertisements."""
    whole = len(words_of(main)) or 1
    for element in list(main.iter(etree.Element)):
        if element is main or _is_detached(element, main) or _lists_references(element):
            continue
        if _is_around(element, whole) or _is_menu(element):
            drop(element)


def _is_detached(element: etree._Element, main: etree._Element) -> bool:
    """True if an element above it was already taken out."""
    top = element
    for top in element.iterancestors():
        if top is main:
            return False
    return top is not main


def _is_around(element: etree._Element, whole: int) -> bool:
    tag = element.tag
    in_article = next(element.iterancestors("article", "section"), None) is not None
    named = tag in BLOCKS and tag not in ("h1", "html", "body", "main", "article") and _named_around(element)
    if not (
        named
        or (tag == "footer" and not in_article)
        or (tag in ("aside", "header") and _links(element) > 2 and _share_linked(element) > 0.4)
        or (tag == "aside" and not in_article)
        or element.get("role", "") in _AROUND_ROLES
        or (tag in ("aside", "section", "div") and _is_headed_more(element))
        or tag == "form"
    ):
        return False
    return len(words_of(element)) <= _TOO_MUCH * whole


def _named_around(element: etree._Element) -> bool:
    """True if a class or id of the element is, or ends or begins with, a word for what stands around a text."""
    names = f"{element.get('class', '')[:500]} {element.get('id', '')[:100]}".split()
    for name in names:
        words = [w.lower() for w in _NAME_WORD.findall(name)]
        if words and (_AROUND.fullmatch(words[0]) or _AROUND.fullmatch(words[-1])) and len(words) <= 4:
            return True
    return False


def _is_headed_more(element: etree._Element) -> bool:
    """True for a box whose first words announce other pages, if links are most of what it holds."""
    first = next((e for e in element.iter("h2", "h3", "h4", "h5", "h6", "strong", "p", "b")), None)
    return (
        first is not None
        and _links(element) > 1
        and _share_linked(element) > 0.4
        and bool(_MORE_TITLE.fullmatch(words_of(first)[:200]))
    )


def _is_menu(element: etree._Element) -> bool:
    """True for a stretch that is nearly all links: three or more of them, and hardly a word between."""
    return element.tag in _CONTAINERS and _links(element) >= 3 and _share_linked(element) >= _LINKED


def _links(element: etree._Element) -> int:
    # A link into the page itself is a note or a mark.
    return sum(1 for a in element.iter("a") if not a.get("href", "#").startswith("#"))


def _share_linked(element: etree._Element) -> float:
    words = len(words_of(element))
    linked = sum(len(words_of(a)) for a in element.iter("a") if not a.get("href", "#").startswith("#"))
    return linked / words if words else 1.0


def _lists_references(element: etree._Element) -> bool:
    """True inside or around a list of references, which may be full of links."""
    near = [element, *element.iterancestors()]
    return any(re.search(r"\b(?:ref|refs|references?|citations?|bibliography|cit)(?:\b|[-_])", _names(e)) for e in near)


def _names(element: etree._Element) -> str:
    return f"{element.get('class', '')[:500]} {element.get('id', '')[:100]} {element.get('role', '')[:50]}".lower()
