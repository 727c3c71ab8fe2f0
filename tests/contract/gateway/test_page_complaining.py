"""Complaining on the pages, without an account, and the officer's answers."""

from html import unescape

from chassis.errors import Invalid, Violation
from isp.identity.v1 import complaints_pb2 as pb
from services.identity.domain.complaint import ComplaintAnswered
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.complaint_routes import ANSWERED
from tests.contract.gateway.route import KEY, REQUEST_ID
from tests.contract.gateway.test_page_asking import heard

DESK = "/desk/privacy/complaints"
SAID = {"about": "You keep too much.", "email": " reader@corner.example", "key": KEY}


def test_anyone_complains_in_their_language_and_gets_a_reference(browsing: Browsing) -> None:
    page = browsing.get("/complain")
    assert (200, True) == (page.status_code, "36 months after the answer" in page.text)
    done = browsing.post("/cy/complain", SAID)
    assert (202, True) == (done.status_code, REQUEST_ID in done.text)
    (said,) = heard(browsing, "MakeComplaint")
    assert ("reader@corner.example", "cy", KEY) == (said.email, said.language, said.idempotency_key)
    assert "/complain" in browsing.get("/about").text


def test_what_is_wrong_is_said_at_its_field(browsing: Browsing) -> None:
    assert 400 == browsing.post("/complain", {"email": "x", "about": ""}).status_code
    browsing.gateway.backend.refuse(
        Invalid(Violation("email", "must be an e-mail address, like name@example.org")),
        "MakeComplaint",
    )
    refused = browsing.post("/complain", SAID)
    assert (400, True) == (refused.status_code, "must be an e-mail address" in refused.text)


def test_the_officer_sees_the_clock_and_tells_the_outcome(browsing: Browsing) -> None:
    assert 302 == browsing.get(DESK).status_code, "signed out, one signs in first"
    browsing.sign_in()
    page = unescape(browsing.get(DESK).text)
    for part in ("overdue", "not yet; by 24 December 2026", "reader@corner.example"):
        assert part in page
    assert "<b>much</b>" not in browsing.get(DESK).text
    here = f"{DESK}/{REQUEST_ID}/outcome"
    assert f"{here}?version=3" in page
    assert 'name="version" value="3"' in browsing.get(f"{here}?version=3").text
    assert 400 == browsing.post(here, {"version": "3", "outcome": ""}).status_code
    assert 302 == browsing.post(here, {"version": "3", "outcome": "Deleted."}).status_code
    (said,) = heard(browsing, "AnswerComplaint")
    assert (REQUEST_ID, 3, "Deleted.") == (said.complaint_id, said.expected_version, said.outcome)
    browsing.gateway.backend.refuse(ComplaintAnswered("x"), "AnswerComplaint")
    late = browsing.post(here, {"version": "3", "outcome": "Deleted."})
    assert (409, True) == (late.status_code, "told already" in late.text)


def test_what_is_answered_is_shown_when_it_is_asked_for(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.answers["ListComplaints"] = pb.ListComplaintsResponse(
        complaints=[ANSWERED]
    )
    assert "We deleted it." in browsing.get(f"{DESK}?all=1").text
    assert not heard(browsing, "ListComplaints")[0].only_open
    browsing.gateway.backend.answers["ListComplaints"] = pb.ListComplaintsResponse()
    assert "Nothing waits for an answer." in browsing.get(DESK).text
