"""A person has a device notified no more."""

from uuid import uuid4

import pytest

from services.alerts.domain.device import Registration
from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.remove_device import RemoveDevice
from tests.fakes.alerts import READER, person
from tests.fakes.deliveries import recipient
from tests.fakes.devices import app, device


@pytest.fixture
def remove(unit_of_work, clock) -> RemoveDevice:
    return RemoveDevice(unit_of_work=unit_of_work, clock=clock)


def test_nothing_of_it_is_left(remove, stores) -> None:
    mine = device()
    stores.devices.keep(mine)
    said = Registration(token=app(), name="", language="en")
    stores.recipients.keep(mine.recipient(said, version=1))
    assert not remove(person("other"), device_id=mine.device_id)
    assert mine == stores.devices.find(mine.device_id)
    assert remove(READER, device_id=mine.device_id)
    assert not remove(READER, device_id=mine.device_id)
    assert Recipient.stopped(mine.device_id, 2) == stores.recipients.find(mine.device_id)
    assert {} == stores.devices.kept
    assert ["alerts.device-removed"] == [each.metric for each in stores.outbox.events]


def test_it_ends_no_other_channel(remove, stores) -> None:
    mail = recipient(subject="reader")
    stores.recipients.keep(mail)
    assert not remove(READER, device_id=mail.recipient_id)
    assert not remove(READER, device_id=uuid4())
    assert mail == stores.recipients.find(mail.recipient_id)


def test_one_whose_address_is_gone_already_goes_too(remove, stores) -> None:
    mine = device()
    stores.devices.keep(mine)
    assert remove(READER, device_id=mine.device_id)
    assert {} == stores.devices.kept
