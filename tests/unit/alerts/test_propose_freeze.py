"""The first person's word that all issuing must stop."""

import pytest

from services.alerts.domain.errors import FreezeUnderWay
from services.alerts.domain.freeze import FreezeStatus
from services.alerts.usecases.propose_freeze import ProposeFreeze
from tests.fakes.alerts import APPROVER, SECOND, key
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def propose(unit_of_work, clock):
    return ProposeFreeze(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def test_it_is_one_persons_word_and_stops_nothing(propose, stores) -> None:
    freeze = propose(APPROVER, why="An account was taken.", key=key())
    assert (FreezeStatus.PROPOSED, False) == (freeze.status, freeze.stops)
    assert ("approver", "alerts:propose-freeze") == stores.audit.rows[0][:2]
    assert {"why": "An account was taken."} == stores.audit.rows[0][4]


def test_the_same_key_gives_the_same_proposal_and_another_is_refused(propose, stores) -> None:
    first = propose(APPROVER, why="An account was taken.", key=key())
    assert first == propose(APPROVER, why="An account was taken.", key=key())
    with pytest.raises(FreezeUnderWay):
        propose(SECOND, why="The same.", key=key("k2"))
    assert 1 == len(stores.freezes.kept)
