"""Every live cordon of a thread that is out is told of again."""

from services.alerts.domain.events import CordonChanged
from services.alerts.usecases.republish_cordons import RepublishCordons
from tests.fakes.alerts import NOON
from tests.fakes.cordons import proposed_cordon
from tests.unit.alerts.cordon_desk import ended, staged


def test_only_what_stands_is_told_of(unit_of_work, stores) -> None:
    alert, cordon = staged(stores)
    stores.cordons.add(proposed_cordon(alert, NOON))
    over, _ = staged(stores)
    ended(stores, over)
    assert 1 == RepublishCordons(unit_of_work=unit_of_work)()
    assert [CordonChanged(cordon, alert)] == stores.outbox.events
