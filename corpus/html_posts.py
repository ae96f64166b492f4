"""The posts of a forum's page: each with the element that holds its text, who wrote it and when.

A page may say what its posts are (schema.org's words in its elements, or as JSON in its head); else they are known by
the names that phpBB, vBulletin, XenForo, Discourse, SMF, MyBB, bbPress, Flarum, Invision, Reddit and their like give
to the parts of a post. An article with readers' comments below it is no forum.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from corpus.forum import sign_of
from corpus.html_tree import words_of

_THREAD_TYPE = re.compile(r"schema\.org/(?:DiscussionForumPosting|QAPage|Question)\b", re.IGNORECASE)
_POST_TYPE = re.compile(r"schema\.org/(?:DiscussionForumPosting|Comment|Question|Answer)\b", re.IGNORECASE)
_JSON_THREADS = frozenset({"DiscussionForumPosting", "QAPage", "Question"})
_JSON_POSTS = frozenset({"DiscussionForumPosting", "Comment", "Question", "Answer"})
_TEXT_PROPERTIES = frozenset({"text", "articlebody"})
_ONLY_FORUMS = re.compile(
    r"postcontent|postbody-?content|post_body|bbWrapper|messageText|cooked|js-post__content-text|bbp-(?:reply|topic)-content"
    r"|usertext-body|Post-body|cPost_contentWrap|ipsComment_content|postmessage|post_message"
)
_ALSO_BLOGS = re.compile(
    r"post-?content|post-?body|post__content|post-?text|message-(?:body|content|text)|comment-(?:body|content|text|copy)"
    r"|reply-(?:body|content|text)|answer-(?:body|content|text)|s-prose|Message|inner",
    re.IGNORECASE,
)
_BODY_ID = re.compile(r"(?:post_message|msg|postcontent|post_content)_?\d+")
_FORUM_MADE = re.compile(
    r"phpbb|vbulletin|xenforo|discourse|simple ?machines|\bsmf\b|mybb|bbpress|flarum|invision|ip\.?board|vanilla|nodebb"
    r"|fluxbb|punbb|yabb|woltlab|burning board|\bforums?\b",
    re.IGNORECASE,
)
_AUTHOR_NAMES = (
    re.compile(
        r"username|user-?name|big-?username|post-?user-?name|author-?name|post_?-?author|author__name|poster-?name"
        r"|message-name|bbp-author-name|bbp-author-link|member-?name|nick(?:name)?|creator|display-?name|cAuthorPane_author"
        r"|ipsComment_author|postuser-name",
        re.IGNORECASE,
    ),
    re.compile(r"author|poster|names|user-?info|user-?details|userinfo", re.IGNORECASE),
)
_DATE_NAMES = re.compile(
    r"(?:post|message|comment)?-?_?(?:date|time|timestamp|posted|datetime)|relative-date|live-timestamp|smalltext",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\.? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? ?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d",
    re.IGNORECASE,
)
_QUOTE_TAGS = frozenset({"blockquote"})
_LONGEST_NAME = 60
_BEGINNING = 200
"""Letters and figures by which a listed text is found in the page."""
_HIGHEST = 8
"""How many elements up the one that holds all of it is looked for."""
_SHARE = 0.4
"""Posts hold at least this much of a page's text."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post: the element with its text, its author's name and its date as the page prints them, or empty."""

    body: etree._Element
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The posts of a page in order, and what shows that they are posts of a forum."""

    posts: tuple[Post, ...]
    reason: str


def stated_posts(root: etree._Element) -> list[str]:
    """The texts of the posts that the page lists as JSON; to be asked before scripts are taken out."""
    texts: list[str] = []
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json" or len(script.text or "") > 5_000_000:
            continue
        try:
            stated = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        things = list(_things(stated))
        if any(_types(thing) & _JSON_THREADS for thing in things):
            texts += [text for thing in things if _types(thing) & _JSON_POSTS and (text := _stated_text(thing))]
    return texts


def thread_of(root: etree._Element, stated: Sequence[str]) -> Thread | None:
    """The thread a stripped page shows, or `None`. `stated` are the texts that `stated_posts` found."""
    marked = _marked_bodies(root)
    if marked:
        return _thread(marked, "its parts are marked as posts of a forum (schema.org)", least=1)
    listed = _listed_bodies(root, stated)
    if listed:
        return _thread(_with_containers(listed), "the page lists its posts (schema.org)", least=1)
    found = _named_bodies(root)
    if len(found) < 2 or sum(len(words_of(b)) for b in found) < _SHARE * len(words_of(root)):
        return None
    contained = _with_containers(found)
    reason = _made_by(root) or _member_boxes(contained) or _named_so(found)
    return _thread(contained, reason, least=2) if reason else None


