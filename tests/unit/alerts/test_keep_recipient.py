"""What identity tells of somebody who gets alerts is kept, and of whoever stopped nothing."""

import pytest

from chassis.consumers import IncomingEvent
from isp.identity.v1 import identity_events_pb2, subscriptions_pb2
from services.alerts.domain.answer import Answerer
from services.alerts.domain.recipient import Recipient
from services.alerts.inbound.events import HearOfRecipient
from services.alerts.usecases.keep_officer import KeepOfficer
from services.alerts.usecases.keep_quiet_account import KeepQuietAccount
from services.alerts.usecases.keep_recipient import KeepRecipient
from tests.fakes.deliveries import recipient
from tests.ports.answer_stores import called

THERE = recipient(language="cy", outward_codes=frozenset({"SW1A"}))


def told(**given: object) -> IncomingEvent[identity_events_pb2.RecipientChanged]:
    message = identity_events_pb2.RecipientChanged(
        **{
            "recipient_id": str(THERE.recipient_id),
            "version": 1,
            "active": True,
            "channel": subscriptions_pb2.SUBSCRIPTION_CHANNEL_EMAIL,
            "address": "shop@corner.example",
            "regions": ["LON"],
            "outward_codes": ["SW1A"],
            "language": "cy",
            "stop_token": "stop-token",
        }
        | given
    )
    return IncomingEvent("event", str(THERE.recipient_id), message.version, message)


@pytest.fixture
def hear(unit_of_work) -> HearOfRecipient:
    return HearOfRecipient(
        KeepRecipient(unit_of_work=unit_of_work),
        KeepOfficer(unit_of_work=unit_of_work),
        KeepQuietAccount(unit_of_work=unit_of_work),
    )


def test_it_is_kept_whole(hear, stores) -> None:
    hear(told())
    assert THERE == stores.recipients.find(THERE.recipient_id)


def test_the_address_of_an_account_is_its_persons(hear, stores) -> None:
    hear(told(account_subject="somebody", regions=[], outward_codes=[]))
    kept = stores.recipients.find(THERE.recipient_id)
    assert ("somebody", frozenset()) == (kept.subject, kept.regions)


def test_where_the_postcodes_are_is_kept_to_a_tenth_of_a_metre(hear, stores) -> None:
    there = {"latitude": 51.50100912, "longitude": -0.14158849}
    hear(told(locations=[there, {"latitude": 50.0, "longitude": 0.0}]))
    kept = stores.recipients.find(THERE.recipient_id)
    assert ((50_000_000, 0), (51_501_009, -141_588)) == kept.points


def test_who_stopped_is_forgotten_at_once_and_stays_so(hear, stores) -> None:
    """Also if the older word comes again, as after `republish`."""
    for message in (told(), told(version=2, active=False, address="leaks"), told()):
        hear(message)
    kept = stores.recipients.find(THERE.recipient_id)
    assert Recipient.stopped(THERE.recipient_id, 2) == kept


@pytest.mark.parametrize(
    "spoiled", [{"channel": 0}, {"channel": 9}, {"language": "fr"}, {"recipient_id": "nobody"}]
)
def test_what_is_not_understood_is_parked_and_not_guessed(hear, stores, spoiled) -> None:
    with pytest.raises(ValueError, match=r"not known|hexadecimal"):
        hear(told(**spoiled))
    assert {} == stores.recipients.kept


def test_the_number_of_who_stopped_is_forgotten_with_the_rest(hear, stores) -> None:
    hear(told())
    who = Answerer(subject=None, recipient_id=THERE.recipient_id, regions=frozenset())
    stores.help.ask(call := called(who))
    hear(told(version=2, active=False))
    assert "" == stores.help.get(call.help_id).call_back
