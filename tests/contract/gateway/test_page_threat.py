"""The threat levels on the pages: what stands, what it was, and how two people change it."""

from html import unescape
from xml.etree import ElementTree as ET

import pytest

from chassis.errors import Invalid, Refusal, StepUpRequired, Violation
from isp.alerts.v1 import threat_level_pb2 as pb
from isp.alerts.v1 import threat_levels_pb2 as rpc
from isp.identity.v1 import identity_pb2
from services.alerts.domain import errors, threat_errors
from tests.contract.gateway.answers import PERSON
from tests.contract.gateway.browsing import SUBJECT, Browsing
from tests.contract.gateway.route import CHANGE_ID, KEY
from tests.contract.gateway.stage import Gateway
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.threat_routes import CHANGE, DIGEST, LEVELS

DESK = "/desk/threat-level"
NEW = f"{DESK}/new"
HERE = f"{DESK}/{CHANGE_ID}"
FILLED = {
    "series": "NORTHERN_IRELAND",
    "level": "SEVERE",
    "response": "USUAL",
    "authority_reference": "REF-1",
    "reason": "So it was said.",
    "since": "",
    "key": KEY,
}
ATOM = "{http://www.w3.org/2005/Atom}"


def stands(browsing: Browsing, status: str = "PROPOSED", *, yours: bool = False) -> None:
    """Let the change differ from the usual."""
    change = pb.ThreatLevelChange()
    change.CopyFrom(CHANGE)
    change.status = pb.ThreatLevelChangeStatus.Value(f"THREAT_LEVEL_CHANGE_STATUS_{status}")
    change.proposed_by_you = yours
    for act in {"PROPOSED": ("approved", "withdrawn"), "APPROVED": ("withdrawn",)}.get(status, ()):
        change.ClearField(act)
    answers = browsing.gateway.backend.answers
    answers["GetThreatLevelChange"] = rpc.GetThreatLevelChangeResponse(change=change)
    browsing.sign_in()


@pytest.mark.parametrize("path", ["/", "/threat-level"])
def test_what_stands_is_said_exactly_and_a_level_that_nobody_set_is_said_plainly(
    browsing: Browsing, path: str
) -> None:
    page = unescape(main_of(browsing.get(path).text))
    for said in (
        "National: Substantial",
        "An attack is <likely>",
        "Response: Heightened. Additional measures.",
        "Since 24 November 2026",
        "Northern Ireland: not set",
        "This does not mean that the threat is low.",
    ):
        assert said in page, said
    assert 'data-threat-levels="NATIONAL:2 "' in page
    assert 'href="/threat-level/national"' in page


def test_a_welsh_page_says_it_in_welsh(browsing: Browsing) -> None:
    page = unescape(main_of(browsing.get("/cy/threat-level").text))
    assert "Cenedlaethol: Sylweddol" in page
    assert "Mae ymosodiad yn debygol" in page
    assert "An attack is" not in page


def test_the_page_says_what_each_level_and_response_means(browsing: Browsing) -> None:
    page = unescape(main_of(browsing.get("/threat-level").text))
    assert "What the response levels mean for you" in page
    assert page.count("Additional measures") == 2
    assert "Usual response" in page


def test_the_history_comes_by_pages_and_names_nobody(browsing: Browsing) -> None:
    page = main_of(browsing.get("/threat-level/northern-ireland?page=a%2Bb").text)
    assert 'href="/threat-level/northern-ireland?page=next%2Bpage"' in page
    assert "Substantial" in page
    assert 'href="/threat-level/northern-ireland.atom"' in page
    assert [
        rpc.ListThreatLevelHistoryRequest(
            series=pb.THREAT_SERIES_NORTHERN_IRELAND, page_size=20, page_token="a+b"
        )
    ] == heard(browsing, "ListThreatLevelHistory")
    empty = rpc.ListThreatLevelHistoryResponse()
    browsing.gateway.backend.answers["ListThreatLevelHistory"] = empty
    said = browsing.get("/threat-level/national").text
    assert "This does not mean that the threat is low." in said
    assert 'rel="next"' not in said
    assert 404 == browsing.get("/threat-level/elsewhere").status_code


