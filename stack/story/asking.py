"""Step 6a: the owner asks an expert and gets an answer; nobody else learns that they asked."""

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import requests

from stack.story.front import Front, Person, StoryBroken, eventually

Say = Callable[[str], None]
BANNER: Final = "Demonstration, not official."
KNOWN_SECONDS: Final = 10


def a_question(**more: Any) -> dict[str, Any]:
    """Return a question of a cafe in London, fit for the demonstration."""
    return {
        "title": f"Tables on the pavement {uuid4().hex[:8]}",
        "text": f"{BANNER} How do we keep vehicles away from the tables in front of our cafe?",
        "region": "LON",
        "sector": "hotels-restaurants",
    } | more


def ask(front: Front, owner: Person, say: Say) -> None:
    """The owner asks, an expert of the region claims and answers, the owner follows up."""
    expert, elsewhere = front.sign_in_demo("expert"), front.sign_in_demo("expert2")
    terms = front.ask("GET", "/v1/questions/terms").json()
    say(f"anyone is told first: {terms['emergency']['text'][:53]}…")
    eventually(
        lambda: front.status("GET", "/v1/questions", by=owner),
        lambda status: status == 200,
        KNOWN_SECONDS,
        "the owner may ask",
    )
    asked = front.ask("POST", "/v1/questions", by=owner, body=a_question(), key=True, expect=201)
    place, question = asked.headers["Location"], asked.json()
    _must("999" in question["emergency"]["text"], "the answer lacks the emergency words")
    days = question["answer_working_days"]
    say(f"the owner asked; an answer is due within {days} working days")
    _hidden(front, place, question["question_id"], elsewhere)
    say("an expert of another region does not find it, the same answer as for a random id")

    _must(question["question_id"] in in_queue(front, expert), "it is not in the expert's queue")
    claimed = _change(front, f"{place}/claim", expert, asked.headers["ETag"])
    answer = {"text": f"{BANNER} Put planters that stop vehicles where the road turns."}
    _change(front, f"{place}/answers", expert, claimed.headers["ETag"], answer)
    seen = front.ask("GET", place, by=owner)
    roles = [message["author"] for message in seen.json()["messages"]]
    _must(roles == ["ASKER", "EXPERT"], f"the thread is {roles}")
    for person in (expert, owner):
        subject = front.ask("GET", "/v1/me", by=person).json()["subject"]
        _must(subject not in seen.text, "the thread names a person")
    say("an expert of London claimed and answered; the thread shows roles, and names nobody")

    further = {"text": f"{BANNER} And at night?"}
    again = _change(front, f"{place}/follow-ups", owner, seen.headers["ETag"], further)
    _must(again.json()["status"] == "CLAIMED", "the follow-up did not go back to the expert")
    more = _change(front, f"{place}/answers", expert, again.headers["ETag"], answer)
    closed = _change(front, f"{place}/closure", owner, more.headers["ETag"])
    _must(closed.json()["status"] == "CLOSED", "the owner could not close it")
    say("the owner followed up, was answered again, and closed it")


def in_queue(front: Front, expert: Person) -> list[str]:
    """Return the ids of the first hundred questions that wait for an expert."""
    page = front.ask("GET", "/v1/expert/queue?page_size=100", by=expert).json()
    return [question["question_id"] for question in page["questions"]]


def _hidden(front: Front, place: str, question_id: str, outsider: Person) -> None:
    hidden, random = (
        front.ask("GET", path, by=outsider, expect=404).text
        for path in (place, f"/v1/questions/{uuid4()}")
    )
    _must(hidden == random, "a hidden question looks other than a random id")
    _must(question_id not in in_queue(front, outsider), "it is in an outsider's queue")


def _change(
    front: Front, path: str, by: Person, etag: str, body: dict[str, Any] | None = None
) -> requests.Response:
    return front.ask("POST", path, by=by, body=body, if_match=etag)


def _must(good: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not good:
        raise StoryBroken(what)
