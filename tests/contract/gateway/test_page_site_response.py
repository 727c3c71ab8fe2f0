"""The response level of one's premises, by the pages."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from chassis.errors import StaleVersion, Unavailable
from isp.alerts.v1 import site_response_pb2 as pb
from isp.alerts.v1 import site_responses_pb2 as rpc
from isp.alerts.v1 import threat_level_pb2
from services.alerts.domain.site_response import SiteNotFound, SiteResponseBelowNational
from tests.contract.gateway.browsing import SUBJECT, Browsing
from tests.contract.gateway.route import PREMISES_ID
from tests.contract.gateway.site_routes import OVER, SITE
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/premises"
HERE = f"{OWN}/{PREMISES_ID}/response"
FILLED = {
    "do": "set",
    "version": "3",
    "response": "EXCEPTIONAL",
    "reason": "A parade.",
    "since": "",
    "lasts": "7",
}


def stands(browsing: Browsing, *, may_set: bool = True, **given: object) -> None:
    site = pb.SiteResponse()
    site.CopyFrom(SITE)
    site.override.set_by = SUBJECT
    for name, value in given.items():
        if value is None:
            site.ClearField(name)
        else:
            setattr(site, name, value)
    browsing.gateway.backend.answers["GetSiteResponse"] = rpc.GetSiteResponseResponse(
        site=site, may_set=may_set
    )
    browsing.sign_in()


def read(browsing: Browsing, path: str = HERE) -> str:
    return unescape(main_of(browsing.get(path).text))


def test_both_levels_stand_beside_each_other_with_the_exact_wording(browsing: Browsing) -> None:
    stands(browsing)
    page = read(browsing)
    for said in (
        "Exceptional (your own level)",
        "The <most>.",
        "Substantial",
        "An attack is <likely>",
        "Heightened",
        "A <parade> passes.",
        "by you",
        "In an emergency call 999.",
    ):
        assert said in page, said
    assert SUBJECT not in page


def test_what_was_before_says_how_it_ended_and_leads_on(browsing: Browsing) -> None:
    stands(browsing)
    page = read(browsing)
    assert f"lifted: {OVER.ended_why}" in page
    assert f'href="{HERE}?page=next%2Bpage"' in page


def test_where_nothing_is_set_nobody_guesses(browsing: Browsing) -> None:
    stands(
        browsing,
        national=None,
        override=None,
        response=None,
        standing=pb.SITE_STANDING_FOLLOWS,
    )
    page = read(browsing)
    assert "This does not mean that the threat is low." in page
    assert "There is none" in page
    assert 'value="lift"' not in page


def test_who_is_no_lead_reads_and_cannot_set(browsing: Browsing) -> None:
    stands(browsing, may_set=False, standing=pb.SITE_STANDING_OVERTAKEN)
    page = read(browsing)
    assert "the threat level asks for more than your own level" in page
    assert "Only a security lead" in page
    assert "<form" not in page


def test_a_welsh_page_says_it_in_welsh(browsing: Browsing) -> None:
    stands(browsing)
    page = read(browsing, f"/cy{HERE}")
    assert "Y mwyaf" in page
    assert "Mae ymosodiad yn debygol" in page
    assert "An attack is" not in page


def test_a_lead_sets_a_level_for_a_time(browsing: Browsing) -> None:
    stands(browsing)
    before = datetime.now(UTC)
    answer = browsing.post(HERE, FILLED)
    assert (302, HERE) == (answer.status_code, answer.location)
    (said,) = heard(browsing, "SetSiteResponse")
    assert (3, "A parade.", False) == (said.expected_version, said.reason, said.HasField("since"))
    assert threat_level_pb2.RESPONSE_LEVEL_EXCEPTIONAL == said.response
    week = said.until.ToDatetime(tzinfo=UTC) - before
    assert timedelta(days=7) <= week < timedelta(days=7, minutes=5)
    assert "your colleagues are told" in browsing.get(HERE).text


def test_it_may_begin_later_by_londons_clocks(browsing: Browsing) -> None:
    stands(browsing)
    browsing.post(HERE, FILLED | {"since": "2026-07-01T09:00"})
    (said,) = heard(browsing, "SetSiteResponse")
    begins = datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert begins == said.since.ToDatetime(tzinfo=UTC)
    assert begins + timedelta(days=7) == said.until.ToDatetime(tzinfo=UTC)


def test_a_lead_lifts_it_and_says_why(browsing: Browsing) -> None:
    stands(browsing)
    refused = browsing.post(HERE, {"do": "lift", "version": "3", "lift_reason": ""})
    assert (400, True) == (refused.status_code, "Why it is lifted: this is needed" in refused.text)
    answer = browsing.post(HERE, {"do": "lift", "version": "3", "lift_reason": "Over."})
    assert (302, HERE) == (answer.status_code, answer.location)
    expected = rpc.LiftSiteResponseRequest(
        premises_id=PREMISES_ID, expected_version=3, reason="Over."
    )
    assert [expected] == heard(browsing, "LiftSiteResponse")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"response": ""}, "Response level: choose one"),
        ({"reason": ""}, "Why: this is needed"),
        ({"since": "soon"}, "must be a date and a time"),
        ({"lasts": "4"}, "For how long: choose from the list"),
    ],
    ids=str,
)
def test_what_is_typed_wrong_is_said_at_its_field(
    browsing: Browsing, given: dict[str, str], said: str
) -> None:
    stands(browsing)
    answer = browsing.post(HERE, FILLED | given)
    assert (400, True) == (answer.status_code, said in unescape(answer.text))
    assert [] == heard(browsing, "SetSiteResponse")


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (SiteResponseBelowNational("Said."), 409, "may do more than that"),
        (StaleVersion("Said."), 412, "changed since you read it"),
    ],
    ids=str,
)
def test_a_refusal_is_said_and_what_was_typed_is_kept(
    browsing: Browsing, refusal: Exception, status: int, said: str
) -> None:
    stands(browsing)
    browsing.gateway.backend.refuse(refusal, "SetSiteResponse")
    answer = browsing.post(HERE, FILLED)
    assert status == answer.status_code
    assert said in unescape(answer.text)
    assert "A parade." in answer.text


def test_an_unknown_button_and_another_organisations_premises_are_refused(
    browsing: Browsing,
) -> None:
    stands(browsing)
    assert 400 == browsing.post(HERE, FILLED | {"do": "all"}).status_code
    browsing.gateway.backend.refuse(SiteNotFound("None."), "GetSiteResponse")
    assert 404 == browsing.get(HERE).status_code


def test_the_list_of_premises_says_what_counts_at_each(browsing: Browsing) -> None:
    browsing.sign_in()
    page = read(browsing, OWN)
    assert "Exceptional (your own level)" in page
    assert f'href="{HERE}"' in page
    browsing.gateway.backend.answers["ListSiteResponses"] = rpc.ListSiteResponsesResponse()
    assert "known in a moment" in read(browsing, OWN)
    browsing.gateway.backend.refuse(Unavailable("Away."), "ListSiteResponses")
    assert "cannot be shown at the moment" in read(browsing, OWN)
