"""What is held of somebody without an account, as they meet it in a browser."""

import json
import re
from typing import Any

import pytest

from chassis.errors import Invalid, Violation
from isp.identity.v1 import held_pb2 as pb
from isp.identity.v1.subscriptions_pb2 import SUBSCRIPTION_CHANNEL_EMAIL, SUBSCRIPTION_CHANNEL_SMS
from services.identity.domain.errors import PostcodeNotCovered
from services.identity.domain.held import LookNotFound, PostcodeNotHeld
from tests.contract.gateway.browsing import Browsing, cookies_of
from tests.contract.gateway.held_routes import HELD, READ

ASK = "/alerts/by-post-code/held"
OPEN, COPY, MOVE, ERASE = (f"{ASK}/{each}" for each in ("open", "copy", "postcode", "erasure"))
LOOK = {"look": "l"}
MOVING = LOOK | {"from_postcode": "SW1A 1AA", "to_postcode": "cf10 1ep"}


@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize("path", ["/alerts/by-post-code", "/alerts/by-post-code/stop"])
def test_the_way_to_it_stands_where_people_come(browsing: Browsing, prefix: str, path: str) -> None:
    assert f'href="{prefix}{ASK}"' in browsing.get(prefix + path).text


@pytest.mark.parametrize(
    ("typed", "channel", "address"),
    [
        ({"email": "a@b.example", "phone": ""}, SUBSCRIPTION_CHANNEL_EMAIL, "a@b.example"),
        ({"email": "", "phone": "07700 900123"}, SUBSCRIPTION_CHANNEL_SMS, "07700 900123"),
    ],
)
def test_one_asks_and_is_told_the_same_whoever_one_is(
    browsing: Browsing, typed: dict[str, str], channel: Any, address: str
) -> None:
    answer = browsing.post(ASK, typed)
    assert 200 == answer.status_code
    assert "If we hold anything about this" in answer.text
    assert [] == cookies_of(answer)
    assert (
        pb.RequestHeldRequest(channel=channel, address=address)
        == browsing.gateway.backend.only.message
    )


def test_an_address_that_is_none_is_said_at_its_field(browsing: Browsing) -> None:
    wrong = Invalid(Violation("address", "must be an e-mail address, like name@example.org"))
    browsing.gateway.backend.refuse(wrong, "RequestHeld")
    answer = browsing.post(ASK, {"email": "a b", "phone": ""})
    assert (400, True) == (answer.status_code, "must be an e-mail address" in answer.text)


def test_opening_takes_one_press_and_a_look_at_the_link_spends_nothing(browsing: Browsing) -> None:
    shown = browsing.get(f"{OPEN}?token=abc")
    assert re.search(r'name="token" value="abc"', shown.text)
    assert [] == browsing.gateway.backend.heard
    answer = browsing.post(OPEN, {"token": "abc"})
    assert pb.OpenHeldRequest(token="abc") == browsing.gateway.backend.only.message
    for said in ("owner@cafe.example", "SW1A 1AA", "I agree.", "London", 'name="look" value="l"'):
        assert said in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert [] == cookies_of(answer)


def test_a_copy_is_a_file_with_all_of_it(browsing: Browsing) -> None:
    answer = browsing.post(COPY, LOOK)
    assert READ["GetHeld"] == json.loads(answer.text)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_another_postcode_is_asked_for_and_shown(browsing: Browsing) -> None:
    answer = browsing.post(MOVE, MOVING)
    assert (200, True) == (answer.status_code, "Your postcode is changed." in answer.text)
    heard = browsing.gateway.backend.heard[-1].message
    assert pb.ChangeHeldPostcodeRequest(**MOVING) == heard


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (
            PostcodeNotCovered(
                Violation("to_postcode", "is in none of our regions, so we cannot warn about it")
            ),
            400,
            "New postcode: is in none of our regions",
        ),
        (PostcodeNotHeld("no"), 409, "Alerts have ended, or are not about this postcode."),
    ],
)
def test_a_postcode_that_is_refused_is_said_and_what_is_held_stays_there(
    browsing: Browsing, failure: Any, status: int, said: str
) -> None:
    browsing.gateway.backend.refuse(failure, "ChangeHeldPostcode")
    answer = browsing.post(MOVE, MOVING)
    assert (status, True, True) == (
        answer.status_code,
        said in answer.text,
        "owner@cafe.example" in answer.text,
    )


def test_of_several_postcodes_one_chooses_which_goes(browsing: Browsing) -> None:
    several = pb.Held()
    several.CopyFrom(HELD)
    several.subscription.postcodes.append("M1 1AE")
    browsing.gateway.backend.answers["GetHeld"] = pb.GetHeldResponse(held=several)
    answer = browsing.post(MOVE, MOVING | {"from_postcode": "EH1 1AA"})
    assert (400, True) == (answer.status_code, "choose from the list" in answer.text)
    assert re.search(r'<select[^>]* name="from_postcode"', answer.text)
    assert "M1 1AE" in answer.text


def test_erasing_is_ticked_for(browsing: Browsing) -> None:
    answer = browsing.post(ERASE, LOOK)
    assert (400, True) == (answer.status_code, "tick it if you are" in answer.text)
    assert ["GetHeld"] == [each.rpc for each in browsing.gateway.backend.heard]
    browsing.gateway.backend.heard.clear()
    done = browsing.post(ERASE, LOOK | {"sure": "yes"})
    assert (200, True) == (done.status_code, "the address is forgotten" in done.text)
    assert pb.EraseHeldRequest(look="l") == browsing.gateway.backend.only.message


@pytest.mark.parametrize(
    ("path", "said"),
    [(OPEN, {"token": "x"}), (COPY, LOOK), (MOVE, MOVING), (ERASE, LOOK | {"sure": "yes"})],
)
def test_what_is_over_is_one_page_whatever_one_wanted(
    browsing: Browsing, path: str, said: dict[str, str]
) -> None:
    browsing.gateway.backend.refuse(LookNotFound("gone"))
    answer = browsing.post(path, said)
    assert (404, True) == (answer.status_code, "was used, or is too old" in answer.text)
