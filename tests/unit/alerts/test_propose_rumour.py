"""The first person's word that an entry stands on the rumour board."""

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from services.alerts.domain.errors import IllegalTransition
from services.alerts.domain.rumour import RumourStatus
from services.alerts.usecases.propose_rumour import ProposeRumour
from tests.fakes.alerts import AUTHOR, NOON, key
from tests.fakes.plumbing import FreshIds
from tests.fakes.rumours import published_rumour, quoted


@pytest.fixture
def propose(unit_of_work, clock):
    return ProposeRumour(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def test_it_waits_once_for_a_key_and_goes_on_record(propose, stores) -> None:
    said = [propose(AUTHOR, quoted=quoted(), corrects=None, key=key()) for _ in range(2)]
    assert (said[0], 1) == (said[1], len(stores.rumours.kept))
    assert RumourStatus.PROPOSED is said[0].status
    ((who, did, _, digest, detail),) = stores.audit.rows
    assert ("author", "alerts:propose-rumour", said[0].digest) == (who, did, digest)
    assert "NOT_ISSUED" == detail["kind"]
    with pytest.raises(IdempotencyKeyReused):
        propose(AUTHOR, quoted=quoted(), corrects=None, key=key(body=b"2" * 32))


def test_what_is_wrong_or_corrects_what_does_not_stand_is_not_kept(propose, stores) -> None:
    with pytest.raises(Invalid):
        propose(AUTHOR, quoted=quoted(quote=""), corrects=None, key=key("a"))
    gone = published_rumour(NOON).withdraw(by="a", why="w", at=NOON)
    stores.rumours.add(gone)
    with pytest.raises(IllegalTransition):
        propose(AUTHOR, quoted=quoted(), corrects=gone.rumour_id, key=key("b"))
    assert [gone] == list(stores.rumours.kept.values())
