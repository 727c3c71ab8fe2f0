"""Set, move or lift a cordon on a second person's word."""

import pytest

from services.alerts.domain.cordon import CordonStatus
from services.alerts.domain.errors import IllegalTransition, IssuingFrozen, SelfApproval
from services.alerts.domain.events import CordonChanged
from services.alerts.domain.freeze import Freeze, Word
from services.alerts.usecases.confirm_cordon import ConfirmCordon
from tests.fakes.alerts import APPROVER, AUTHOR, NOON, issued
from tests.fakes.cordons import proposed_cordon
from tests.unit.alerts.cordon_desk import ended


@pytest.fixture
def confirm(unit_of_work, clock):
    return ConfirmCordon(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def waiting(stores):
    stores.alerts.add(alert := issued())
    stores.cordons.add(cordon := proposed_cordon(alert, NOON))
    return alert, cordon


def test_it_stands_and_everyone_who_may_read_its_alert_is_told(confirm, stores, waiting) -> None:
    alert, cordon = waiting
    live = confirm(APPROVER, cordon_id=cordon.cordon_id, read=cordon.change_digest)
    assert CordonStatus.LIVE is live.status
    told, used = stores.outbox.events
    assert (CordonChanged(live, alert), "alerts.cordon-changed", "SET") == (
        told,
        used.metric,
        used.detail,
    )
    ((who, did, _, digest, detail),) = stores.audit.rows
    assert ("approver", "alerts:confirm-cordon", cordon.change_digest) == (who, did, digest)
    assert "SET" == detail["kind"]


def test_whoever_proposed_it_confirms_nothing(confirm, stores, waiting) -> None:
    _, cordon = waiting
    with pytest.raises(SelfApproval):
        confirm(AUTHOR, cordon_id=cordon.cordon_id, read=cordon.change_digest)
    assert cordon == stores.cordons.get(cordon.cordon_id)
    assert [] == stores.outbox.events


def test_a_freeze_stops_it_and_so_does_the_end_of_its_alert(confirm, stores, waiting) -> None:
    alert, cordon = waiting
    word = Word(by="duty", at=NOON, why="w")
    freeze = Freeze(freeze_id=alert.alert_id, version=2, proposed=word, confirmed=word)
    stores.freezes.add(freeze)
    with pytest.raises(IssuingFrozen):
        confirm(APPROVER, cordon_id=cordon.cordon_id, read=cordon.change_digest)
    stores.freezes.kept.clear()
    ended(stores, alert)
    with pytest.raises(IllegalTransition):
        confirm(APPROVER, cordon_id=cordon.cordon_id, read=cordon.change_digest)
    assert [] == stores.outbox.events
