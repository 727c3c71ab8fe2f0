"""One's premises by the pages: named, changed, removed, whatever goes wrong."""

from html import unescape

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid, StaleVersion, Violation
from isp.identity.v1 import premises_pb2 as pb
from services.identity.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.premises_routes import PREMISES
from tests.contract.gateway.route import KEY, PREMISES_ID
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/premises"
NEW = f"{OWN}/new"
ONE = f"{OWN}/{PREMISES_ID}"
TYPED = {
    "name": "The shop",
    "address_lines": " 1 Example Street \r\n\r\nLondon\r\n",
    "postcode": "sw1a1aa",
    "type": "shop",
    "capacity": "1,250",
    "key": KEY,
}
HEARD = {
    "name": "The shop",
    "address_lines": ["1 Example Street", "London"],
    "postcode": "sw1a1aa",
    "type": "shop",
    "capacity": 1250,
}


def there(browsing: Browsing, **given: object) -> None:
    found = pb.Premises()
    found.CopyFrom(PREMISES)
    found.MergeFrom(pb.Premises(**given))  # type: ignore[arg-type] # as the test says
    browsing.gateway.backend.answers["GetPremises"] = pb.GetPremisesResponse(premises=found)


def test_the_account_leads_to_ones_premises(browsing: Browsing) -> None:
    browsing.sign_in()
    assert f'href="{OWN}"' in browsing.get("/account").text
    assert f'href="/cy{OWN}"' in browsing.get("/cy/account").text


def test_they_are_listed_by_pages_with_what_may_be_done(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get(f"{OWN}?page=a%2Bb").text)
    assert "The &lt;b&gt;shop&lt;/b&gt;" in page
    assert "Cafe &lt;b&gt;" in page
    assert "1 Example Street, London, SW1A\u00a01AA" in page
    assert "Shop or shopping centre · London · 250 people at most" in page
    for path in (NEW, ONE, f"{ONE}/remove", f"{OWN}?page=next%2Bpage"):
        assert f'href="{path}"' in page
    assert [pb.ListPremisesRequest(page_size=20, page_token="a+b")] == heard(
        browsing, "ListPremises"
    )
    browsing.gateway.backend.answers["ListPremises"] = pb.ListPremisesResponse()
    assert "There are none yet." in browsing.get(OWN).text
    assert "Siop neu ganolfan siopa" not in page


