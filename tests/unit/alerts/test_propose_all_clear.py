"""The first person's word that an alert may end."""

import pytest

from services.alerts.domain.alert import Status
from services.alerts.domain.errors import IllegalTransition
from services.alerts.usecases.propose_all_clear import ProposeAllClear
from tests.fakes.alerts import APPROVER, issued, submitted


@pytest.fixture
def propose(unit_of_work):
    return ProposeAllClear(unit_of_work=unit_of_work)


def _said(alert):
    return {
        "alert_id": alert.alert_id,
        "expected_version": alert.version,
        "text": "Over.",
        "authority_reference": "R1",
    }


def test_a_proposal_tells_nobody_yet(propose, stores) -> None:
    stores.alerts.add(out := issued())
    proposed = propose(APPROVER, **_said(out))
    assert (Status.ISSUED, "approver") == (proposed.status, proposed.proposal.by)
    assert [] == stores.outbox.events
    assert {"authority_reference": "R1"} == stores.audit.rows[0][4]


def test_what_is_not_out_has_no_all_clear(propose, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(IllegalTransition):
        propose(APPROVER, **_said(waiting))
