"""SubscriptionsService: from a postcode to alerts and to their end, and nothing given away."""

from typing import Any
from uuid import uuid4

import pytest

from isp.identity.v1 import subscriptions_pb2 as pb
from isp.identity.v1.subscriptions_pb2_grpc import SubscriptionsServiceStub
from services.identity.domain.consent import NEWEST
from services.identity.domain.events import RecipientChanged
from services.identity.domain.location import Location
from tests.contract.identity.conftest import CALLBACK_SECRET
from tests.contract.identity.office import Office
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.serving import Refused, Served, refusal
from tests.fakes.subscriptions import PHONE, SHOP, a_subscription, digest

EMAIL = pb.SUBSCRIPTION_CHANNEL_EMAIL
SMS = pb.SUBSCRIPTION_CHANNEL_SMS


def asking(**given: Any) -> pb.StartSubscriptionRequest:
    """Return a good request under a new key, unless said otherwise."""
    said: dict[str, Any] = {
        "postcode": "sw1a 1aa",
        "channel": EMAIL,
        "address": SHOP.address,
        "language": "en",
        "wording_version": NEWEST,
        "idempotency_key": str(uuid4()),
    }
    return pb.StartSubscriptionRequest(**said | given)


def refused(subscriptions: SubscriptionsServiceStub, rpc: str, message: Any) -> Refused:
    with refusal() as said:
        getattr(subscriptions, rpc)(message)
    return said


def fields(said: Refused) -> list[str]:
    return sorted(each.field for each in said.said.violations)


def test_from_a_postcode_to_alerts_and_to_their_end_by_mail(
    subscriptions: SubscriptionsServiceStub, stores: MemoryIdentityStores
) -> None:
    subscriptions.StartSubscription(asking())
    token = stores.mails.waiting[-1].what.variables["token"]
    proof = pb.ConfirmSubscriptionRequest(token=token)
    made = subscriptions.ConfirmSubscription(proof)
    london = [pb.Region(code="LON", name="London")]
    assert pb.ConfirmSubscriptionResponse(channel=EMAIL, regions=london) == made
    assert made == subscriptions.ConfirmSubscription(proof)
    stop = stores.mails.waiting[-1].what.variables["stop_token"]
    for _ in range(2):
        answer = subscriptions.StopSubscription(pb.StopSubscriptionRequest(token=stop))
        assert pb.StopSubscriptionResponse() == answer
    told = [e.subscription for e in stores.outbox.events if isinstance(e, RecipientChanged)]
    assert [(1, True), (2, False)] == [(each.version, each.active) for each in told]


@pytest.mark.parametrize("number", ["07700 900123", "+44 7700 900123", "+44 (0)7700-900-123"])
def test_from_a_postcode_to_alerts_and_to_their_end_by_text(
    subscriptions: SubscriptionsServiceStub, stores: MemoryIdentityStores, number: str
) -> None:
    asked = subscriptions.StartSubscription(asking(channel=SMS, address=number))
    (text,) = stores.texts.kept
    assert PHONE.address == text.what.to
    proof = pb.ConfirmSubscriptionRequest(
        request_id=asked.request_id, code=f" {text.what.variables['code']} "
    )
    assert SMS == subscriptions.ConfirmSubscription(proof).channel
    stop = pb.ReceiveTextMessageRequest(
        secret=CALLBACK_SECRET, source_number="447700900123", text="Stop"
    )
    subscriptions.ReceiveTextMessage(stop)
    left = stores.subscriptions.find(digest(PHONE))
    assert left is not None
    assert not left.active


def test_a_known_address_is_answered_the_very_same(
    office: Office, subscriptions: SubscriptionsServiceStub, stores: MemoryIdentityStores
) -> None:
    known = stores.subscribers.kept[office.person().subject].profile.email
    stores.subscriptions.add(a_subscription())
    for address in (known, SHOP.address, "new@corner.example"):
        answer = subscriptions.StartSubscription(asking(address=address))
        assert {"request_id"} == {field.name for field, _ in answer.ListFields()}
    assert 3 == len(stores.subscription_requests.kept) == len(stores.mails.waiting)
    for address in (known, SHOP.address, "new@corner.example"):
        asked = pb.RequestStopRequest(channel=EMAIL, address=address)
        assert pb.RequestStopResponse() == subscriptions.RequestStop(asked)
    assert 6 == len(stores.mails.waiting)


