"""Those who run the platform see what was given up, of what they may know of."""

from dataclasses import replace
from uuid import uuid4

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.list_dead_deliveries import ListDeadDeliveries
from tests.fakes.alerts import NOON, issued, person


def test_what_is_of_an_alert_that_they_may_not_read_is_not_there(unit_of_work, stores) -> None:
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    rows = []
    for alert in (issued(), issued(marking=amber)):
        stores.alerts.kept[alert.alert_id] = alert
        row = Delivery.queued(uuid4(), alert, uuid4(), Channel.SMS, at=NOON)
        rows.append(replace(row, state=State.DEAD))
        waiting = Delivery.queued(uuid4(), alert, uuid4(), Channel.SMS, at=NOON)
        stores.deliveries.add([rows[-1], waiting])
    show = ListDeadDeliveries(unit_of_work=unit_of_work)
    for tier, wanted in ((Tier.REGISTERED, rows[:1]), (Tier.VERIFIED, rows)):
        page, following = show(person("ops", "platform-admin", tier=tier), after=None, size=9)
        assert {each.delivery_id for each in wanted} == {each.delivery.delivery_id for each in page}
        assert following is None
