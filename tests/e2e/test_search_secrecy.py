"""Hidden documents change nothing in what those see who may not see them: not a byte."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from stack.story.advice import a_document
from stack.story.front import Front, Person, eventually
from stack.story.publishing import approve, submit

HIDDEN = 500
INDEXED_SECONDS = 60
TOKEN = re.compile(rb'("next_page_token":")[^"]+')
"""A token is another each time: it names a moment. That there is one, counts."""


def _publish(front: Front, editor: Person, document: dict[str, object]) -> None:
    front.ask("POST", "/v1/documents", by=editor, body=document, key=True, expect=201)


@pytest.mark.feature("F08")
@pytest.mark.feature("F09")
def test_five_hundred_hidden_documents_change_no_byte_of_a_public_answer(front: Front) -> None:
    editor, member = front.sign_in_demo("editor"), front.sign_in_demo("member", "aal1")
    word, hidden_word = (f"{name}{uuid4().hex[:10]}" for name in ("open", "hidden"))
    for number in range(5):
        _publish(front, editor, a_document(word) | {"title": f"Bollards {word} {number}"})
    questions = [
        f"/v1/search?q={word}",
        f"/v1/search?q={word}+bollards",
        "/v1/search?q=hostile+vehicles&page_size=50",
        f"/v1/search?q={hidden_word}",
        f"/v1/search?q={word}&sector=retail&kind=GUIDANCE",
        "/v1/documents?page_size=50",
        f"/v1/search/suggestions?q={word[:8]}",
        f"/v1/search/suggestions?q={hidden_word[:8]}",
        "/v1/search/suggestions?q=bollards",
    ]

    def answers() -> list[bytes]:
        return [TOKEN.sub(rb"\1", front.ask("GET", each).content) for each in questions]

    def found(query: str, by: Person | None = None) -> tuple[int, bool]:
        said = front.ask("GET", query, by=by).json()
        return said["total"], said["degraded"]

    eventually(lambda: found(questions[0]), lambda it: it == (5, False), INDEXED_SECONDS, "advice")
    before = answers()

    hidden = a_document(f"{word} {hidden_word}", tlp="AMBER", tier="VERIFIED")
    colleague = front.sign_in_demo("editor2")

    def by_two(number: int) -> None:
        """In turn, so that neither meets the rate limit of a person."""
        writer, approver = (editor, colleague) if number % 2 else (colleague, editor)
        approve(front, submit(front, hidden, writer), approver)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(by_two, range(HIDDEN)))
    eventually(
        lambda: found(questions[3], member),
        lambda it: it == (HIDDEN, False),
        INDEXED_SECONDS,
        "the hidden documents, by someone who may see them",
    )
    assert before == answers()

    _publish(front, editor, a_document(word))
    eventually(
        lambda: found(questions[0]), lambda it: it == (6, False), INDEXED_SECONDS, "one more"
    )
    changed = [old != new for old, new in zip(before, answers(), strict=True)]
    searches, suggestions = [True, True, True, False, True, True], [True, False, False]
    assert [*searches, *suggestions] == changed, "an open document is seen in each"
