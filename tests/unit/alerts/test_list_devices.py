"""A person sees which devices of theirs are notified."""

from datetime import timedelta

from services.alerts.domain.device import Registration
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.list_devices import ListDevices
from tests.fakes.alerts import NOON, READER
from tests.fakes.devices import app, device


def test_they_are_their_own_oldest_first_with_how_they_are_reached(unit_of_work, stores) -> None:
    later = device(app("later-token"), registered_at=NOON + timedelta(minutes=1))
    first, other = device(app("first-token")), device(app("other-token"), subject="other")
    for each, token in ((later, "later-token"), (first, "first-token"), (other, "other-token")):
        stores.devices.keep(each)
        said = Registration(token=app(token), name="", language="cy")
        stores.recipients.keep(each.recipient(said, version=1))
    stores.recipients.suspend(later.device_id, Channel.MOBILE_PUSH, "gone", version=None)
    found = ListDevices(unit_of_work=unit_of_work)(READER)
    assert [(first, "cy", True), (later, "cy", False)] == [
        (each.device, each.language, each.reachable) for each in found
    ]


def test_one_whose_address_is_gone_is_not_reached(unit_of_work, stores) -> None:
    stores.devices.keep(device())
    (found,) = ListDevices(unit_of_work=unit_of_work)(READER)
    assert not found.reachable
