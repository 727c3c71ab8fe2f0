"""Who may read the message that stands may know of its cordons, and nobody else."""

import pytest

from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.list_cordons import ListCordons
from tests.fakes.alerts import AUTHOR, NOON, issued, updated
from tests.fakes.cordons import live_cordon, proposed_cordon

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


@pytest.fixture
def cordons_of(unit_of_work, red_reads):
    ask = ListCordons(unit_of_work=unit_of_work, red_reads=red_reads)
    return lambda who, alert: list(ask(who, alert_id=alert.alert_id)[1])


def test_anyone_reads_what_stands_and_only_staff_what_waits(cordons_of, stores) -> None:
    stores.alerts.add(alert := issued())
    live, waits = live_cordon(alert, NOON), proposed_cordon(alert, NOON)
    for each in (live, waits):
        stores.cordons.add(each)
    assert [live] == cordons_of(ANONYMOUS, alert)
    assert {live.cordon_id, waits.cordon_id} == {
        each.cordon_id for each in cordons_of(AUTHOR, alert)
    }


def test_who_could_read_the_earlier_message_alone_reads_none(cordons_of, stores) -> None:
    old, new = updated(issued(), marking=AMBER)
    for each in (old, new):
        stores.alerts.add(each)
    stores.cordons.add(live_cordon(new, NOON))
    assert [] == cordons_of(ANONYMOUS, old)
    with pytest.raises(AlertNotFound):
        cordons_of(ANONYMOUS, new)
    assert 1 == len(cordons_of(AUTHOR, old))


def test_after_the_end_it_is_still_known_and_its_alert_does_not_stand(
    unit_of_work, red_reads, stores
) -> None:
    alert = issued()
    cordon = live_cordon(alert, NOON)
    stores.alerts.add(ended := alert.withdraw(by="approver", why="w", at=NOON))
    stores.cordons.add(cordon)
    said = ListCordons(unit_of_work=unit_of_work, red_reads=red_reads)(
        ANONYMOUS, alert_id=alert.alert_id
    )
    assert (ended, [cordon]) == (said[0], list(said[1]))
