"""A forum's page is read as its posts, whatever program made it; an article with comments stays an article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.document import BlockKind, Document, SourceType
from corpus.read import read_document

FIRST = "Warm packs took my back pain away within three days, and I had tried everything the chemist sells before."
SECOND = "Mine came back each winter. The pack only works if you wear it all night long, says my physio."
THIRD = "There was a trial of 90 people once. It found little."


def phpbb(posts: str) -> str:
    return f"<html><body id='phpbb' class='nojs section-viewtopic'><h2 class='topic-title'>x</h2>{posts}</body></html>"


def phpbb_post(number: int, author: str, day: str, html: str) -> str:
    return (
        f"<div id='p{number}' class='post has-profile bg2'><div class='inner'><dl class='postprofile'><dt>"
        f"<a class='username'>{author}</a></dt><dd>Posts: 31</dd><dd>Joined: Mar 3, 2011</dd></dl>"
        "<div class='postbody'>"
        f"<h3><a href='#p{number}'>Re: Warm packs</a></h3><p class='author'>by <strong><a class='username'>{author}</a>"
        f"</strong> » {day}, 10:00 am</p><div class='content'>{html}</div><div class='signature'>Sit up straight!</div>"
        "</div></div></div>"
    )


def vbulletin_post(number: int, author: str, day: str, html: str) -> str:
    return (
        f"<li class='postbitlegacy postcontainer' id='post_{number}'><span class='date'>{day}</span>"
        f"<div class='userinfo'><a class='username'>{author}</a><span class='usertitle'>Senior Member</span>"
        "</div><div class='postbody'>"
        f"<blockquote class='postcontent restore'>{html}</blockquote></div></li>"
    )


def old_vbulletin_post(number: int, author: str, day: str, html: str) -> str:
    return (
        f"<table id='post{number}'><tr><td>{day}</td><td>#{number}</td></tr><tr><td><a class='bigusername'>{author}</a>"
        f"<div>Senior Member</div></td><td><div id='post_message_{number}'>{html}</div></td></tr></table>"
    )


def xenforo_post(number: int, author: str, day: str, html: str) -> str:
    return (
        f"<article class='message message--post' data-author='{author}' id='js-post-{number}'>"
        "<div class='message-inner'>"
        f"<div class='message-user'><h4 class='message-name'><a class='username'>{author}</a></h4>"
        f"<h5 class='userTitle message-userTitle'>Member</h5></div><header><time class='u-dt'>{day}</time></header>"
        f"<div class='message-content'><div class='message-body'><div class='bbWrapper'>{html}</div></div></div>"
        "</div></article>"
    )


def discourse_post(number: int, author: str, day: str, html: str) -> str:
    kind = "DiscussionForumPosting" if number == 1 else "Comment"
    return (
        f"<div class='topic-body crawler-post' itemscope itemtype='http://schema.org/{kind}'><span class='creator' "
        f"itemprop='author' itemscope itemtype='http://schema.org/Person'><a><span itemprop='name'>{author}</span></a>"
        f"</span><time itemprop='datePublished' datetime='2020-05-03'>{day}</time>"
        f"<div class='post' itemprop='text'>{html}</div></div>"
    )


def smf_post(number: int, author: str, day: str, html: str) -> str:
    return (
        f"<div class='windowbg'><div class='post_wrapper'><div class='poster'><h4><a>{author}</a></h4><ul>"
        "<li class='postcount'>Posts: 123</li></ul></div><div class='postarea'>"
        f"<div class='smalltext'>« <strong>Reply #{number} on:</strong> {day}, 10:00:00 AM »</div><div class='post'>"
        f"<div class='inner' id='msg_{number}'>{html}</div></div></div></div></div>"
    )


def mybb_post(number: int, author: str, day: str, html: str) -> str:
    return (
        f"<div class='post classic'><div class='post_author'><strong><span><a>{author}</a></span></strong>"
        "<br/><span class='smalltext'>Junior Member</span><div>Posts: 12<br/>Joined: Jan 2011</div></div>"
        f"<div class='post_head'><span class='post_date'>{day}, 10:00 AM</span></div>"
        f"<div class='post_body' id='pid_{number}'>{html}</div></div>"
    )


def flarum_post(number: int, author: str, day: str, html: str) -> str:
    return (
        f"<div class='PostStream-item'><article class='CommentPost Post'><header><h3 class='PostUser-name'><a>"
        f"<span class='username'>{author}</span></a></h3><a class='PostMeta'><time>{day}</time></a></header>"
        f"<div class='Post-body' id='n{number}'>{html}</div></article></div>"
    )


def reddit_post(number: int, author: str, day: str, html: str) -> str:
    return (
        f"<div class='thing comment'><p class='tagline'><a class='author'>{author}</a> <span>12 points</span> "
        f"<time>{day}</time></p><form class='usertext' id='f{number}'><div class='usertext-body'><div class='md'>{html}"
        "</div></div></form><ul><li>permalink</li></ul></div>"
    )


def in_json(posts: list[tuple[str, str]]) -> str:
    comments = [{"@type": "Comment", "text": text, "author": {"name": name}} for name, text in posts]
    thread = {"@context": "https://schema.org", "@type": "DiscussionForumPosting", "headline": "x", "comment": comments}
    boxes = "".join(
        f"<div class='k1'><b class='username'>{n}</b><div class='k2'><p>{t}</p></div></div>" for n, t in posts
    )
    script = f"<script type='application/ld+json'>{json.dumps(thread)}</script>"
    return f"<html><head>{script}</head><body>{boxes}</body></html>"


def quote(author: str, text: str) -> str:
    return f"<blockquote class='quote'><cite>{author} wrote:</cite><p>{text}</p></blockquote>"


MADE = {
    "phpbb": lambda posts: phpbb("".join(phpbb_post(*p) for p in posts)),
    "vbulletin": lambda posts: (
        f"<meta name='generator' content='vBulletin 4.2'><body><ol>{''.join(map_(vbulletin_post, posts))}</ol>"
    ),
    "vbulletin 3": lambda posts: (
        f"<meta name='generator' content='vBulletin 3.8'><body>{''.join(map_(old_vbulletin_post, posts))}"
    ),
    "xenforo": lambda posts: f"<html data-app='public'><body>{''.join(map_(xenforo_post, posts))}</body></html>",
    "smf": lambda posts: f"<body>{''.join(map_(smf_post, posts))}</body>",
    "mybb": lambda posts: f"<body>{''.join(map_(mybb_post, posts))}</body>",
    "flarum": lambda posts: f"<body>{''.join(map_(flarum_post, posts))}</body>",
    "reddit": lambda posts: f"<body>{''.join(map_(reddit_post, posts))}</body>",
    "discourse": lambda posts: f"<body><main>{''.join(map_(discourse_post, posts))}</main>",
}


def map_(make: object, posts: list[tuple[int, str, str, str]]) -> list[str]:
    return [make(*p) for p in posts]  # type: ignore[operator]


POSTS = [
    (1, "coldfeet", "May 3, 2020", f"<p>{FIRST}</p>"),
    (2, "warmback", "May 4, 2020", f"{quote('coldfeet', FIRST)}<p>{SECOND}</p>"),
    (3, "jdoe", "May 5, 2020", f"<p>{THIRD}</p>"),
]


def read(folder: Path, html: str) -> Document:
    path = folder / "thread.html"
    path.write_text(f"<!DOCTYPE html><title>Warm packs | Backs</title>{html}", encoding="utf-8")
    return read_document(path)


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks if b.kind is kind]


@pytest.mark.parametrize("program", MADE)
def test_posts_stand_under_their_author_and_date_and_quotes_are_repeats(tmp_path: Path, program: str) -> None:
    document = read(tmp_path, MADE[program](POSTS))
    assert document.source.source_type is SourceType.FORUM
    assert document.source.source_type_reason.startswith("a forum thread: ")
    assert texts(document, BlockKind.HEADING) == ["coldfeet, May 3, 2020", "warmback, May 4, 2020", "jdoe, May 5, 2020"]
    assert texts(document, BlockKind.PARAGRAPH) == [FIRST, SECOND, THIRD]
    assert texts(document, BlockKind.REPEAT) == [FIRST]
    assert texts(document, BlockKind.MATTER) == ["coldfeet wrote:"]
    assert document.source.authors == ()
    for unsaid in ("Sit up", "Joined", "Senior Member", "Posts:", "points", "permalink"):
        assert unsaid not in document.text


def test_posts_that_a_page_lists_are_found_in_it(tmp_path: Path) -> None:
    document = read(tmp_path, in_json([("coldfeet", FIRST), ("jdoe", THIRD), ("warmback", SECOND)]))
    assert document.source.source_type is SourceType.FORUM
    assert texts(document, BlockKind.HEADING) == ["coldfeet", "jdoe", "warmback"]
    assert texts(document, BlockKind.PARAGRAPH) == [FIRST, THIRD, SECOND]


def test_what_is_quoted_from_elsewhere_is_kept_as_text(tmp_path: Path) -> None:
    posts = [*POSTS[:1], (2, "warmback", "May 4, 2020", f"{quote('nobody', SECOND)}<p>{THIRD}</p>")]
    assert texts(read(tmp_path, MADE["xenforo"](posts)), BlockKind.PARAGRAPH) == [FIRST, SECOND, THIRD]


def test_an_article_in_a_post_is_a_part_of_its_own_kind(tmp_path: Path) -> None:
    article = (
        "<p>Guidelines</p><p>Warm packs for acute back pain: a clinical practice guideline</p>"
        "<p>Back J 2019;4:10 doi: 10.1000/backs.9 (Published 3 May 2019)</p><p>By Ada B Okafor and Kofi Mensah</p>"
        f"<p>{FIRST} {SECOND}</p><p>We recommend warm packs for three days.</p><p>Footnotes</p><p>Funding: none.</p>"
    )
    posts = [(1, "coldfeet", "May 3, 2020", article), *POSTS[2:]]
    document = read(tmp_path, MADE["phpbb"](posts))
    part = document.part_at(document.text.index("We recommend warm packs"))
    assert part is not None
    assert (part.source_type, part.authors) == (SourceType.GUIDELINE, ("Ada B Okafor", "Kofi Mensah"))
    assert document.part_at(document.text.index(THIRD)) is None


def test_a_post_s_table_list_and_headings_are_read_below_its_own_heading(tmp_path: Path) -> None:
    html = f"<h2>What I did</h2><ul><li>Heat</li><li>Rest</li></ul><p>{SECOND}</p>"
    document = read(tmp_path, MADE["xenforo"]([*POSTS[:1], (2, "warmback", "May 4, 2020", html)]))
    assert [(s.title, s.level) for s in document.sections][1:] == [("warmback, May 4, 2020", 1), ("What I did", 3)]
    assert texts(document, BlockKind.ITEM) == ["Heat", "Rest"]


def test_an_article_with_readers_comments_is_no_forum(tmp_path: Path) -> None:
    comments = "".join(
        f"<div class='comment'><span class='author'>{name}</span><div class='comment-body'><p>{text}</p></div></div>"
        for name, text in (("jdoe", SECOND), ("coldfeet", THIRD))
    )
    body = f"<article><h1>Warm packs</h1>{''.join(f'<p>{FIRST} It is {n}.</p>' for n in range(9))}</article>{comments}"
    document = read(tmp_path, f"<html><body>{body}</body></html>")
    assert document.source.source_type is not SourceType.FORUM
    assert FIRST in document.text


def test_a_blog_s_entries_are_no_forum(tmp_path: Path) -> None:
    entries = "".join(
        f"<div class='entry'><h2>Day {n}</h2><span class='author'>Jane Doe</span><div class='post-content'>"
        f"<p>{text}</p></div></div>"
        for n, text in enumerate((FIRST, SECOND, THIRD))
    )
    assert read(tmp_path, f"<html><body>{entries}</body></html>").source.source_type is not SourceType.FORUM


@pytest.mark.parametrize("stated", ["{", "[" * 500, "null", '{"@type": ["DiscussionForumPosting"], "text": 7}'])
def test_a_broken_list_of_posts_does_no_harm(tmp_path: Path, stated: str) -> None:
    html = f"<script type='application/ld+json'>{stated}</script><body><h1>Warm packs</h1><p>{FIRST}</p></body>"
    assert FIRST in read(tmp_path, html).text
