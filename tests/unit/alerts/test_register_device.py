"""A person has an app notified."""

from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused
from services.alerts.domain.device import MOST_OF_A_PERSON, AppToken, Platform, Registration
from services.alerts.domain.device_errors import DeviceNotFound, MobilePushOff, TooManyDevices
from services.alerts.domain.recipient import Address, Channel, Recipient
from services.alerts.usecases.register_device import RegisterDevice
from services.alerts.usecases.remove_device import RemoveDevice
from tests.fakes.alerts import READER, key, person
from tests.fakes.devices import TOKEN, app
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def register(unit_of_work, clock) -> RegisterDevice:
    return RegisterDevice(unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), notifies=True)


def said(token: str = TOKEN, **given) -> Registration:
    platform = given.pop("platform", Platform.ANDROID)
    return Registration(**{"token": app(token, platform), "name": "Till", "language": "cy"} | given)


def address_of(stores, device_id) -> Address | None:
    return stores.recipients.find(device_id).address_for(Channel.MOBILE_PUSH)


def test_it_is_kept_in_their_name_and_the_same_key_does_it_once(register, stores) -> None:
    made = register(READER, said=said(), key=key())
    assert made == register(READER, said=said(), key=key())
    kept = stores.recipients.find(made.device.device_id)
    assert ("reader", "cy", 1, True) == (kept.subject, kept.language, kept.version, kept.active)
    assert app() == AppToken.of_address(kept.address_for(Channel.MOBILE_PUSH).address)
    assert ("Till", Platform.ANDROID, "cy", True) == (
        made.device.name,
        made.device.platform,
        made.language,
        made.reachable,
    )
    assert ["alerts.device-registered"] == [each.metric for each in stores.outbox.events]
    assert TOKEN not in repr(stores)


def test_another_body_under_the_same_key_is_refused(register) -> None:
    register(READER, said=said(), key=key())
    with pytest.raises(IdempotencyKeyReused):
        register(READER, said=said("another-token"), key=key(body=b"2" * 32))


def test_a_key_that_comes_again_brings_no_removed_device_back(
    register, unit_of_work, clock, stores
) -> None:
    made = register(READER, said=said(), key=key())
    RemoveDevice(unit_of_work=unit_of_work, clock=clock)(READER, device_id=made.device.device_id)
    with pytest.raises(DeviceNotFound):
        register(READER, said=said(), key=key())
    assert {} == stores.devices.kept


def test_a_device_keeps_its_id_while_its_token_changes(register, stores) -> None:
    """So that whoever was sent an alert there is told of its end."""
    first = register(READER, said=said(), key=key()).device
    changed = said("another-token", earlier=first.device_id, name="Door", language="en")
    after = register(READER, said=changed, key=key("2"))
    assert (first.device_id, first.registered_at) == (
        after.device.device_id,
        after.device.registered_at,
    )
    assert ("Door", "en") == (after.device.name, after.language)
    assert changed.token.address == address_of(stores, first.device_id).address
    assert [after.device] == list(stores.devices.of("reader"))


def test_the_same_token_is_the_same_device_and_reached_again(register, stores) -> None:
    first = register(READER, said=said(), key=key()).device
    stores.recipients.suspend(first.device_id, Channel.MOBILE_PUSH, "gone", version=None)
    assert first == register(READER, said=said(), key=key("2")).device
    assert not address_of(stores, first.device_id).suspended


def test_whoever_signs_in_at_a_phone_next_takes_it_over_and_nothing_of_the_other(
    register, stores
) -> None:
    first = register(READER, said=said(), key=key()).device
    after = register(person("next"), said=said(earlier=first.device_id), key=key("2")).device
    assert first.device_id != after.device_id
    assert Recipient.stopped(first.device_id, 2) == stores.recipients.find(first.device_id)
    assert [after] == list(stores.devices.kept.values())
    assert "next" == stores.recipients.find(after.device_id).subject


def test_a_device_that_took_another_s_token_is_one(register, stores) -> None:
    """An app that was put back from a copy says its old id with a token that is there already."""
    first = register(READER, said=said(), key=key()).device
    second = register(READER, said=said("another-token"), key=key("2")).device
    after = register(READER, said=said(earlier=second.device_id), key=key("3")).device
    assert second.device_id == after.device_id
    assert [after] == list(stores.devices.of("reader"))
    assert not stores.recipients.find(first.device_id).active


def test_an_id_that_is_nobody_s_counts_as_none(register) -> None:
    unknown = uuid4()
    assert unknown != register(READER, said=said(earlier=unknown), key=key()).device.device_id


def test_a_person_has_so_many_and_may_still_renew_them(register) -> None:
    for number in range(MOST_OF_A_PERSON):
        register(READER, said=said(f"token-number-{number}"), key=key(str(number)))
    with pytest.raises(TooManyDevices):
        register(READER, said=said(), key=key("more"))
    assert register(READER, said=said("token-number-0"), key=key("again"))


def test_one_that_nothing_reaches_makes_room(register, stores) -> None:
    made = [
        register(READER, said=said(f"token-number-{n}"), key=key(str(n))).device
        for n in range(MOST_OF_A_PERSON)
    ]
    for dead in made[3:5]:
        stores.recipients.suspend(dead.device_id, Channel.MOBILE_PUSH, "gone", version=None)
    more = register(READER, said=said(), key=key("more")).device
    (gone,) = {*made, more} - set(stores.devices.of("reader"))
    assert gone in made[3:5]
    assert not stores.recipients.find(gone.device_id).active


def test_where_no_app_is_notified_none_is_kept(unit_of_work, clock, stores) -> None:
    off = RegisterDevice(unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), notifies=False)
    with pytest.raises(MobilePushOff):
        off(READER, said=said(), key=key())
    assert {} == stores.devices.kept


@pytest.mark.parametrize(
    ("token", "fits"),
    [("a" * 8, True), ("cX:y_-0" * 142, True), ("a" * 7, False), ("a" * 1001, False)]
    + [(f"abcdefgh{each}", False) for each in " \n\x00é\x7f"],
)
def test_what_a_token_can_be(token, fits) -> None:
    assert fits is app(token).fits
