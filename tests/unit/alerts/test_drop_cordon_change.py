"""Give up what waits about a cordon."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.cordon import CordonStatus
from services.alerts.domain.errors import IllegalTransition
from services.alerts.usecases.drop_cordon_change import DropCordonChange
from tests.fakes.alerts import AUTHOR, NOON
from tests.fakes.cordons import WIDER, line
from tests.unit.alerts.cordon_desk import staged


def test_the_line_stays_and_the_reason_is_on_record(unit_of_work, clock, stores) -> None:
    drop = DropCordonChange(unit_of_work=unit_of_work, clock=clock)
    _, cordon = staged(stores)
    waits = cordon.move(line(NOON, polygon=WIDER), by="author", at=NOON)
    stores.cordons.save(waits)
    with pytest.raises(StaleVersion):
        drop(AUTHOR, cordon_id=cordon.cordon_id, expected_version=2, why="Wrong street.")
    left = drop(AUTHOR, cordon_id=cordon.cordon_id, expected_version=3, why="Wrong street.")
    assert (CordonStatus.LIVE, cordon.shape, None) == (left.status, left.shape, left.change)
    ((_, did, _, digest, detail),) = stores.audit.rows
    assert ("alerts:drop-cordon-change", waits.change_digest) == (did, digest)
    assert "Wrong street." == detail["why"]
    with pytest.raises(IllegalTransition):
        drop(AUTHOR, cordon_id=cordon.cordon_id, expected_version=4, why="Again.")
