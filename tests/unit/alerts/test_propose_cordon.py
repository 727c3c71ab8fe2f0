"""The first person's word that a cordon is set."""

from dataclasses import replace

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from services.alerts.domain.area import MOST_POINTS
from services.alerts.domain.cordon import MOST_OF_A_THREAD, MOST_POINTS_OF_A_THREAD, CordonStatus
from services.alerts.domain.cordon_errors import TooManyCordons
from services.alerts.domain.errors import AlertNotFound, IllegalTransition, TooManyPoints
from services.alerts.usecases.propose_cordon import ProposeCordon
from tests.fakes.alerts import AUTHOR, NOON, issued, key
from tests.fakes.cordons import line, proposed_cordon
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def propose(unit_of_work, clock):
    return ProposeCordon(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


@pytest.fixture
def alert(stores):
    stores.alerts.add(alert := issued())
    return alert


def test_it_waits_for_a_second_person_and_goes_on_record(propose, stores, alert) -> None:
    cordon = propose(AUTHOR, alert_id=alert.alert_id, line=line(NOON), key=key())
    assert CordonStatus.PROPOSED is stores.cordons.get(cordon.cordon_id).status
    ((who, did, what, digest, detail),) = stores.audit.rows
    assert ("author", "alerts:propose-cordon", str(alert.alert_id)) == (who, did, what)
    assert (cordon.change_digest, str(cordon.cordon_id)) == (digest, detail["cordon_id"])
    assert ["alerts.cordon-proposed"] == [each.metric for each in stores.outbox.events]


def test_the_same_key_proposes_once(propose, stores, alert) -> None:
    said = [propose(AUTHOR, alert_id=alert.alert_id, line=line(NOON), key=key()) for _ in range(2)]
    assert (said[0], 1) == (said[1], len(stores.cordons.kept))
    with pytest.raises(IdempotencyKeyReused):
        propose(AUTHOR, alert_id=alert.alert_id, line=line(NOON), key=key(body=b"2" * 32))


def test_of_an_alert_that_ended_or_is_not_known_nothing_is_kept(propose, stores, alert) -> None:
    stores.alerts.save(alert.withdraw(by="approver", why="w", at=NOON))
    with pytest.raises(IllegalTransition):
        propose(AUTHOR, alert_id=alert.alert_id, line=line(NOON), key=key("a"))
    with pytest.raises(AlertNotFound):
        propose(AUTHOR, alert_id=issued().alert_id, line=line(NOON), key=key("b"))
    with pytest.raises(Invalid):
        propose(AUTHOR, alert_id=alert.alert_id, line=line(NOON, place=""), key=key("c"))
    assert {} == stores.cordons.kept


def test_a_thread_has_so_many_cordons_and_so_many_points(propose, stores, alert) -> None:
    many = " ".join("51.500000,-0.100000" for _ in range(MOST_POINTS))
    for _ in range(MOST_POINTS_OF_A_THREAD // MOST_POINTS):
        stores.cordons.add(proposed_cordon(alert, NOON, polygon=many))
    with pytest.raises(TooManyPoints):
        propose(AUTHOR, alert_id=alert.alert_id, line=line(NOON), key=key("a"))
    for _ in range(MOST_OF_A_THREAD):
        stores.cordons.add(proposed_cordon(alert, NOON))
    with pytest.raises(TooManyCordons):
        propose(AUTHOR, alert_id=alert.alert_id, line=line(NOON), key=key("b"))


def test_what_was_lifted_or_dropped_takes_no_room(propose, stores, alert) -> None:
    """A cordon that is moved by lifting it and setting another is not refused on a long day."""
    for _ in range(MOST_OF_A_THREAD):
        stores.cordons.add(proposed_cordon(alert, NOON).drop_change())
        gone = replace(proposed_cordon(alert, NOON), status=CordonStatus.LIFTED, change=None)
        stores.cordons.add(gone)
    there = propose(AUTHOR, alert_id=alert.alert_id, line=line(NOON), key=key("a"))
    assert CordonStatus.PROPOSED is there.status
