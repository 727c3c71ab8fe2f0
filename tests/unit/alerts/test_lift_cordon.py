"""The first person's word that a cordon is lifted."""

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.cordon import ChangeKind, CordonStatus
from services.alerts.domain.errors import IllegalTransition
from services.alerts.usecases.lift_cordon import LiftCordon
from tests.fakes.alerts import AUTHOR
from tests.unit.alerts.cordon_desk import ended, staged


@pytest.fixture
def lift(unit_of_work, clock):
    return LiftCordon(unit_of_work=unit_of_work, clock=clock)


def test_it_stands_until_a_second_person_agrees(lift, stores) -> None:
    _, cordon = staged(stores)
    waits = lift(
        AUTHOR, cordon_id=cordon.cordon_id, expected_version=1 + 1, authority_reference="CAD 1"
    )
    assert CordonStatus.LIVE is waits.status
    assert waits.change is not None
    assert (ChangeKind.LIFT, "CAD 1") == (waits.change.kind, waits.change.authority_reference)
    assert "CAD 1" == stores.audit.rows[0][4]["authority_reference"]


def test_what_is_stale_or_over_is_refused(lift, stores) -> None:
    alert, cordon = staged(stores)
    with pytest.raises(StaleVersion):
        lift(AUTHOR, cordon_id=cordon.cordon_id, expected_version=9, authority_reference="R")
    ended(stores, alert)
    with pytest.raises(IllegalTransition):
        lift(AUTHOR, cordon_id=cordon.cordon_id, expected_version=2, authority_reference="R")
    assert cordon == stores.cordons.get(cordon.cordon_id)
