"""HeldService: what is held of an address, shown to whoever it belongs to and to nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from isp.identity.v1 import held_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from isp.identity.v1.held_pb2_grpc import HeldServiceStub
from services.identity.domain.events import RecipientChanged
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.serving import Refused, Served, refusal
from tests.fakes.subscriptions import (
    CARDIFF,
    NOON,
    PHONE,
    SHOP,
    a_request,
    a_subscription,
    digest,
)

EMAIL = subscriptions_pb2.SUBSCRIPTION_CHANNEL_EMAIL
SMS = subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS


@pytest.fixture
def held(server: Served) -> HeldServiceStub:
    return HeldServiceStub(server.channel)


@pytest.fixture
def known(stores: MemoryIdentityStores) -> Any:
    """A shop in London that confirmed its address."""
    there = a_subscription()
    stores.subscriptions.add(there)
    stores.subscription_requests.add(a_request(confirmed_at=NOON))
    return there


def asked(held: HeldServiceStub, stores: MemoryIdentityStores, address: str = SHOP.address) -> str:
    """Ask for a link, and return its token."""
    held.RequestHeld(pb.RequestHeldRequest(channel=EMAIL, address=address))
    return str(stores.mails.waiting[-1].what.variables["token"])


def opened(held: HeldServiceStub, stores: MemoryIdentityStores) -> pb.OpenHeldResponse:
    return held.OpenHeld(pb.OpenHeldRequest(token=asked(held, stores)))


def refused(held: HeldServiceStub, rpc: str, message: Any) -> Refused:
    with refusal() as said:
        getattr(held, rpc)(message)
    return said


NOT_FOUND = ("NOT_FOUND", "LOOK_NOT_FOUND")


def test_a_link_shows_all_that_is_held_and_no_secret(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any
) -> None:
    look = opened(held, stores)
    assert (EMAIL, SHOP.address) == (look.held.channel, look.held.address)
    there = look.held.subscription
    assert (["SW1A 1AA"], ["London"], True, False) == (
        list(there.postcodes),
        [each.name for each in there.regions],
        there.active,
        there.of_account,
    )
    (request,) = look.held.requests
    assert ("SW1A 1AA", True) == (request.postcode, bool(request.wording))
    assert NOON == request.confirmed_at.ToDatetime(tzinfo=NOON.tzinfo)
    assert ["held"] == [each.about for each in look.held.messages]
    shown = str(look.held)
    assert known.stop_token not in shown
    assert digest(SHOP) not in shown
    again = held.GetHeld(pb.GetHeldRequest(look=look.look))
    assert look.held == again.held


def test_a_link_is_good_once(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any
) -> None:
    token = asked(held, stores)
    look = held.OpenHeld(pb.OpenHeldRequest(token=token)).look
    assert NOT_FOUND == refused(held, "OpenHeld", pb.OpenHeldRequest(token=token)).status_and_reason
    for spent in (token, ""):
        message = pb.GetHeldRequest(look=spent)
        assert refused(held, "GetHeld", message).status_and_reason in {
            NOT_FOUND,
            ("INVALID_ARGUMENT", "INVALID"),
        }
    as_link = refused(held, "OpenHeld", pb.OpenHeldRequest(token=look))
    assert NOT_FOUND == as_link.status_and_reason


@pytest.mark.parametrize("address", [SHOP.address, "nobody@corner.example"])
def test_asking_is_answered_alike_and_does_the_same_work(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any, address: str
) -> None:
    answer = held.RequestHeld(pb.RequestHeldRequest(channel=EMAIL, address=address))
    assert pb.RequestHeldResponse() == answer
    assert (1, 1) == (len(stores.looks.kept), len(stores.mails.waiting))
    assert "en" == stores.mails.waiting[0].what.language


def test_a_link_to_an_address_of_which_nothing_is_held_opens_nothing(
    held: HeldServiceStub, stores: MemoryIdentityStores
) -> None:
    said = refused(held, "OpenHeld", pb.OpenHeldRequest(token=asked(held, stores)))
    assert NOT_FOUND == said.status_and_reason


def test_a_fourth_link_in_a_day_is_not_sent(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any
) -> None:
    stores.mails.moment = datetime.now(UTC)
    for _ in range(4):
        asked(held, stores)
    assert 3 == len(stores.mails.waiting)


def test_a_phone_is_sent_a_link_too(held: HeldServiceStub, stores: MemoryIdentityStores) -> None:
    stores.subscriptions.add(a_subscription(PHONE))
    held.RequestHeld(pb.RequestHeldRequest(channel=SMS, address="07700 900123"))
    token = stores.texts.kept[-1].what.variables["token"]
    look = held.OpenHeld(pb.OpenHeldRequest(token=token))
    assert (SMS, PHONE.address) == (look.held.channel, look.held.address)


def test_another_postcode_takes_the_place_of_one(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any
) -> None:
    look = opened(held, stores).look
    changed = held.ChangeHeldPostcode(
        pb.ChangeHeldPostcodeRequest(look=look, from_postcode="SW1A 1AA", to_postcode="cf10 1ep")
    )
    there = changed.held.subscription
    assert ([CARDIFF.text], ["WAL"]) == (
        list(there.postcodes),
        [each.code for each in there.regions],
    )
    (told,) = [e.subscription for e in stores.outbox.events if isinstance(e, RecipientChanged)]
    assert (2, frozenset({"WAL"})) == (told.version, told.regions)


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ("", "CF10 1EP", ["from_postcode"]),
        ("SW1A 1AA", "nowhere", ["to_postcode"]),
        ("x", "y", ["from_postcode", "to_postcode"]),
    ],
)
def test_what_is_no_postcode_is_named(
    held: HeldServiceStub,
    stores: MemoryIdentityStores,
    known: Any,
    old: str,
    new: str,
    fields: list[str],
) -> None:
    look = opened(held, stores).look
    message = pb.ChangeHeldPostcodeRequest(look=look, from_postcode=old, to_postcode=new)
    said = refused(held, "ChangeHeldPostcode", message)
    assert fields == sorted(each.field for each in said.said.violations)


def test_a_postcode_outside_our_regions_and_one_of_others_are_refused(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any
) -> None:
    look = opened(held, stores).look
    for old, new, why in (
        ("SW1A 1AA", "JE1 1AA", ("INVALID_ARGUMENT", "POSTCODE_NOT_COVERED")),
        ("SW1A 2AA", "CF10 1EP", ("FAILED_PRECONDITION", "POSTCODE_NOT_HELD")),
    ):
        message = pb.ChangeHeldPostcodeRequest(look=look, from_postcode=old, to_postcode=new)
        assert why == refused(held, "ChangeHeldPostcode", message).status_and_reason
    assert known == stores.subscriptions.find(digest(SHOP))


def test_erasing_ends_alerts_and_forgets_the_address_at_once(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any
) -> None:
    look = opened(held, stores).look
    assert pb.EraseHeldResponse() == held.EraseHeld(pb.EraseHeldRequest(look=look))
    left = stores.subscriptions.find(digest(SHOP))
    assert left is not None
    assert (None, (), False) == (left.contact, left.postcodes, left.active)
    assert {} == stores.subscription_requests.kept
    assert ([], [], []) == (stores.mails.waiting, stores.mails.told, stores.looks.kept)
    told = [e.subscription for e in stores.outbox.events if isinstance(e, RecipientChanged)]
    assert told[-1].contact is None
    assert NOT_FOUND == refused(held, "GetHeld", pb.GetHeldRequest(look=look)).status_and_reason


def test_what_was_asked_and_never_confirmed_is_shown_and_erased_too(
    held: HeldServiceStub, stores: MemoryIdentityStores
) -> None:
    stores.subscription_requests.add(a_request())
    look = opened(held, stores)
    assert not look.held.HasField("subscription")
    assert [False] == [each.HasField("confirmed_at") for each in look.held.requests]
    held.EraseHeld(pb.EraseHeldRequest(look=look.look))
    assert {} == stores.subscription_requests.kept


def test_one_who_stopped_sees_until_when_it_is_kept(
    held: HeldServiceStub, stores: MemoryIdentityStores
) -> None:
    stores.subscriptions.add(a_subscription().stopped(NOON))
    look = opened(held, stores)
    there = look.held.subscription
    until = there.forgotten_at.ToDatetime(tzinfo=NOON.tzinfo)
    assert (False, NOON + timedelta(days=30)) == (there.active, until)
    message = pb.ChangeHeldPostcodeRequest(
        look=look.look, from_postcode="SW1A 1AA", to_postcode="CF10 1EP"
    )
    said = refused(held, "ChangeHeldPostcode", message)
    assert ("FAILED_PRECONDITION", "POSTCODE_NOT_HELD") == said.status_and_reason
    held.EraseHeld(pb.EraseHeldRequest(look=look.look))
    left = stores.subscriptions.find(digest(SHOP))
    assert left is not None
    assert left.contact is None


@pytest.mark.parametrize("rpc", ["GetHeld", "EraseHeld"])
def test_a_look_that_was_never_given_shows_and_ends_nothing(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any, rpc: str
) -> None:
    message = getattr(pb, f"{rpc}Request")(look=uuid4().hex)
    assert NOT_FOUND == refused(held, rpc, message).status_and_reason
    assert known == stores.subscriptions.find(digest(SHOP))


def test_a_link_alone_looks_at_nothing_before_it_is_opened(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any
) -> None:
    token = asked(held, stores)
    said = refused(held, "GetHeld", pb.GetHeldRequest(look=token))
    assert NOT_FOUND == said.status_and_reason


def test_the_record_knows_the_address_by_its_keyed_digest(
    held: HeldServiceStub, stores: MemoryIdentityStores, known: Any
) -> None:
    look = opened(held, stores).look
    held.EraseHeld(pb.EraseHeldRequest(look=look))
    acts = [row[2] for row in stores.audit.rows if "held" in row[1]]
    assert [digest(SHOP)] * 3 == acts
