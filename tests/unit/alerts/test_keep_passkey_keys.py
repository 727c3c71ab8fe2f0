"""What alerts is told of identity's keys."""

from chassis.consumers import IncomingEvent
from isp.identity.v1 import identity_events_pb2
from services.alerts.domain.passkey_key import PasskeyKey
from services.alerts.inbound.events import HearOfPasskeyKeys
from services.alerts.usecases.keep_passkey_keys import KeepPasskeyKeys
from tests.fakes.alerts import NOON
from tests.ports.passkey_keys_store import PasskeyKeysSuite


class TestMemoryPasskeyKeys(PasskeyKeysSuite):
    """On memory."""


def test_a_heartbeat_tells_of_every_key_that_is_good(unit_of_work, stores) -> None:
    hear = HearOfPasskeyKeys(KeepPasskeyKeys(unit_of_work=unit_of_work))
    message = identity_events_pb2.IdentityHeartbeat(
        passkey_keys=[identity_events_pb2.PasskeyKey(key_id="a", public_key=b"point")]
    )
    message.sent_at.FromDatetime(NOON)
    hear(IncomingEvent(event_id="1", aggregate_id="identity", aggregate_version=0, message=message))
    assert ([PasskeyKey("a", b"point")], NOON) == (
        stores.passkey_keys.kept,
        stores.passkey_keys.told_at,
    )
