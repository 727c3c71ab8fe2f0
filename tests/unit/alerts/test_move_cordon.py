"""The first person's word that a cordon runs elsewhere."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.alerts.domain.cordon_errors import CordonNotFound
from services.alerts.domain.errors import IllegalTransition
from services.alerts.usecases.move_cordon import MoveCordon
from tests.fakes.alerts import AUTHOR, NOON, READER
from tests.fakes.cordons import WIDER, line
from tests.unit.alerts.cordon_desk import ended, staged


@pytest.fixture
def move(unit_of_work, clock):
    return MoveCordon(unit_of_work=unit_of_work, clock=clock)


def said(cordon, version=None, **given):
    return {
        "cordon_id": cordon.cordon_id,
        "expected_version": cordon.version if version is None else version,
        "line": line(NOON, **{"polygon": WIDER} | given),
    }


def test_the_line_stays_until_a_second_person_agrees(move, stores) -> None:
    _, cordon = staged(stores)
    waits = move(AUTHOR, **said(cordon))
    assert (cordon.shape, waits) == (waits.shape, stores.cordons.get(cordon.cordon_id))
    assert ["alerts:move-cordon"] == [each[1] for each in stores.audit.rows]
    assert ["alerts.cordon-move-proposed"] == [each.metric for each in stores.outbox.events]


def test_what_is_wrong_stale_or_over_changes_nothing(move, stores) -> None:
    alert, cordon = staged(stores)
    with pytest.raises(Invalid):
        move(AUTHOR, **said(cordon, place=""))
    with pytest.raises(StaleVersion):
        move(AUTHOR, **said(cordon, version=9))
    ended(stores, alert)
    with pytest.raises(IllegalTransition):
        move(AUTHOR, **said(cordon))
    assert cordon == stores.cordons.get(cordon.cordon_id)


def test_a_cordon_of_what_one_may_not_read_is_not_found(move, stores) -> None:
    from kernel.markings import Marking, Tlp
    from kernel.tiers import Tier

    _, cordon = staged(stores, marking=Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED))
    with pytest.raises(CordonNotFound):
        move(READER, **said(cordon))
