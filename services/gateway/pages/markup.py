"""Markdown to HTML, through an allow-list: what an editor wrote can never run in a browser."""

import re
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

TAGS: Final = frozenset(
    {
        *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "strong", "em"),
        *("blockquote", "code", "pre", "a", "table", "thead", "tbody", "tr", "th", "td"),
    }
)
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}}
SCHEMES: Final = frozenset({"https", "http", "mailto", "tel"})
HIGHLIGHT: Final = ("\ue000", "\ue001")
"""Between these, search puts what was looked for."""

_HEADING_SIGNS: Final = re.compile(r"(?:^|\s)#{1,6}\s+")
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")


def prose(text: str, title: str = "") -> Markup:
    """Return Markdown as HTML whose headings begin at h2; a first heading that is `title` goes.

    Raw HTML is shown as text. Only TAGS, ATTRIBUTES and SCHEMES get through.
    """
    tokens = _MARKDOWN.parse(text)
    if len(tokens) > 2 and tokens[0].tag == "h1" and tokens[1].content.strip() == title.strip():
        tokens = tokens[3:]
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    further = 2 - min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + further)}"
    made = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(  # noqa: S704 - nh3's answer
        nh3.clean(
            made,
            tags=set(TAGS),
            attributes={name: set(each) for name, each in ATTRIBUTES.items()},
            url_schemes=set(SCHEMES),
            link_rel="noopener noreferrer",
        )
    )


def highlighted(piece: str) -> Markup:
    """Return a piece of plain text with what was looked for marked; all else is text."""
    begin, end = HIGHLIGHT
    piece = _HEADING_SIGNS.sub(" ", piece).strip()
    return Markup(  # noqa: S704 - escaped first
        str(escape(piece)).replace(begin, "<mark>").replace(end, "</mark>")
    )
