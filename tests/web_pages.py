"""Web pages typeset for the tests from known sentences, with menus, banners, advertisements and links around them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

_WHO = "adults|older women|young athletes|nurses|people in primary care|men over sixty|office workers".split("|")
_WHAT = "walking|exercise therapy|a heat wrap|spinal manipulation|an epidural injection|yoga|naproxen".split("|")
_HOW = "lowered|did not change|raised|slightly improved|halved".split("|")
_OUTCOME = "leg pain|disability|days off work|sleep quality|the need for surgery|opioid use".split("|")
_TOPICS = "Background|Methods|Results|Harms|Discussion|What this means for practice".split("|")
_MENU = "Home|About us|Journals|Subscribe|Log in|Contact|Careers|Shop|Help centre|Editorial board".split("|")
_MORE = (
    "Ten foods that help your knees|Win tickets for the rheumatology congress|Five minutes with our editor"
    "|Most read this month: hip fractures|Podcast: inside the emergency room|New app for your phone"
).split("|")
_COOKIES = (
    "We use cookies to improve your experience on this site and to show you personalised advertising.",
    "You can change your preferences at any time in the settings of your browser.",
)
_FOOT = "© 2026 Example Publishing Group. All rights reserved.|Privacy policy|Terms of use|Accessibility".split("|")
_ADVERT = "Advertisement: a new mattress, now with a free pillow and delivery to your door."


@dataclass
class WebPage:
    """A page's HTML, the sentences of its text in order, and the pieces of everything around it."""

    html: str
    sentences: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)


class _Writer:
    """Makes the parts of a page and remembers what they say."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.sentences: list[str] = []
        self.around: list[str] = []

    def sentence(self) -> str:
        d = self.draw
        said = (
            f"In {d.randint(20, 900)} {d.choice(_WHO)}, {d.choice(_WHAT)} {d.choice(_HOW)} {d.choice(_OUTCOME)} "
            f"after {d.randint(2, 60)} weeks (p = 0.{d.randint(100, 999)})."
        )
        self.sentences.append(said)
        return said

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.draw.randint(2, 5)))

    def menu(self, item: str = "<li><a href='/x'>{}</a></li>") -> str:
        return "".join(item.format(self.off(word)) for word in _MENU)

    def more(self, item: str = "<li><a href='/y'>{}</a></li>") -> str:
        return "".join(item.format(self.off(word)) for word in _MORE)

    def off(self, text: str) -> str:
        self.around.append(text)
        return text

    def cookies(self) -> str:
        return "".join(f"<p>{self.off(said)}</p>" for said in _COOKIES) + "<button>Accept all</button>"

    def foot(self) -> str:
        return "".join(f"<span>{self.off(word)}</span> " for word in _FOOT)

    def sections(self, wrap: str = "<h2>{}</h2>{}", paragraph: str = "<p>{}</p>") -> str:
        parts = []
        for topic in _TOPICS:
            body = "".join(paragraph.format(self.paragraph()) for _ in range(self.draw.randint(1, 3)))
            parts.append(wrap.format(topic, body))
        return "".join(parts)

    def page(self, body: str, head: str = "") -> WebPage:
        html = (
            f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Walking | Site</title>{head}"
            f"<style>.x{{color:red}}</style></head><body>{body}<script>var secret = 'tracking code';</script>"
            "</body></html>"
        )
        return WebPage(html, self.sentences, [*self.around, "tracking code", "color:red"])


def semantic(seed: int) -> WebPage:
    """Header, navigation, main with an article, aside, footer and a dialog: as HTML 5 wants it."""
    w = _Writer(seed)
    body = (
        f"<div role='dialog' class='cookie-consent'>{w.cookies()}</div>"
        f"<header><nav><ul>{w.menu()}</ul></nav></header>"
        f"<main><article><h1>Walking for back pain</h1>{w.sections()}"
        f"<aside class='related'><h2>{w.off('You may also like to read these')}</h2><ul>{w.more()}</ul></aside>"
        f"</article></main>"
        f"<aside><p>{w.off(_ADVERT)}</p></aside><footer>{w.foot()}</footer>"
    )
    return w.page(body)


def named_divisions(seed: int) -> WebPage:
    """Nothing but divisions; their classes tell what they are."""
    w = _Writer(seed)
    body = (
        f"<div id='top-menu' class='menu'><ul>{w.menu()}</ul></div><div class='cookie-banner'>{w.cookies()}</div>"
        f"<div id='wrapper'><div class='sidebar'><div class='widget'>{w.more()}</div>"
        f"<div class='ad-slot'>{w.off(_ADVERT)}</div></div>"
        f"<div id='content'><div class='post'><h1>Walking for back pain</h1>"
        f"<div class='share-buttons'><a href='#'>{w.off('Share on Mastodon')}</a></div>{w.sections()}</div></div></div>"
        f"<div id='footer'>{w.foot()}</div>"
    )
    return w.page(body)


def nameless_divisions(seed: int) -> WebPage:
    """Nothing but divisions with names made by a machine."""
    w = _Writer(seed)
    body = (
        f"<div class='css-1a'><div class='css-2b'>{w.menu('<div><a href=/x>{}</a></div>')}</div></div>"
        f"<div class='css-3c'><div class='css-4d'><h1>Walking for back pain</h1>{w.sections()}</div>"
        f"<div class='css-5e'>{w.more('<div><a href=/x>{}</a></div>')}</div></div>"
        f"<div class='css-6f'>{w.foot()}</div>"
    )
    return w.page(body)


def paragraphs_as_divisions(seed: int) -> WebPage:
    """Paragraphs are divisions, as on some publishers' pages."""
    w = _Writer(seed)
    body = (
        f"<header>{w.menu('<a href=/x>{}</a> ')}</header><div class='html-body'><section class='html-abstract'>"
        f"<h1>Walking for back pain</h1><div class='html-p'>{w.paragraph()}</div></section>"
        f"{w.sections('<section><h2>{}</h2>{}</section>', '<div class=html-p>{}</div>')}</div>"
        f"<div class='further-links'>{w.more('<a href=/x>{}</a> ')}</div><footer>{w.foot()}</footer>"
    )
    return w.page(body)