def _thread(bodies: Sequence[tuple[etree._Element, etree._Element]], reason: str, *, least: int) -> Thread | None:
    posts = tuple(Post(body, _author(box, body), _date(box, body)) for body, box in bodies if words_of(body))
    if len(posts) < least or sum(bool(p.author) for p in posts) < len(posts) / 2:
        return None
    return Thread(posts, reason)


def _things(stated: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """All objects in JSON, outer ones first."""
    if depth > 40:
        return
    if isinstance(stated, dict):
        yield stated
        for value in stated.values():
            yield from _things(value, depth + 1)
    elif isinstance(stated, list):
        for value in stated:
            yield from _things(value, depth + 1)


def _types(thing: Mapping[str, object]) -> set[str]:
    named = thing.get("@type")
    names = named if isinstance(named, list) else [named]
    return {n.rpartition("/")[2] for n in names if isinstance(n, str)}


def _stated_text(thing: Mapping[str, object]) -> str:
    text = thing.get("text") or thing.get("articleBody")
    return _folded(re.sub(r"<[^<>]*>", " ", text)) if isinstance(text, str) else ""


def _sizes(root: etree._Element) -> dict[etree._Element, int]:
    """How many characters each element holds, white space too."""
    sizes: dict[etree._Element, int] = {}
    for element in reversed(list(root.iter(etree.Element))):
        sizes[element] = len(element.text or "") + sum(sizes.get(c, 0) + len(c.tail or "") for c in element)
    return sizes


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _marked_bodies(root: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """Text elements of posts that the page marks, each with the element of its post."""
    if not any(_THREAD_TYPE.search(e.get("itemtype", "")) for e in root.iter(etree.Element)):
        return []
    found: dict[etree._Element, etree._Element] = {}
    for element in root.iter(etree.Element):
        if element.get("itemprop", "").strip().lower() in _TEXT_PROPERTIES:
            box = next((e for e in element.iterancestors() if e.get("itemscope") is not None), None)
            if box is not None and _POST_TYPE.search(box.get("itemtype", "")):
                found.setdefault(box, element)
    return [(body, box) for box, body in found.items()]


def _listed_bodies(root: etree._Element, stated: Sequence[str]) -> list[etree._Element]:
    """The smallest elements that hold the listed texts, in the page's order; none unless most are found."""
    wanted = {text[:_BEGINNING]: text for text in stated if len(text) >= 10}
    if not wanted:
        return []
    longest, sizes = max(map(len, stated)), _sizes(root)
    found: dict[str, etree._Element] = {}
    for element in root.iter("div", "p", "section", "article", "td", "li", "blockquote", "span", "shreddit-comment"):
        if sizes[element] <= 3 * longest + 2000:
            start = _folded(words_of(element))[:_BEGINNING]
            # Deeper elements come later, so the last one that begins so is the smallest.
            if start in wanted and (start not in found or found[start] in element.iterancestors()):
                found[start] = element
    bodies = [_whole(element, wanted[start]) for start, element in found.items()]
    return bodies if len(bodies) >= max(1, len(wanted) / 2) else []


def _whole(element: etree._Element, text: str) -> etree._Element:
    """The element, or the next one above it that holds all of a text of which it holds the beginning."""
    for candidate in [element, *element.iterancestors()][:_HIGHEST]:
        if len(_folded(words_of(candidate))) >= 0.95 * len(text):
            return candidate
    return element


def _named_bodies(root: etree._Element) -> list[etree._Element]:
    """Elements named as a post's text, the innermost ones, outside quotes."""
    sure = [e for e in root.iter(etree.Element) if _is_body(e, _ONLY_FORUMS)]
    named = sure or [e for e in root.iter(etree.Element) if _is_body(e, _ALSO_BLOGS)]
    inside = {a for e in named for a in e.iterancestors()}
    return [e for e in named if e not in inside and not any(a.tag in _QUOTE_TAGS for a in e.iterancestors())]


def _is_body(element: etree._Element, names: re.Pattern[str]) -> bool:
    if _BODY_ID.fullmatch(element.get("id", "")) or element.get("data-role", "") == "commentContent":
        return True
    classes = element.get("class", "")[:500].split()
    if any(map(names.fullmatch, classes)):
        return True
    parent = element.getparent()
    if parent is not None and element.get("slot", "") == "comment" and str(parent.tag).endswith("-comment"):
        return True
    return (
        names is _ONLY_FORUMS
        and "content" in classes
        and parent is not None
        and bool({"postbody", "post-entry"} & {c for a in element.iterancestors() for c in a.get("class", "").split()})
    )


def _with_containers(bodies: Sequence[etree._Element]) -> list[tuple[etree._Element, etree._Element]]:
    """Each body with the largest element around it that holds no other body."""
    counted: dict[etree._Element, int] = {}
    for body in bodies:
        for above in body.iterancestors():
            counted[above] = counted.get(above, 0) + 1
    out = []
    for body in bodies:
        alone = [a for a in body.iterancestors() if counted[a] == 1 and a.tag not in ("html", "body", "main")]
        out.append((body, alone[-1] if alone else body))
    return out


def _made_by(root: etree._Element) -> str:
    """What the page says of the program that made it, if that makes forums."""
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "generator" and _FORUM_MADE.search(meta.get("content", "")):
            return f"the page was made by “{meta.get('content', '')[:60]}”"
    for element in (root, *root.iter("body")):
        names = f"{element.get('id', '')} {element.get('class', '')} {element.get('data-app', '')}"[:500]
        found = _FORUM_MADE.search(names)
        if found:
            return f"the page calls itself “{found[0]}”"
    sizes = _sizes(root)
    for element in root.iter("a", "p", "div", "footer", "span", "small"):
        said = re.search(r"\bpowered by .{1,40}", words_of(element), re.IGNORECASE) if sizes[element] <= 300 else None
        if said and _FORUM_MADE.search(said[0]):
            return f"the page says “{said[0]}”"
    return ""


def _member_boxes(bodies: Sequence[tuple[etree._Element, etree._Element]]) -> str:
    """What only a forum prints beside a post, if most posts have it."""
    signs: set[str] = set()
    count = 0
    for body, box in bodies:
        inside = set(body.iter(etree.Element))
        lines = {words_of(e) for e in box.iter(etree.Element) if e not in inside and len(e) <= 2}
        found = {sign_of(line) for line in lines} & {
            "join dates",
            "counts of messages",
            "member ranks",
            "reaction scores",
        }
        signs |= found
        count += bool(found)
    return f"its posts have {', '.join(sorted(signs))}" if count > len(bodies) / 2 else ""


def _named_so(bodies: Sequence[etree._Element]) -> str:
    """The name that a forum's program gives to the text of a post, if these have one that nothing else has."""
    sure = all(_is_body(body, _ONLY_FORUMS) for body in bodies)
    name = bodies[0].get("class", "").split()[:1] or [bodies[0].tag]
    return f"its parts are named as posts are (“{name[0][:40]}”)" if sure else ""


def _author(box: etree._Element, body: etree._Element) -> str:
    inside = set(body.iter(etree.Element))
    outside = [e for e in box.iter(etree.Element) if e not in inside and not _of_other(e, box)]
    for element in outside:
        if element.get("itemprop", "") == "author":
            names = [e for e in element.iter(etree.Element) if e.get("itemprop", "") == "name"]
            return _name(words_of(names[0] if names else element)) or _name(
                names[0].get("content", "") if names else ""
            )
    for pattern in _AUTHOR_NAMES:
        for element in outside:
            if any(map(pattern.fullmatch, element.get("class", "")[:500].split())):
                # A member's box begins with the name, as a link or a heading.
                inner = next((e for e in element.iter("a", "h3", "h4", "h5", "strong") if words_of(e)), element)
                if said := _name(words_of(inner)):
                    return said
    return next((said for e in (box, *outside) if (said := _name(e.get("data-author", "") or e.get("author", "")))), "")


def _of_other(element: etree._Element, box: etree._Element) -> bool:
    """True for what belongs to a post inside this one."""
    for above in element.iterancestors():
        if above is box:
            return False
        if _POST_TYPE.search(above.get("itemtype", "")):
            return True
    return False


def _name(words: str) -> str:
    """A name without "by" before it and what stands behind it on the line."""
    words = re.sub(r"^\W*(?:(?:post(?:ed)?|written) )?by:? ", "", words.strip(), flags=re.IGNORECASE)
    words = re.split(r"\s*[»|•·]\s*|\s+(?:wrote|said|on)\b|,\s", words)[0].strip(" :\t")
    return words if 0 < len(words) <= _LONGEST_NAME and not sign_of(words) else ""


def _date(box: etree._Element, body: etree._Element) -> str:
    inside = set(body.iter(etree.Element))
    outside = [e for e in box.iter(etree.Element) if e not in inside and not _of_other(e, box)]
    named = [
        e
        for e in outside
        if e.tag == "time"
        or "date" in e.get("itemprop", "").lower()
        or any(map(_DATE_NAMES.fullmatch, e.get("class", "").split()))
    ]
    for element in [*named, *outside]:
        words = words_of(element)
        if len(words) <= 200 and not re.search(r"joined|member since|registered", words, re.IGNORECASE):
            found = _DATE.search(words) or (_DATE.search(element.get("datetime", "")) if element in named else None)
            if found:
                return found[0].strip()
    return ""
