"""Markdown becomes the HTML of an allow-list, whatever an editor wrote."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.pages.markup import ATTRIBUTES, TAGS, highlighted, prose

TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '[x](javascript:alert(1) "t")',
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<https://a.example/\"onmouseover='alert(1)'>",
    "![x](https://a.example/x.png)",
    "| a |\n| --- |\n| <svg/onload=alert(1)> |",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "<style>*{display:none}</style>",
    "[x]: javascript:alert(1)\n\n[x]",
]


def is_allowed(html: str) -> bool:
    """Tell whether HTML has only the tags and attributes of the list, and harmless addresses."""
    for closing, name, rest in TAG.findall(html):
        said = dict(re.findall(r'([a-z]+)="([^"]*)"', rest))
        known = ATTRIBUTES.get(name, set()) | {"rel"}
        address = said.get("href", "https:")
        scheme = re.match(r"([a-z]+):", address.lower())
        if name not in TAGS or (said and closing) or not said.keys() <= known:
            return False
        if scheme and scheme.group(1) not in {"https", "http", "mailto", "tel"}:
            return False
    return True


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_becomes_harmless(text: str) -> None:
    assert is_allowed(prose(text))


@given(st.lists(st.sampled_from([*HOSTILE, "# ", "> ", "*", "`", "\n\n", "- ", "a"]), max_size=12))
def test_no_mixture_gets_through(pieces: list[str]) -> None:
    assert is_allowed(prose("".join(pieces)))


def test_what_is_not_allowed_is_seen() -> None:
    """The control of the tests above."""
    for html in ("<script>", '<a href="javascript:x">', '<p onclick="x">', '<img src="x">'):
        assert not is_allowed(html)


def test_headings_begin_under_the_pages_own_and_the_title_stands_once() -> None:
    html = prose("# Title\n\n## Part\n\nText", "Title")
    assert "Title" not in html
    assert "<h2>Part</h2>" in html
    assert "<h2>Title</h2>" in prose("# Title", "Other")
    assert "<h2>a</h2>\n<h3>b</h3>" in prose("### a\n\n#### b")


def test_what_editors_need_is_there() -> None:
    html = prose("1. one\n2. **two**\n\n| a | b |\n| - | - |\n| c | d |\n\n[x](https://a.example)")
    assert "<ol>" in html
    assert "<strong>two</strong>" in html
    assert "<td>c</td>" in html
    assert '<a href="https://a.example" rel="noopener noreferrer">x</a>' in html


def test_a_found_piece_is_text_with_marks() -> None:
    assert "a <mark>van</mark> &lt;b&gt;" == highlighted("# a \ue000van\ue001 <b>")