def test_the_same_key_gives_the_same_request(subscriptions: SubscriptionsServiceStub) -> None:
    asked = asking()
    assert subscriptions.StartSubscription(asked) == subscriptions.StartSubscription(asked)
    other = asking(idempotency_key=asked.idempotency_key, postcode="CF10 1EP")
    said = refused(subscriptions, "StartSubscription", other)
    assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == said.status_and_reason


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"postcode": ""}, ["postcode"]),
        ({"postcode": "SW1A"}, ["postcode"]),
        ({"postcode": "JE1 1AA"}, ["postcode"]),
        ({"channel": 0}, ["address"]),
        ({"channel": 99}, ["address"]),
        ({"address": ""}, ["address"]),
        ({"address": "07700 900123"}, ["address"]),
        ({"address": "two@shop.example, three@shop.example"}, ["address"]),
        ({"channel": SMS}, ["address"]),
        ({"channel": SMS, "address": "020 7946 0018"}, ["address"]),
        ({"channel": SMS, "address": "+1 202 555 0123"}, ["address"]),
        ({"channel": SMS, "address": "07911 123456 ext. 5"}, ["address"]),
        ({"channel": SMS, "address": "0" * 10_000}, ["address"]),
        ({"channel": SMS, "address": "+447700900123\x00"}, ["address"]),
        ({"language": "fr"}, ["language"]),
        ({"wording_version": ""}, ["wording_version"]),
        ({"wording_version": "1999-01"}, ["wording_version"]),
        ({"idempotency_key": "k"}, ["idempotency_key"]),
        (
            {"postcode": "x", "address": "x", "language": "x", "wording_version": "x"},
            ["address", "language", "postcode", "wording_version"],
        ),
    ],
)
def test_each_field_that_is_wrong_is_named(
    subscriptions: SubscriptionsServiceStub,
    stores: MemoryIdentityStores,
    given: dict[str, Any],
    expected: list[str],
) -> None:
    said = refused(subscriptions, "StartSubscription", asking(**given))
    assert "INVALID_ARGUMENT" == said.status_and_reason[0]
    named = ["channel"] if "channel" in given and given["channel"] in {0, 99} else expected
    assert named == fields(said)
    assert ({}, [], []) == (
        stores.subscription_requests.kept,
        stores.mails.waiting,
        stores.texts.kept,
    )


@pytest.mark.parametrize("number", ["07911 123456", "+353 86 123 4567", "+447624494365"])
def test_a_mobile_here_or_next_door_is_taken(
    subscriptions: SubscriptionsServiceStub, stores: MemoryIdentityStores, number: str
) -> None:
    subscriptions.StartSubscription(asking(channel=SMS, address=number))
    assert stores.texts.kept[0].what.to.startswith("+")


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        ({}, ["code", "request_id"]),
        ({"request_id": str(uuid4())}, ["code"]),
        ({"request_id": str(uuid4()), "code": "12345"}, ["code"]),
        ({"request_id": str(uuid4()), "code": "١٢٣٤٥٦"}, ["code"]),
        ({"code": "123456"}, ["request_id"]),
        ({"token": "t", "code": "123456"}, ["token"]),
        ({"token": "t" * 201}, ["token"]),
        ({"token": "\x00"}, ["token"]),
    ],
)
def test_a_proof_that_cannot_be_is_refused_by_name(
    subscriptions: SubscriptionsServiceStub, proof: dict[str, str], expected: list[str]
) -> None:
    message = pb.ConfirmSubscriptionRequest(**proof)
    said = refused(subscriptions, "ConfirmSubscription", message)
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert expected == fields(said)


@pytest.mark.parametrize(
    ("rpc", "message", "reason"),
    [
        (
            "ConfirmSubscription",
            pb.ConfirmSubscriptionRequest(token="t"),
            "SUBSCRIPTION_REQUEST_NOT_FOUND",
        ),
        (
            "ConfirmSubscription",
            pb.ConfirmSubscriptionRequest(request_id=str(uuid4()), code="123456"),
            "SUBSCRIPTION_REQUEST_NOT_FOUND",
        ),
        ("StopSubscription", pb.StopSubscriptionRequest(token="t"), "SUBSCRIPTION_NOT_FOUND"),
    ],
)
def test_what_was_never_given_is_not_found(
    subscriptions: SubscriptionsServiceStub, rpc: str, message: Any, reason: str
) -> None:
    assert ("NOT_FOUND", reason) == refused(subscriptions, rpc, message).status_and_reason


