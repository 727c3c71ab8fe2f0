"""Questions to experts as the pages show them: asked through the front, and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stack.story.asking import BANNER, a_question
from stack.story.front import Front, Person


@contextmanager
def staged_questions(front: Front) -> Iterator[dict[str, str]]:
    """Ask some questions and answer one; yields the ids that the table of pages names."""
    owner, expert = front.sign_in_demo("owner", "aal1"), front.sign_in_demo("expert")
    waiting, held, answered = (_asked(front, owner) for _ in range(3))
    for question in (held, answered):
        _change(front, question, "claim", expert)
    _change(front, answered, "answers", expert, {"text": f"{BANNER} Move the tables inside."})
    yield {"waiting": waiting, "held": held, "answered": answered}
    for question in (waiting, held, answered):
        _change(front, question, "closure", front.sign_in_demo("owner", "aal1"))


def _asked(front: Front, owner: Person) -> str:
    made = front.ask("POST", "/v1/questions", by=owner, body=a_question(), key=True, expect=201)
    return str(made.json()["question_id"])


def _change(
    front: Front, question: str, verb: str, by: Person, body: dict[str, Any] | None = None
) -> None:
    path = f"/v1/questions/{question}"
    etag = front.ask("GET", path, by=by).headers["ETag"]
    front.ask("POST", f"{path}/{verb}", by=by, body=body, if_match=etag)
