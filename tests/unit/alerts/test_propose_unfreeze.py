"""The first person's word that issuing may go on."""

import pytest

from services.alerts.domain.errors import IllegalTransition
from services.alerts.domain.freeze import FreezeStatus
from services.alerts.usecases.propose_unfreeze import ProposeUnfreeze
from tests.fakes.alerts import APPROVER
from tests.ports.freezes_store import begun, stages


@pytest.fixture
def propose(unit_of_work, clock):
    return ProposeUnfreeze(unit_of_work=unit_of_work, clock=clock)


def test_it_is_still_stopped(propose, stores) -> None:
    frozen = stages(begun())[1]
    stores.freezes.kept[frozen.freeze_id] = frozen
    freeze = propose(APPROVER, freeze_id=frozen.freeze_id, expected_version=2, why="Ours again.")
    assert (FreezeStatus.LIFT_PROPOSED, True) == (freeze.status, freeze.stops)
    assert ("alerts:propose-unfreeze", {"why": "Ours again."}) == stores.audit.rows[0][1::3]


def test_what_is_not_stopped_is_not_let_go_on(propose, stores) -> None:
    stores.freezes.add(first := begun())
    with pytest.raises(IllegalTransition):
        propose(APPROVER, freeze_id=first.freeze_id, expected_version=1, why="No.")
