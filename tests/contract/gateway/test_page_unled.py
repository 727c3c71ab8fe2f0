"""The desk of organisations that nobody runs."""

from html import unescape

import pytest

from services.identity.domain import membership_errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ORGANISATION_ID, PERSON_ID
from tests.contract.gateway.test_page_asking import heard, main_of

LIST = "/desk/organisations"
ONE = f"{LIST}/{ORGANISATION_ID}"
WHY = "Its admin is suspended."


@pytest.fixture
def officer(browsing: Browsing) -> Browsing:
    browsing.sign_in()
    return browsing


def test_the_queue_leads_to_each(officer: Browsing) -> None:
    page = officer.get(LIST).text
    assert "Hall &lt;b&gt;" in page
    assert f'href="{ONE}"' in page
    assert f'href="{LIST}?page=next%2Bpage"' in page
    assert "3 o bobl" in main_of(officer.get(f"/cy{LIST}").text)


def test_one_is_shown_with_who_could_run_it(officer: Browsing) -> None:
    page = main_of(officer.get(ONE).text)
    assert "Bob Lee" in page
    assert f'value="{PERSON_ID}"' in page


def test_somebody_is_appointed(officer: Browsing) -> None:
    done = officer.post(ONE, {"subject": PERSON_ID, "reason": WHY})
    assert (302, LIST) == (done.status_code, done.location)
    said = heard(officer, "AppointOrganisationAdmin")[0]
    assert (ORGANISATION_ID, PERSON_ID, WHY) == (said.organisation_id, said.subject, said.reason)


@pytest.mark.parametrize("fields", [{"subject": PERSON_ID}, {"reason": WHY}, {"subject": "x"}])
def test_what_is_missing_is_said(officer: Browsing, fields: dict[str, str]) -> None:
    assert 400 == officer.post(ONE, {"subject": "", "reason": ""} | fields).status_code
    assert [] == heard(officer, "AppointOrganisationAdmin")


def test_what_was_refused_is_said(officer: Browsing) -> None:
    backend = officer.gateway.backend
    backend.refuse(membership_errors.MemberNotFound("x"), "AppointOrganisationAdmin")
    assert 404 == officer.post(ONE, {"subject": PERSON_ID, "reason": WHY}).status_code
    backend.refuse(membership_errors.AppointedBySuspender("x"), "GetUnledOrganisation")
    refused = officer.get(ONE)
    assert (302, LIST) == (refused.status_code, refused.location)
    assert "another officer says who runs it now" in unescape(officer.get(LIST).text)
