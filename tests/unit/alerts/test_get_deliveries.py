"""How far an alert got, for those who write and approve alerts."""

from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.get_deliveries import GetDeliveries
from tests.fakes.alerts import APPROVER, NOON, issued, person


def test_the_messages_are_counted_and_nobody_is_named(unit_of_work, stores) -> None:
    stores.alerts.add(out := issued())
    stores.dispatches.add(run := Dispatch.of(out, at=NOON))
    rows = [Delivery.queued(uuid4(), out, uuid4(), Channel.SMS, at=NOON) for _ in range(3)]
    stores.deliveries.add(rows)
    counts, runs = GetDeliveries(unit_of_work=unit_of_work)(APPROVER, alert_id=out.alert_id)
    (only,) = counts
    assert (Channel.SMS, State.QUEUED, 3) == (only.channel, only.state, only.count)
    assert [run] == runs
    assert not any(str(row.recipient_id) in str(counts) for row in rows)


def test_one_that_may_not_be_read_is_not_found(unit_of_work, stores) -> None:
    stores.alerts.add(out := issued(marking=Marking(tlp=Tlp.AMBER, minimum_tier=Tier.TRUSTED)))
    lower = person("lower", "alert-approver", tier=Tier.VERIFIED)
    get = GetDeliveries(unit_of_work=unit_of_work)
    for alert_id in (out.alert_id, uuid4()):
        with pytest.raises(AlertNotFound):
            get(lower, alert_id=alert_id)
