"""The search of the audit logs on the privacy desk."""

from datetime import UTC, datetime
from html import unescape

import pytest

from chassis.errors import Invalid, StepUpRequired, Unavailable, Violation
from isp.privacy.v1 import search_audit_pb2 as pb
from services.identity.domain.errors import SubscriberNotFound
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.privacy_routes import ENTRY, SERVICES
from tests.contract.gateway.route import PERSON_ID, REQUEST_ID

AUDIT = "/desk/privacy/audit"
WHY = "An inquiry asks who did it"


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def rpcs(browsing: Browsing) -> list[str]:
    """The calls that were heard, without those that an earlier test's refusal left on their way."""
    heard = browsing.gateway.backend.heard
    return [each.rpc for each in heard if getattr(each.message, "reason", WHY) == WHY]


def test_nothing_is_searched_before_somebody_says_why(browsing: Browsing) -> None:
    browsing.get(AUDIT)
    answer = browsing.post(AUDIT, {"person": PERSON_ID})
    assert (400, []) == (answer.status_code, rpcs(browsing))


def test_each_log_is_asked_and_each_row_says_whose_it_is(browsing: Browsing) -> None:
    said = {"person": PERSON_ID, "action": "alerts:", "reason": WHY}
    said |= {"begins_at": "01/07/2026", "ends_at": "02/07/2026"}
    answer = browsing.post(AUDIT, said)
    page = unescape(answer.text)
    assert (200, ["SearchAudit"] * 6) == (answer.status_code, rpcs(browsing))
    heard = browsing.gateway.backend.heard[0].message
    assert (PERSON_ID, "alerts:", WHY) == (heard.person, heard.action, heard.reason)
    # British Summer Time: the day begins at eleven in the evening, and the last one is searched.
    assert datetime(2026, 6, 30, 23, tzinfo=UTC) == heard.begins_at.ToDatetime(UTC)
    assert datetime(2026, 7, 2, 23, tzinfo=UTC) == heard.ends_at.ToDatetime(UTC)
    for each in (*SERVICES, "alerts:approve", REQUEST_ID, f"{PERSON_ID} (8c1f)", '{"version": 3}'):
        assert each in page
    assert 'name="page_token" value="the-place"' in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_address_is_looked_up_first_and_is_sent_to_no_log(browsing: Browsing) -> None:
    browsing.post(AUDIT, {"person": " owner@cafe.example ", "reason": WHY})
    first, *others = browsing.gateway.backend.heard
    assert ("FindSubject", "owner@cafe.example") == (first.rpc, first.message.email)
    assert [PERSON_ID] * 6 == [each.message.person for each in others]


def test_an_address_of_nobody_is_said_and_nothing_is_searched(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(SubscriberNotFound("None."), "FindSubject")
    answer = browsing.post(AUDIT, {"person": "nobody@cafe.example", "reason": WHY})
    assert (404, ["FindSubject"]) == (answer.status_code, rpcs(browsing))
    assert "Nobody has an account with that address." in unescape(answer.text)


def test_who_was_erased_is_nobody_and_logs_without_the_person_are_named(
    browsing: Browsing,
) -> None:
    gone = pb.AuditEntry()
    gone.CopyFrom(ENTRY)
    gone.actor_subject = ""
    browsing.gateway.backend.answers["SearchAudit"] = pb.SearchAuditResponse(entries=[gone])
    page = unescape(browsing.post(AUDIT, {"person": PERSON_ID, "reason": WHY}).text)
    assert "8c1f (nobody any more)" in page
    assert "nobody can tell which rows are theirs: identity, alerts" in page


def test_what_a_service_refuses_stands_at_its_field(browsing: Browsing) -> None:
    refused = Invalid(Violation("reason", "must have 10 to 500 characters, none of them NUL"))
    browsing.gateway.backend.refuse(refused, "SearchAudit")
    answer = browsing.post(AUDIT, {"reason": "short"})
    assert 400 == answer.status_code
    assert "must have 10 to 500 characters" in answer.text


@pytest.mark.parametrize("field", ["begins_at", "ends_at"])
@pytest.mark.parametrize("day", ["2026-07-01", "31/02/2026", "31/12/9999"])
def test_a_day_that_is_none_is_said_at_its_field(browsing: Browsing, field: str, day: str) -> None:
    if (field, day) == ("begins_at", "31/12/9999"):
        day = "x"
    answer = browsing.post(AUDIT, {field: day, "reason": WHY})
    assert (400, []) == (answer.status_code, rpcs(browsing))
    assert "must be a day" in answer.text


def test_without_a_fresh_second_factor_one_is_sent_to_prove_it(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(StepUpRequired("aal2", 900), "SearchAudit")
    answer = browsing.post(AUDIT, {"reason": WHY})
    assert 302 == answer.status_code
    assert "acr=aal2" in answer.headers["Location"]


def test_while_no_log_answers_it_is_not_said_that_there_is_nothing(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(Unavailable("Away."), "SearchAudit")
    answer = browsing.post(AUDIT, {"reason": WHY})
    assert 503 == answer.status_code
    assert "No row says all of that" not in answer.text
