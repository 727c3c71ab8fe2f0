"""Devices with the app, through the real door."""

from typing import Any
from uuid import uuid4

import pytest

from isp.alerts.v1 import devices_pb2 as pb
from isp.alerts.v1.devices_pb2_grpc import DevicesServiceStub
from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from kernel.tiers import Tier
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.devices import TOKEN
from tests.fakes.serving import Caller, Served, refusal


def asked(**given: Any) -> pb.RegisterDeviceRequest:
    return pb.RegisterDeviceRequest(
        **{
            "token": TOKEN,
            "platform": pb.DEVICE_PLATFORM_IOS,
            "name": " Phone at the till ",
            "language": "cy",
            "idempotency_key": str(uuid4()),
        }
        | given
    )


@pytest.fixture
def mine(server: Served) -> Caller:
    return server.caller(tier=Tier.REGISTERED)


def listed(devices: DevicesServiceStub, who: Caller) -> list[pb.Device]:
    return list(devices.ListDevices(pb.ListDevicesRequest(), metadata=who.metadata).devices)


def test_a_device_comes_and_goes_and_is_nobody_else_s(
    devices: DevicesServiceStub, server: Served, mine: Caller
) -> None:
    other = server.caller(tier=Tier.REGISTERED)
    made = devices.RegisterDevice(asked(), metadata=mine.metadata).device
    assert ("Phone at the till", pb.DEVICE_PLATFORM_IOS, "cy", True) == (
        made.name,
        made.platform,
        made.language,
        made.reachable,
    )
    assert made.registered_at.seconds
    assert [made] == listed(devices, mine)
    assert [] == listed(devices, other)
    named = pb.RemoveDeviceRequest(device_id=made.device_id)
    devices.RemoveDevice(named, metadata=other.metadata)
    assert [made] == listed(devices, mine)
    for _ in range(2):
        devices.RemoveDevice(named, metadata=mine.metadata)
    assert [] == listed(devices, mine)


def test_it_is_said_whether_apps_are_notified_at_all(
    devices: DevicesServiceStub, mine: Caller
) -> None:
    assert devices.ListDevices(pb.ListDevicesRequest(), metadata=mine.metadata).notifies


def test_a_token_that_changed_is_said_with_the_id(
    devices: DevicesServiceStub, mine: Caller, stores: MemoryAlertsStores
) -> None:
    made = devices.RegisterDevice(asked(), metadata=mine.metadata).device
    changed = asked(token="another-token", device_id=made.device_id)
    assert (
        made.device_id == devices.RegisterDevice(changed, metadata=mine.metadata).device.device_id
    )
    (kept,) = stores.recipients.kept.values()
    assert ["IOS:another-token"] == [each.address for each in kept.addresses]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"token": ""}, "token"),
        ({"token": "a b c d e f g"}, "token"),
        ({"token": "x" * 1001}, "token"),
        ({"platform": pb.DEVICE_PLATFORM_UNSPECIFIED}, "platform"),
        ({"platform": 9}, "platform"),
        ({"name": "x" * 61}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"language": "fr"}, "language"),
        ({"device_id": "mine"}, "device_id"),
        ({"idempotency_key": "k"}, "idempotency_key"),
    ],
)
def test_what_is_wrong_is_named(
    devices: DevicesServiceStub, mine: Caller, given: dict[str, Any], field: str
) -> None:
    with refusal() as refused:
        devices.RegisterDevice(asked(**given), metadata=mine.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert [field] == [each.field for each in refused.said.violations]


def test_one_is_removed_by_its_id(devices: DevicesServiceStub, mine: Caller) -> None:
    with refusal() as refused:
        devices.RemoveDevice(pb.RemoveDeviceRequest(device_id="mine"), metadata=mine.metadata)
    assert ["device_id"] == [each.field for each in refused.said.violations]


def test_who_has_as_many_as_one_may_is_told_so(devices: DevicesServiceStub, mine: Caller) -> None:
    for number in range(10):
        devices.RegisterDevice(asked(token=f"token-number-{number}"), metadata=mine.metadata)
    with refusal() as refused:
        devices.RegisterDevice(asked(), metadata=mine.metadata)
    assert ("FAILED_PRECONDITION", "TOO_MANY_DEVICES") == refused.status_and_reason


def test_a_person_s_devices_are_shown_to_them_and_go_with_them(
    devices: DevicesServiceStub,
    privacy: PrivacyServiceStub,
    server: Served,
    mine: Caller,
    stores: MemoryAlertsStores,
) -> None:
    made = devices.RegisterDevice(asked(), metadata=mine.metadata).device
    identity = server.service("identity").metadata
    shown = privacy.ExportSubject(
        privacy_pb2.ExportSubjectRequest(subject=mine.subject), metadata=identity
    )
    assert made.device_id in str(shown)
    assert f"IOS:{TOKEN}" in str(shown)
    privacy.EraseSubject(privacy_pb2.EraseSubjectRequest(subject=mine.subject), metadata=identity)
    assert [] == listed(devices, mine)
    assert not any(each.addresses for each in stores.recipients.kept.values())