def test_who_belongs_to_no_organisation_names_one_first(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(
        errors.OrganisationNotFound("You belong to no organisation yet."), "GetOrganisation"
    )
    page = browsing.get(OWN).text
    assert "You belong to no organisation yet." in page
    assert 'value="Cafe"' in page
    away = browsing.get(NEW)
    assert (302, OWN) == (away.status_code, away.location)
    refused = browsing.post(OWN, {"name": "", "key": KEY})
    assert 400 == refused.status_code
    assert "Business or organisation: this is needed" in refused.text
    made = browsing.post(OWN, {"name": "Cafe Ltd", "key": KEY})
    assert (302, NEW) == (made.status_code, made.location)
    assert [pb.CreateOrganisationRequest(name="Cafe Ltd", idempotency_key=KEY)] == heard(
        browsing, "CreateOrganisation"
    )


def test_who_has_one_already_is_led_to_it(browsing: Browsing) -> None:
    browsing.sign_in()
    refused = errors.OrganisationHeld("You belong to an organisation already.")
    browsing.gateway.backend.refuse(refused, "CreateOrganisation")
    answer = browsing.post(OWN, {"name": "Cafe Ltd", "key": KEY})
    assert (302, OWN) == (answer.status_code, answer.location)
    assert "You belong to an organisation already." in browsing.get(OWN).text


def test_premises_are_added_as_they_were_typed(browsing: Browsing) -> None:
    browsing.sign_in()
    answer = browsing.post(NEW, TYPED)
    assert (302, OWN) == (answer.status_code, answer.location)
    assert [pb.AddPremisesRequest(**HEARD, idempotency_key=KEY)] == heard(browsing, "AddPremises")
    assert "The premises were added." in browsing.get(OWN).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "What you call it: this is needed"),
        ({"address_lines": ""}, "Address, without the postcode: this is needed"),
        ({"postcode": ""}, "Postcode: this is needed"),
        ({"type": ""}, "What it is used for most: choose one"),
        ({"type": "castle"}, "What it is used for most: choose from the list"),
        ({"capacity": "many"}, "The most people there at once: must be a whole number"),
        ({"capacity": "0"}, "The most people there at once: must be a whole number"),
        ({"capacity": "1000001"}, "The most people there at once: must be a whole number"),
        ({"capacity": "٣"}, "The most people there at once: must be a whole number"),
        ({"capacity": "-5"}, "The most people there at once: must be a whole number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    browsing: Browsing, given: dict[str, str], said: str
) -> None:
    there(browsing)
    browsing.sign_in()
    for path, more in ((NEW, {}), (ONE, {"version": "3"})):
        page = browsing.post(path, TYPED | more | given)
        assert 400 == page.status_code
        assert "<title>Error:" in page.text
        assert said in unescape(page.text)
        kept = {"name": "The shop", "postcode": "sw1a1aa"} | given
        for name in ("name", "postcode"):
            if kept[name]:
                assert f'value="{kept[name]}"' in page.text
    assert [] == heard(browsing, "AddPremises") + heard(browsing, "UpdatePremises")


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (
            errors.PostcodeNotCovered(
                Violation("postcode", "is in none of our regions, so we cannot warn about it")
            ),
            400,
            "Postcode: is in none of our regions, so we cannot warn about it",
        ),
        (
            Invalid(Violation("address_lines[1]", "must have 1 to 100 characters in a line")),
            400,
            "Address, without the postcode: must have 1 to 100 characters in a line",
        ),
        (errors.TooManyPremises("Said."), 409, "has as many premises as one may have"),
        (IdempotencyKeyReused("Said."), 409, "You sent this form before, with other words"),
    ],
)
def test_what_the_service_refuses_is_said_on_the_form(
    browsing: Browsing, failure: Exception, status: int, said: str
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(failure, "AddPremises")
    page = browsing.post(NEW, TYPED)
    assert status == page.status_code
    assert said in unescape(page.text)
    assert 'value="The shop"' in page.text
    assert (f'value="{KEY}"' in page.text) is (status == 400)


def test_a_change_goes_out_at_the_version_that_was_read(browsing: Browsing) -> None:
    """A point that was given by other ways stays, unless the postcode is another."""
    there(browsing)
    browsing.sign_in()
    shown = main_of(browsing.get(ONE).text)
    assert 'name="version" value="3"' in shown
    assert "1 Example Street\nLondon</textarea>" in shown
    for postcode, kept in (("sw1a 1aa", True), ("M1 1AE", False)):
        answer = browsing.post(ONE, TYPED | {"version": "3", "postcode": postcode})
        assert (302, OWN) == (answer.status_code, answer.location)
        wanted = pb.UpdatePremisesRequest(
            premises_id=PREMISES_ID, expected_version=3, **HEARD | {"postcode": postcode}
        )
        if kept:
            wanted.location.CopyFrom(PREMISES.location)
        assert wanted == heard(browsing, "UpdatePremises")[-1]
    assert "The premises were changed." in browsing.get(OWN).text


def test_a_point_of_the_postcode_is_not_sent_back_as_given(browsing: Browsing) -> None:
    found = pb.Premises()
    found.CopyFrom(PREMISES)
    found.location_given = False
    browsing.gateway.backend.answers["GetPremises"] = pb.GetPremisesResponse(premises=found)
    browsing.sign_in()
    browsing.post(ONE, TYPED | {"version": "3"})
    (sent,) = heard(browsing, "UpdatePremises")
    assert isinstance(sent, pb.UpdatePremisesRequest)
    assert not sent.HasField("location")


def test_what_changed_meanwhile_is_shown_and_what_was_typed_kept(browsing: Browsing) -> None:
    there(browsing, version=9, name="Renamed by a colleague")
    browsing.sign_in()
    browsing.gateway.backend.refuse(StaleVersion("Said."), "UpdatePremises")
    page = browsing.post(ONE, TYPED | {"version": "3"})
    assert 412 == page.status_code
    assert "It changed since you read it." in page.text
    assert "Renamed by a colleague" in page.text
    assert 'name="version" value="9"' in page.text
    assert 'value="The shop"' in page.text


def test_removing_is_asked_for_once_more_and_then_said(browsing: Browsing) -> None:
    there(browsing)
    browsing.sign_in()
    page = main_of(browsing.get(f"{ONE}/remove").text)
    assert "It cannot be undone." in page
    assert "1 Example Street, London, SW1A\u00a01AA" in page
    answer = browsing.post(f"{ONE}/remove", {"version": "3"})
    assert (302, OWN) == (answer.status_code, answer.location)
    assert [pb.RemovePremisesRequest(premises_id=PREMISES_ID, expected_version=3)] == heard(
        browsing, "RemovePremises"
    )
    assert "The premises were removed." in browsing.get(OWN).text


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (StaleVersion("Said."), "It changed since you read it."),
        (errors.PremisesNotFound("Said."), "There are no such premises"),
    ],
)
def test_what_is_not_removed_is_said_to_be_there(
    browsing: Browsing, failure: Exception, said: str
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(failure, "RemovePremises")
    assert 302 == browsing.post(f"{ONE}/remove", {"version": "3"}).status_code
    page = browsing.get(OWN).text
    assert said in page
    assert "The premises were removed." not in page


@pytest.mark.parametrize("version", ["", "-1", "x", "1" * 19])
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, version: str) -> None:
    browsing.sign_in()
    for path in (ONE, f"{ONE}/remove"):
        assert 400 == browsing.post(path, TYPED | {"version": version}).status_code
    assert [] == heard(browsing, "UpdatePremises") + heard(browsing, "RemovePremises")


def test_anothers_premises_look_like_none(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.PremisesNotFound("There are no such premises."))
    pages = set()
    for premises_id in (PREMISES_ID, "99999999-9999-4999-8999-999999999999"):
        for path in (f"{OWN}/{premises_id}", f"{OWN}/{premises_id}/remove"):
            page = browsing.get(path)
            assert 404 == page.status_code
            pages.add(main_of(page.text))
    assert 1 == len(pages)
    assert 404 == browsing.post(ONE, TYPED | {"version": "3"}).status_code