def laid_out_by_tables(seed: int) -> WebPage:
    """An old page: a table holds the menu in one cell and the text in another, lines parted by breaks."""
    w = _Writer(seed)
    text = w.sections("<b>{}</b><br><br>{}", "{}<br><br>")
    body = (
        f"<table width='100%'><tr><td width='150'>{w.menu('<a href=x.htm>{}</a><br>')}</td>"
        f"<td><font size='5'>Walking for back pain</font><br><br>{text}</td></tr>"
        f"<tr><td colspan='2'><center>{w.foot()}</center></td></tr></table>"
    )
    return w.page(body)


def journal(seed: int) -> WebPage:
    """A journal's full text: figures' tools, reference list with links, side boxes."""
    w = _Writer(seed)
    refs = "".join(
        f"<li id='ref-{n}'><span class='ref-label'>{n}.</span> <cite>Doe J. Walking, part {n}. Spine Letters 20{n + 9}."
        f"</cite> [<a href='https://doi.org/10.1000/{n}'>DOI</a>] [<a href='/s'>Google Scholar</a>]</li>"
        for n in range(1, 9)
    )
    body = (
        f"<header class='site-header'><ul class='nav'>{w.menu()}</ul></header><main id='main-content'>"
        f"<ul class='breadcrumb'><li><a href='/'>{w.off('Archive of the spine')}</a></li></ul>"
        f"<div class='article-tools'><a href='#'>{w.off('Download PDF')}</a>"
        f"<a href='#'>{w.off('Cite this article')}</a></div>"
        f"<article><h1>Walking for back pain</h1><section class='abstract'><h2>Abstract</h2>"
        f"<p>{w.paragraph()}</p></section>"
        f"{w.sections('<section><h2>{}</h2>{}</section>')}"
        f"<section class='ref-list'><h2>References</h2><ol>{refs}</ol></section></article>"
        f"<div class='similar-articles'><h3>{w.off('Similar articles in this journal')}</h3>{w.more()}</div></main>"
        f"<footer>{w.foot()}</footer>"
    )
    return w.page(body)


def guideline(seed: int) -> WebPage:
    """A guideline's chapter: numbered recommendations in divisions, a menu of chapters beside them."""
    w = _Writer(seed)
    numbered = "".join(
        f"<div class='numbered-paragraph'><p><span class='paragraph-number'>1.{i}.{n} </span>{w.paragraph()}</p></div>"
        for i in range(1, 4)
        for n in range(1, 4)
    )
    body = (
        f"<div id='global-nav'>{w.menu('<a href=/x>{}</a>')}</div><div class='container'><div class='page-header'>"
        f"<h1>Back pain: assessment and management</h1></div><div class='grid'>"
        f"<div class='stacked-nav'><ul>{w.more()}</ul></div>"
        f"<div class='chapter'><h2>Recommendations</h2>{numbered}</div></div>"
        f"<div class='prev-next'><a href='/n'>{w.off('Next page: rationale and impact')}</a></div></div>"
        f"<footer>{w.foot()}</footer>"
    )
    return w.page(body)


def hidden(seed: int) -> WebPage:
    """Most of what the file holds is not shown: templates, frames, layers that are off."""
    w = _Writer(seed)
    body = (
        f"<div style='display: none'><p>{w.off('A layer nobody sees that says opioids cure back pain.')}</p></div>"
        f"<div hidden><p>{w.off('Another hidden layer with words enough to be taken for text.')}</p></div>"
        f"<p aria-hidden='true'>{w.off('Decoration for the eyes alone')}</p>"
        f"<template><p>{w.off('A template of a comment that was never made')}</p></template>"
        f"<noscript><p>{w.off('Please switch on JavaScript to see this page')}</p></noscript>"
        f"<iframe srcdoc='<p>advert</p>'></iframe><form><label>{w.off('Search the whole site')}</label><select>"
        f"<option>{w.off('All sections of the site')}</option></select></form>"
        f"<article><h1>Walking for back pain</h1>{w.sections()}<!-- {w.off('a remark of the programmer')} --></article>"
    )
    return w.page(body)


LAYOUTS: dict[str, Callable[[int], WebPage]] = {
    "semantic": semantic,
    "named divisions": named_divisions,
    "nameless divisions": nameless_divisions,
    "paragraphs as divisions": paragraphs_as_divisions,
    "laid out by tables": laid_out_by_tables,
    "journal": journal,
    "guideline": guideline,
    "hidden": hidden,
}
