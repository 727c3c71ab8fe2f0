"""What a provider says of a text that it took."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from services.alerts.domain.delivery import (
    MOST_ATTEMPTS,
    Delivery,
    HandOver,
    Outcome,
    Report,
    State,
)
from services.alerts.domain.errors import CallbackRefused
from services.alerts.domain.recipient import Address, Channel
from services.alerts.usecases.record_receipt import RecordReceipt
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import MemoryMeasures, recipient

SECRET = "shared"


@pytest.fixture
def measures() -> MemoryMeasures:
    return MemoryMeasures()


@pytest.fixture
def record(unit_of_work, clock, measures) -> RecordReceipt:
    return RecordReceipt(unit_of_work=unit_of_work, measures=measures, clock=clock, secret=SECRET)


@pytest.fixture
def sent(stores) -> Delivery:
    stores.recipients.keep(to := recipient("+447700900123"))
    stores.alerts.add(out := issued())
    row = Delivery.queued(uuid4(), out, to.recipient_id, Channel.SMS, at=NOON)
    taken = row.settled(HandOver(outcome=Outcome.TAKEN, provider_id="p"), NOON)
    stores.deliveries.add([taken])
    return taken


def told(record: RecordReceipt, sent: Delivery, report: Report, provider_id: str = "p") -> bool:
    return record(secret=SECRET, reference=sent.delivery_id, provider_id=provider_id, report=report)


def test_what_arrived_has_arrived_once(record, stores, sent) -> None:
    assert told(record, sent, Report.DELIVERED)
    assert not told(record, sent, Report.DELIVERED)
    assert not told(record, sent, Report.PERMANENT)
    assert State.DELIVERED is stores.deliveries.find(sent.delivery_id).state


def test_a_phone_that_does_not_exist_is_suspended(record, stores, sent) -> None:
    assert told(record, sent, Report.PERMANENT)
    assert State.PERMANENT is stores.deliveries.find(sent.delivery_id).state
    assert stores.recipients.kept[sent.recipient_id].addresses[0].suspended


def test_a_phone_that_is_off_is_tried_again(record, stores, sent) -> None:
    assert told(record, sent, Report.TEMPORARY)
    again = stores.deliveries.find(sent.delivery_id)
    assert (State.TEMPORARY, sent.delivery_id) == (again.state, again.delivery_id)
    assert again.due_at > NOON
    assert not stores.recipients.kept[sent.recipient_id].addresses[0].suspended


def test_what_is_given_up_by_the_providers_word_is_counted_among_the_dead(
    record, stores, sent, measures
) -> None:
    stores.deliveries.save(replace(sent, attempts=MOST_ATTEMPTS))
    assert told(record, sent, Report.TEMPORARY)
    assert [State.DEAD] == measures.states
    assert not told(record, sent, Report.TEMPORARY)
    assert [State.DEAD] == measures.states


def test_the_number_that_somebody_has_now_is_not_suspended_for_the_one_before(
    record, stores, sent
) -> None:
    stores.deliveries.save(replace(sent, recipient_version=1))
    there = stores.recipients.kept[sent.recipient_id]
    new = Address(channel=Channel.SMS, address="+447700900999")
    stores.recipients.keep(replace(there, version=2, addresses=(new,)))
    assert told(record, sent, Report.PERMANENT)
    assert (new,) == stores.recipients.kept[sent.recipient_id].addresses


@pytest.mark.parametrize("reference", [None, UUID(int=7)])
def test_what_is_none_of_ours_changes_nothing(record, reference) -> None:
    """The provider tells of identity's texts at the same place."""
    assert not record(secret=SECRET, reference=reference, provider_id="p", report=Report.PERMANENT)


def test_a_stranger_changes_nothing(record, stores, sent) -> None:
    with pytest.raises(CallbackRefused):
        record(
            secret="wrong",
            reference=sent.delivery_id,
            provider_id="p",
            report=Report.PERMANENT,
        )
    assert sent == stores.deliveries.find(sent.delivery_id)
