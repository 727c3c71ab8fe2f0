"""A case for the pages to show: checked in part, with a document that somebody else showed too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from stack.story.front import Front, Person
from stack.story.steps import CHECKS

MINE: Final = "/v1/me/verification"
SHOWN: Final[dict[str, Any]] = {
    "kind": "EVIDENCE",
    "document_type": "uk-driving-licence",
    "issuer": "DVLA",
    "document_number": "DEMO99900112",
    "strength": 3,
    "validity": 1,
}


def opened_case(front: Front, by: Person) -> str:
    """Return the id of a person's new case; what is open already is withdrawn."""
    withdraw_case(front, by)
    body = {"tier": "VERIFIED"}
    made = front.ask("POST", MINE, by=by, body=body, key=True, expect=201).json()
    return str(made["verification_id"])


def withdraw_case(front: Front, by: Person) -> None:
    """End a person's case if officers have something to do about it."""
    if front.status("GET", MINE, by=by) == 404:
        return
    found = front.ask("GET", MINE, by=by)
    if found.json()["status"] in {"OPEN", "PROPOSED", "APPEALED"}:
        front.ask("POST", f"{MINE}/withdrawal", by=by, if_match=found.headers["ETag"])


@contextmanager
def staged_case(front: Front) -> Iterator[dict[str, str]]:
    """Have two people show one document, and call the organisation of the first."""
    officer = front.sign_in_demo("verifier2")
    people = [front.sign_in_demo(name, "aal1") for name in ("market", "hotel")]
    cases = [opened_case(front, each) for each in people]
    call = next(each for each in CHECKS if each["kind"] == "CALL_BACK")
    for case_id, check in ((cases[0], SHOWN), (cases[0], call), (cases[1], SHOWN)):
        path = f"/v1/verifications/{case_id}/checks"
        front.ask("POST", path, by=officer, body=check, key=True, expect=201)
    yield {"case": cases[0]}
    for name in ("market", "hotel"):  # the first tokens may have ended meanwhile
        withdraw_case(front, front.sign_in_demo(name, "aal1"))