def test_a_wrong_code_is_said_and_counted(
    subscriptions: SubscriptionsServiceStub, stores: MemoryIdentityStores
) -> None:
    asked = subscriptions.StartSubscription(asking(channel=SMS, address=PHONE.address))
    right = stores.texts.kept[0].what.variables["code"]
    wrong = "000000" if right != "000000" else "000001"
    guess = pb.ConfirmSubscriptionRequest(request_id=asked.request_id, code=wrong)
    for _ in range(5):
        said = refused(subscriptions, "ConfirmSubscription", guess)
        assert ("INVALID_ARGUMENT", "WRONG_CODE") == said.status_and_reason
        assert ["code"] == fields(said)
    last = pb.ConfirmSubscriptionRequest(request_id=asked.request_id, code=right)
    said = refused(subscriptions, "ConfirmSubscription", last)
    assert ("NOT_FOUND", "SUBSCRIPTION_REQUEST_NOT_FOUND") == said.status_and_reason


def test_a_postcode_is_answered_with_what_a_page_says(
    subscriptions: SubscriptionsServiceStub, stores: MemoryIdentityStores
) -> None:
    found = subscriptions.ResolvePostcode(pb.ResolvePostcodeRequest(postcode="ig7 4pd"))
    assert ("IG7 4PD", "IG7", False) == (found.postcode, found.outward_code, found.exact)
    assert ["London", "Eastern"] == [each.name for each in found.regions]
    stores.postcodes.kept["IG7 4PD"] = "EAST"
    exact = subscriptions.ResolvePostcode(pb.ResolvePostcodeRequest(postcode="ig7 4pd"))
    assert (["EAST"], True) == ([each.code for each in exact.regions], exact.exact)
    assert not exact.HasField("latitude")
    stores.postcodes.points["IG7 4PD"] = Location(latitude=51.6, longitude=0.1)
    exact = subscriptions.ResolvePostcode(pb.ResolvePostcodeRequest(postcode="ig7 4pd"))
    assert (51.6, 0.1) == (exact.latitude, exact.longitude)
    said = refused(subscriptions, "ResolvePostcode", pb.ResolvePostcodeRequest(postcode="GY1 1AA"))
    assert ("INVALID_ARGUMENT", "POSTCODE_NOT_COVERED") == said.status_and_reason


def test_the_words_are_shown_in_the_language_asked_for(
    subscriptions: SubscriptionsServiceStub,
) -> None:
    for language in ("en", "cy"):
        shown = subscriptions.GetConsentWording(pb.GetConsentWordingRequest(language=language))
        assert (NEWEST, language) == (shown.wording_version, shown.language)
        assert shown.text
    said = refused(subscriptions, "GetConsentWording", pb.GetConsentWordingRequest(language="fr"))
    assert ["language"] == fields(said)


@pytest.mark.parametrize("secret", ["wrong", CALLBACK_SECRET.upper(), f"{CALLBACK_SECRET} "])
def test_only_the_provider_hands_texts_over(
    subscriptions: SubscriptionsServiceStub, stores: MemoryIdentityStores, secret: str
) -> None:
    stores.subscriptions.add(a_subscription(PHONE))
    text = pb.ReceiveTextMessageRequest(secret=secret, source_number=PHONE.address, text="STOP")
    said = refused(subscriptions, "ReceiveTextMessage", text)
    assert ("UNAUTHENTICATED", "CALLBACK_REFUSED") == said.status_and_reason
    assert all(each.active for each in stores.subscriptions.kept.values())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"secret": ""}, "secret"),
        ({"secret": "x" * 201}, "secret"),
        ({"source_number": "shortcode"}, "source_number"),
        ({"source_number": ""}, "source_number"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "\x00"}, "text"),
    ],
)
def test_a_text_that_cannot_be_is_refused_by_name(
    subscriptions: SubscriptionsServiceStub, given: dict[str, str], field: str
) -> None:
    said = {"secret": CALLBACK_SECRET, "source_number": PHONE.address, "text": "STOP"} | given
    text = pb.ReceiveTextMessageRequest(**said)
    assert [field] == fields(refused(subscriptions, "ReceiveTextMessage", text))


def test_an_area_of_postcodes_is_a_circle_for_who_has_an_account(
    server: Served, subscriptions: SubscriptionsServiceStub, stores: MemoryIdentityStores
) -> None:
    stores.postcodes.points["IG7 4PD"] = Location(latitude=51.6, longitude=0.1)
    asked = pb.GetPostcodeAreaRequest(area="ig7")
    found = subscriptions.GetPostcodeArea(asked, metadata=server.caller().metadata)
    assert ("IG7", 51.6, 0.1, 1) == (
        found.area,
        found.latitude,
        found.longitude,
        found.radius_metres,
    )
    said = refused(subscriptions, "GetPostcodeArea", asked)
    assert "UNAUTHENTICATED" == said.status_and_reason[0]
