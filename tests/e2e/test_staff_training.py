"""An employer plans their people's training by a file, sees it, and loses sight of who leaves."""

import json
from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from stack.story.front import Front, Person, eventually, link_in
from stack.story.steps import register

OWN = "/v1/me/organisation"
TRAINING = f"{OWN}/training"


def silent(_said: str) -> None:
    """Say nothing."""


def joined(front: Front, owner: Person, colleague: Person) -> None:
    """Let a colleague come to belong to an organisation."""
    said = {"email": colleague.name}
    front.ask("POST", f"{OWN}/invitations", by=owner, body=said, key=True, expect=201)
    link = link_in(front.wait_for_mail(colleague.name, 4))
    token = {"token": parse_qs(urlsplit(link).query)["token"][0]}
    front.ask("POST", "/v1/invitations/accept?bring_premises=true", by=colleague, body=token)


def subject_of(person: Person) -> str:
    """Return somebody's own subject, as their token says it."""
    body = person.tokens.access.split(".")[1]
    return str(json.loads(urlsafe_b64decode(f"{body}=="))["sub"])


def seen(front: Front, by: Person, *subjects: str) -> dict[str, Any]:
    """Return people's training by subject, as somebody sees it."""
    query = "&".join(f"subject={each}" for each in subjects)
    people = front.ask("GET", f"{TRAINING}?{query}", by=by).json()["people"]
    return {each["subject"]: each for each in people}


@pytest.mark.feature("F22")
def test_an_employer_asks_sees_and_loses_sight_of_a_leaver(front: Front) -> None:
    owner, colleague, stranger = (register(front, silent) for _ in range(3))
    joined(front, owner, colleague)
    theirs, elsewhere = subject_of(colleague), subject_of(stranger)
    shown = eventually(
        lambda: seen(front, owner, theirs, elsewhere), lambda it: theirs in it, 15, "a colleague"
    )
    assert elsewhere not in shown
    front.ask("GET", f"{TRAINING}?subject={theirs}", by=colleague, expect=403)

    title = front.ask("GET", "/v1/courses", by=owner).json()["courses"][0]["title"]
    rows = [
        "email;course;due;provider;completed",
        f"{colleague.name};{title};2099-12-31",
        f"{colleague.name};First aid;;A college;2026-01-02",
        f"{stranger.name};{title};2099-12-31",
    ]
    file = {"file": "\n".join(rows)}
    emails = front.ask("POST", f"{TRAINING}/addresses", by=owner, body=file).json()
    assert {colleague.name.lower(), stranger.name.lower()} == set(emails["emails"])
    people = front.ask("POST", f"{OWN}/members/matches", by=owner, body=emails).json()["members"]
    assert [theirs] == [each["subject"] for each in people]
    said = file | {"people": people}
    tried = front.ask("POST", f"{TRAINING}/import", by=owner, body=said | {"dry_run": True}).json()
    assert [] == seen(front, owner, theirs)[theirs]["records"]
    kept = front.ask("POST", f"{TRAINING}/import", by=owner, body=said).json()
    assert tried == kept
    wrong = [{"line": 4, "column": "email", "fault": "NOT_A_MEMBER"}]
    assert {"added": 2, "changed": 0, "unchanged": 0, "errors": wrong} == kept
    again = front.ask("POST", f"{TRAINING}/import", by=owner, body=said).json()
    assert (0, 2) == (again["added"], again["unchanged"])
    (course,) = seen(front, owner, theirs)[theirs]["courses"]
    assert (title, None, "2099-12-31") == (course["title"], course["status"], course["due_on"])

    mine = front.ask("GET", "/v1/me/training/asked", by=colleague).json()
    assert mine["seen_by_organisation"]
    assert ["First aid"] == [each["title"] for each in mine["records"]]
    front.ask("GET", "/v1/me/training/passport", by=colleague, expect=409)
    front.ask("DELETE", OWN, by=colleague)
    eventually(lambda: seen(front, owner, theirs), lambda it: theirs not in it, 15, "a leaver")
    gone = front.ask("POST", f"{OWN}/members/matches", by=owner, body=emails).json()
    assert [] == gone["members"]
    eventually(
        lambda: front.ask("GET", "/v1/me/training/asked", by=colleague).json()["records"],
        lambda records: records == [],
        15,
        "what was recorded of a leaver",
    )
