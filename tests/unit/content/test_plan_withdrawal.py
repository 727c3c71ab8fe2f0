"""Saying when a document is taken back by itself."""

from datetime import timedelta

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.errors import DocumentNotFound, DocumentWithdrawn
from services.content.domain.events import DocumentChanged
from services.content.domain.partner_errors import DocumentOfPartner
from services.content.usecases.plan_withdrawal import PlanWithdrawal
from tests.fakes.content import AMBER, EDITOR, NOON, of_partner, published
from tests.unit.content.drafted import UNCLEARED

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def plan(unit_of_work, clock) -> PlanWithdrawal:
    return PlanWithdrawal(unit_of_work=unit_of_work, clock=clock)


def test_a_document_gets_an_end_and_loses_it_again(plan, stores) -> None:
    stores.documents.add(document := published())
    told = {"document_id": document.document_id}
    planned = plan(EDITOR, expected_version=1, withdraw_at=TOMORROW, why="The event.", **told)
    assert (TOMORROW, document.content) == (planned.withdraw_at, planned.content)
    stays = plan(EDITOR, expected_version=2, withdraw_at=None, why="It goes on.", **told)
    assert (None, stays) == (stays.withdraw_at, stores.documents.get(document.document_id))
    assert [DocumentChanged(planned), DocumentChanged(stays)] == stores.outbox.events
    assert 2 == len(stores.audit.rows)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_time_that_is_over_or_far_away_is_refused(plan, stores, days: int) -> None:
    stores.documents.add(document := published())
    with pytest.raises(Invalid) as refused:
        plan(
            EDITOR,
            document_id=document.document_id,
            expected_version=1,
            withdraw_at=NOON + timedelta(days=days),
            why="The event.",
        )
    assert ["withdraw_at"] == [each.field for each in refused.value.violations]
    assert document == stores.documents.get(document.document_id)


def test_a_stale_a_hidden_a_withdrawn_and_a_partner_s_one_stay_as_they_are(plan, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    stores.documents.add(gone := published().withdraw(by="editor", at=NOON))
    stores.documents.add(theirs := of_partner())
    for caller, document_id, version, refusal in (
        (EDITOR, document.document_id, 2, StaleVersion),
        (UNCLEARED, document.document_id, 1, DocumentNotFound),
        (EDITOR, gone.document_id, 2, DocumentWithdrawn),
        (EDITOR, theirs.document_id, 1, DocumentOfPartner),
    ):
        with pytest.raises(refusal):
            plan(
                caller,
                document_id=document_id,
                expected_version=version,
                withdraw_at=TOMORROW,
                why="The event.",
            )
    assert ([], []) == (stores.audit.rows, stores.outbox.events)