def test_the_changes_come_as_a_feed_that_caches_keep(gateway: Gateway) -> None:
    answer = gateway.ask("GET", "/threat-level/national.atom")
    assert "application/atom+xml" == answer.mimetype
    assert "public, max-age=60" == answer.headers["Cache-Control"]
    feed = ET.fromstring(answer.text)  # noqa: S314 - our own answer
    (entry,) = feed.iter(f"{ATOM}entry")
    assert "Substantial: An attack is <likely>" == entry.findtext(f"{ATOM}title")
    assert "2026-11-24T09:00:00.000Z" == entry.findtext(f"{ATOM}updated")
    assert entry.findtext(f"{ATOM}id", "").endswith("/threat-level/national#2")
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert 304 == gateway.ask("GET", "/threat-level/national.atom", etag).status_code
    gateway.backend.answers["ListThreatLevelHistory"] = rpc.ListThreatLevelHistoryResponse()
    empty = gateway.ask("GET", "/threat-level/national.atom", etag)
    assert 200 == empty.status_code
    assert "1970-01-01T00:00:00Z" == ET.fromstring(empty.text).findtext(f"{ATOM}updated")  # noqa: S314 - our own


def test_rest_answers_304_until_something_changes(gateway: Gateway) -> None:
    first = gateway.ask("GET", "/v1/threat-levels")
    assert "public, max-age=5" == first.headers["Cache-Control"]
    etag = {"If-None-Match": first.headers["ETag"]}
    again = gateway.ask("GET", "/v1/threat-levels", etag)
    assert (304, b"") == (again.status_code, again.data)
    other = rpc.GetThreatLevelsResponse()
    other.CopyFrom(LEVELS)
    other.series[0].standing.version = 3
    gateway.backend.answers["GetThreatLevels"] = other
    assert 200 == gateway.ask("GET", "/v1/threat-levels", etag).status_code


