"""A module as a page of a package: its text in parts, and questions to check oneself by."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from services.training.domain.course import Course, Module, Question

PLAYER: Final = Path(__file__).parent / "player"
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")


def page(course: Course, module: Module, asked: tuple[Question, ...]) -> str:
    """Return the page as HTML: all of it reads without JavaScript, which shows a part at a time.

    Nothing in it is told apart from text: raw HTML in Markdown is shown as it is written.
    """
    return Template((PLAYER / "page.html").read_text("utf-8")).substitute(
        lang=escape(course.language),
        course=escape(course.title),
        title=escape(module.title),
        banner=escape(course.banner),
        parts="\n".join(_parts(module)),
        questions="\n".join(map(_question, asked)),
        sources="\n".join(f"<li>{escape(each)}</li>" for each in module.sources),
        lesson=_data(course, asked),
    )


def _parts(module: Module) -> Iterator[str]:
    """Yield a section for each heading of the second level, and for what comes before the first."""
    found: list[list[Token]] = [[]]
    for token in _MARKDOWN.parse(module.body):
        if token.type == "heading_open" and token.tag == "h2" and found[-1]:
            found.append([])
        found[-1].append(token)
    for tokens in found:
        made = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
        yield f'<section class="part" tabindex="-1">\n{made}</section>'


def _question(each: Question) -> str:
    kind = "checkbox" if each.several else "radio"
    name = escape(each.question_id)
    choices = "\n".join(
        f'<p class="choice"><input type="{kind}" name="{name}" value="{escape(choice.choice_id)}"'
        f' id="{name}-{escape(choice.choice_id)}">'
        f'<label for="{name}-{escape(choice.choice_id)}">{escape(choice.text)}</label></p>'
        for choice in each.choices
    )
    return (
        f'<fieldset id="question-{name}">\n<legend>{escape(each.text)}</legend>\n{choices}\n'
        f'<div class="feedback" id="feedback-{name}" hidden></div>\n</fieldset>'
    )


def _data(course: Course, asked: tuple[Question, ...]) -> str:
    """Return what the player marks by, as JSON that may stand in a script element."""
    lesson = {
        "passMark": course.pass_mark / 100,
        "questions": [
            {
                "id": each.question_id,
                "right": sorted(each.right),
                "feedback": each.feedback,
                "choices": {choice.choice_id: choice.feedback for choice in each.choices},
            }
            for each in asked
        ],
    }
    return json.dumps(lesson, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
