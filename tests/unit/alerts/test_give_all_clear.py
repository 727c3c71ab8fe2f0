"""Ending an alert as a second person."""

import pytest

from services.alerts.domain.alert import Status
from services.alerts.domain.errors import IllegalTransition, SelfApproval, VersionChanged
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.give_all_clear import GiveAllClear
from tests.fakes.alerts import APPROVER, SECOND, issued


@pytest.fixture
def give(unit_of_work, clock):
    return GiveAllClear(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def proposed(stores):
    alert = issued().propose_all_clear(by="approver", text="Over.", authority_reference="R1")
    stores.alerts.add(alert)
    return alert


def test_a_second_person_ends_it_on_the_authoritys_reference(give, stores, proposed) -> None:
    ended = give(SECOND, alert_id=proposed.alert_id, read=proposed.proposal_digest)
    assert (Status.ALL_CLEAR, "Over.", "R1") == (
        ended.status,
        ended.ending.text,
        ended.ending.authority_reference,
    )
    assert AlertEnded(ended) == stores.outbox.events[0]


def test_the_proposer_cannot_give_it(give, proposed) -> None:
    with pytest.raises(SelfApproval):
        give(APPROVER, alert_id=proposed.alert_id, read=proposed.proposal_digest)


def test_the_alerts_own_digest_is_not_the_proposals(give, proposed) -> None:
    with pytest.raises(VersionChanged):
        give(SECOND, alert_id=proposed.alert_id, read=proposed.digest)


def test_without_a_proposal_there_is_nothing_to_give(give, stores) -> None:
    stores.alerts.add(out := issued())
    with pytest.raises(IllegalTransition):
        give(SECOND, alert_id=out.alert_id, read=out.digest)