def test_the_desk_shows_what_stands_what_waits_and_where_to_propose(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(main_of(browsing.get(f"{DESK}?page=a%2Bb").text))
    assert "National: Substantial" in page
    assert "<strong>Awaits a colleague</strong>" in page
    assert f'href="{HERE}"' in page
    assert f'href="{NEW}"' in page
    assert 'href="/desk/threat-level?page=next%2Bpage"' in page
    (asked,) = heard(browsing, "ListThreatLevelChanges")
    assert "a+b" == asked.page_token
    browsing.gateway.backend.answers["ListThreatLevelChanges"] = (
        rpc.ListThreatLevelChangesResponse()
    )
    assert "Nobody proposed a change yet." in browsing.get(DESK).text


def test_those_who_decide_are_offered_the_desk_and_nobody_else(browsing: Browsing) -> None:
    browsing.sign_in()
    assert DESK not in browsing.get("/account").text
    officer = identity_pb2.Subscriber()
    officer.CopyFrom(PERSON)
    officer.roles[:] = ["hub-officer"]
    browsing.gateway.backend.answers["GetMe"] = identity_pb2.GetMeResponse(subscriber=officer)
    assert f'href="{DESK}">Threat level desk</a>' in browsing.get("/account").text


def test_a_proposal_says_what_was_chosen_and_leads_to_its_page(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post(NEW, FILLED)
    assert (302, HERE) == (done.status_code, done.location)
    (asked,) = heard(browsing, "ProposeThreatLevel")
    assert (
        rpc.ProposeThreatLevelRequest(
            series=pb.THREAT_SERIES_NORTHERN_IRELAND,
            level=pb.THREAT_LEVEL_SEVERE,
            reason="So it was said.",
            authority_reference="REF-1",
            idempotency_key=KEY,
        )
        == asked
    )


def test_another_response_and_an_earlier_beginning_in_londons_time(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.post(NEW, FILLED | {"response": "EXCEPTIONAL", "since": "2026-07-01T09:30"})
    (asked,) = heard(browsing, "ProposeThreatLevel")
    assert pb.RESPONSE_LEVEL_EXCEPTIONAL == asked.response
    assert "2026-07-01T08:30:00Z" == asked.since.ToJsonString()


def test_a_form_that_is_not_filled_in_says_what_is_needed(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.post(NEW, {"key": KEY, "response": "USUAL", "since": "soon"})
    assert 400 == page.status_code
    text = unescape(page.text)
    assert text.startswith("<!doctype html>")
    assert "<title>Error:" in text
    for said in (
        "Level: choose one",
        "Reference of the decision: this is needed",
        "must be a date and a time",
    ):
        assert said in text, said
    assert [] == heard(browsing, "ProposeThreatLevel")


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (threat_errors.ThreatLevelUnchanged("Same."), 409, "stand already"),
        (threat_errors.ThreatLevelChangeUnderWay("Wait."), 409, "awaits its decision"),
        (Invalid(Violation("since", "must not be in the future")), 400, "must not be in the"),
    ],
)
def test_a_refused_proposal_says_why_and_keeps_what_was_typed(
    browsing: Browsing, failure: Refusal, status: int, said: str
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(failure, "ProposeThreatLevel")
    page = browsing.post(NEW, FILLED)
    assert status == page.status_code
    assert said in unescape(page.text)
    assert "So it was said." in page.text


def test_the_form_begins_with_the_series_that_was_chosen(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get(f"{NEW}?series=northern-ireland").text
    assert 'value="NORTHERN_IRELAND" checked' in " ".join(page.split())
    assert "checked" in page
    assert 200 == browsing.get(f"{NEW}?series=elsewhere").status_code


def test_an_approver_reads_everything_and_names_its_digest(browsing: Browsing) -> None:
    stands(browsing)
    page = unescape(main_of(browsing.get(HERE).text))
    for said in (
        "National: Severe",
        "An attack is <likely>",
        "Mae ymosodiad yn debygol",
        "Heightened (usual at this level)",
        "REF-1",
        "The authority <said> so.",
        "Substantial, Heightened",
        "24 November 2026, 10:00",
    ):
        assert said in page, said
    assert f'name="digest" value="{DIGEST.hex()}"' in page
    done = browsing.post(HERE, {"do": "approve", "version": "3", "digest": DIGEST.hex()})
    assert (302, HERE) == (done.status_code, done.location)
    assert [rpc.ApproveThreatLevelRequest(change_id=CHANGE_ID, read_digest=DIGEST)] == heard(
        browsing, "ApproveThreatLevel"
    )
    assert "The level stands, and everyone is told." in browsing.get("/account").text


def test_who_proposed_it_is_not_offered_to_approve_it(browsing: Browsing) -> None:
    stands(browsing, yours=True)
    page = unescape(browsing.get(HERE).text)
    assert "You proposed it: a colleague must agree." in page
    assert 'value="approve"' not in page
    assert 'value="withdraw"' in page
    assert "by you" in page if CHANGE.proposed.by == SUBJECT else "by you" not in page


@pytest.mark.parametrize("status", ["APPROVED", "WITHDRAWN"])
def test_what_is_decided_offers_nothing(browsing: Browsing, status: str) -> None:
    stands(browsing, status)
    page = unescape(browsing.get(HERE).text)
    assert 'name="do"' not in page
    assert ("another: Because." in page) is (status == "WITHDRAWN")
    assert "someone" in page


def test_a_proposal_is_given_up_with_a_reason(browsing: Browsing) -> None:
    stands(browsing)
    empty = browsing.post(HERE, {"do": "withdraw", "version": "3", "reason": ""})
    assert (400, True) == (empty.status_code, "this is needed" in empty.text)
    done = browsing.post(HERE, {"do": "withdraw", "version": "3", "reason": "Wrong."})
    assert 302 == done.status_code
    assert [
        rpc.WithdrawThreatLevelRequest(change_id=CHANGE_ID, expected_version=3, reason="Wrong.")
    ] == heard(browsing, "WithdrawThreatLevel")


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (errors.SelfApproval("You."), 403, "A second person must do this"),
        (errors.VersionChanged("Other."), 409, "There is a problem"),
        (errors.IllegalTransition("Over."), 409, "not at a point of its life"),
    ],
)
def test_a_refused_approval_says_why_on_the_page_as_it_stands_now(
    browsing: Browsing, failure: Refusal, status: int, said: str
) -> None:
    stands(browsing)
    browsing.gateway.backend.refuse(failure, "ApproveThreatLevel")
    page = browsing.post(HERE, {"do": "approve", "version": "3", "digest": DIGEST.hex()})
    assert status == page.status_code
    assert said in unescape(page.text)
    assert "National: Severe" in page.text


def test_without_a_fresh_second_factor_one_proves_it_first(browsing: Browsing) -> None:
    stands(browsing)
    failure = StepUpRequired(acr="aal2", max_age_seconds=900)
    browsing.gateway.backend.refuse(failure, "ApproveThreatLevel")
    away = browsing.post(HERE, {"do": "approve", "version": "3", "digest": DIGEST.hex()})
    assert (302, True) == (away.status_code, "/auth/sign-in" in away.location)
    assert "aal2" in away.location


@pytest.mark.parametrize("fields", [{"do": "set"}, {"do": "approve", "digest": "x"}])
def test_a_button_or_a_digest_that_is_none_of_ours_is_refused(
    browsing: Browsing, fields: dict[str, str]
) -> None:
    stands(browsing)
    assert 400 == browsing.post(HERE, fields).status_code
