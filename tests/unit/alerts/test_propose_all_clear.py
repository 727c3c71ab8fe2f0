"""The first person's word that an alert may end."""

from dataclasses import replace

import pytest

from kernel.digests import Digest
from services.alerts.domain.acts import AllClearProposal
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import IllegalTransition
from services.alerts.usecases.propose_all_clear import ProposeAllClear
from tests.fakes.alerts import APPROVER, issued, submitted

OLD = "b04a5bf5b7783f517461e71950433a6c9ca2a20ff4c69440d361b564cf567e4b"


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


def test_a_proposal_without_welsh_keeps_the_digest_that_it_always_had() -> None:
    """Written down once: what was proposed before there was Welsh can still be given."""
    read = Digest(bytes(32))
    plain = AllClearProposal(text="Over.", authority_reference="R1", by="a")
    assert OLD == plain.digest(read).hex()
    assert plain.digest(read) != replace(plain, text_cy="Drosodd.").digest(read)


def test_what_is_not_out_has_no_all_clear(propose, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(IllegalTransition):
        propose(APPROVER, **_said(waiting))
