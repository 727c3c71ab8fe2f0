"""How one is told by the pages: one page for language, quiet hours, addresses and devices."""

import pytest

from chassis.errors import Invalid, Violation
from isp.identity.v1 import channels_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from services.identity.domain import channel_errors, errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import KEY, REQUEST_ID, SUBSCRIPTION_ID
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/telling"
NEW = f"{OWN}/new"
CODE = f"{OWN}/code/{REQUEST_ID}"
CONFIRM = f"{OWN}/confirm"
SMS = subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def test_the_account_leads_to_it(browsing: Browsing) -> None:
    assert f'href="{OWN}"' in browsing.get("/account").text
    assert f'href="/cy{OWN}"' in browsing.get("/cy/account").text


def test_everything_stands_on_one_page(browsing: Browsing) -> None:
    page = main_of(browsing.get(OWN).text)
    for word in ("owner@cafe.example", "SW1A 1AA", "+447700900123", "CF10 1EP", "22:00"):
        assert word in page
    for path in ("/account/alert-mails", "/alerts/browser", NEW):
        assert f'href="{path}"' in page


@pytest.mark.parametrize(
    ("typed", "quiet"),
    [
        ({"starts": "1320", "ends": "420"}, pb.QuietHours(from_minute=1320, until_minute=420)),
        ({"starts": "0", "ends": "30"}, pb.QuietHours(from_minute=0, until_minute=30)),
        ({"starts": "", "ends": ""}, None),
    ],
)
def test_quiet_hours_and_language_are_kept(
    browsing: Browsing, typed: dict[str, str], quiet: pb.QuietHours | None
) -> None:
    kept = browsing.post(OWN, typed | {"language": "cy"})
    assert (302, OWN) == (kept.status_code, kept.location)
    assert [pb.SetTellingRequest(language="cy", quiet_hours=quiet)] == heard(browsing, "SetTelling")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"language": "", "starts": "", "ends": ""}, "choose one"),
        ({"language": "en", "starts": "1320", "ends": ""}, "say both times, or neither"),
        ({"language": "en", "starts": "7", "ends": "30"}, "choose from the list"),
    ],
)
def test_what_is_wrong_is_said(browsing: Browsing, typed: dict[str, str], said: str) -> None:
    page = browsing.post(OWN, typed)
    assert (400, True) == (page.status_code, said in page.text)
    assert [] == heard(browsing, "SetTelling")


def test_a_phone_is_added_and_confirmed_by_its_code(browsing: Browsing) -> None:
    sent = browsing.post(NEW, {"channel": "SMS", "address": "07700 900123", "key": KEY})
    assert (302, CODE) == (sent.status_code, sent.location)
    assert [
        pb.AddChannelRequest(channel=SMS, address="07700 900123", idempotency_key=KEY)
    ] == heard(browsing, "AddChannel")
    done = browsing.post(CODE, {"code": "123456"})
    assert (302, OWN) == (done.status_code, done.location)
    assert [pb.ConfirmChannelRequest(request_id=REQUEST_ID, code="123456")] == heard(
        browsing, "ConfirmChannel"
    )


def test_an_address_is_added_and_confirmed_by_its_link(browsing: Browsing) -> None:
    sent = browsing.post(NEW, {"channel": "EMAIL", "address": "b@cafe.example", "key": KEY})
    assert (302, OWN) == (sent.status_code, sent.location)
    assert 'value="abc"' in browsing.get(f"{CONFIRM}?token=abc").text
    assert OWN == browsing.post(CONFIRM, {"token": "abc"}).location
    assert [pb.ConfirmChannelRequest(token="abc")] == heard(browsing, "ConfirmChannel")


def test_why_nothing_is_added_is_said(browsing: Browsing) -> None:
    assert 400 == browsing.post(NEW, {"channel": "SMS", "address": ""}).status_code
    browsing.gateway.backend.refuse(channel_errors.TooManyChannels("x"), "AddChannel")
    page = browsing.post(NEW, {"channel": "SMS", "address": "07700 900123", "key": KEY})
    assert (429, True) == (page.status_code, "remove one" in page.text)


def test_another_code_is_said_at_its_field(browsing: Browsing) -> None:
    assert 400 == browsing.post(CODE, {"code": ""}).status_code
    wrong = errors.WrongCode(Violation("code", "is not the one that we sent"))
    browsing.gateway.backend.refuse(wrong, "ConfirmChannel")
    page = browsing.post(CODE, {"code": "000000"})
    assert (400, True) == (page.status_code, "is not the one that we sent" in page.text)


@pytest.mark.parametrize(
    "refusal",
    [
        channel_errors.ChannelRequestNotFound("x"),
        channel_errors.ChannelHeld("x"),
        Invalid(Violation("token", "x")),
    ],
)
def test_a_link_that_is_no_good_is_told(browsing: Browsing, refusal: Exception) -> None:
    browsing.gateway.backend.refuse(refusal, "ConfirmChannel")
    assert OWN == browsing.post(CONFIRM, {"token": "abc"}).location
    assert "govuk-notification-banner" in browsing.get(OWN).text


def test_an_address_is_removed(browsing: Browsing) -> None:
    done = browsing.post(f"{OWN}/further/{SUBSCRIPTION_ID}", {})
    assert (302, OWN) == (done.status_code, done.location)
    assert [pb.RemoveChannelRequest(channel_id=SUBSCRIPTION_ID)] == heard(browsing, "RemoveChannel")


def test_apps_that_cannot_be_shown_are_said(browsing: Browsing) -> None:
    from chassis.errors import Unavailable

    browsing.gateway.backend.refuse(Unavailable("away"), "ListDevices")
    assert "Your apps cannot be shown at the moment." in browsing.get(OWN).text
