"""Letting a draft stand."""

from datetime import timedelta

import pytest

from services.content.domain.draft_errors import (
    DraftNotFound,
    DraftOutdated,
    IllegalDraftTransition,
    ScheduleOver,
    SelfApproval,
    VersionChanged,
)
from services.content.domain.draft_status import DraftStatus
from services.content.domain.errors import DocumentWithdrawn
from services.content.domain.events import DocumentChanged
from services.content.usecases.approve_draft import ApproveDraft
from tests.fakes.content import AMBER, EDITOR, NOON, content, published
from tests.unit.content.drafted import OTHER, UNCLEARED, a_draft, unchanged

DAY = timedelta(days=1)


@pytest.fixture
def approve(unit_of_work, clock) -> ApproveDraft:
    return ApproveDraft(unit_of_work=unit_of_work, clock=clock)


def test_on_the_word_of_a_second_person_it_stands(approve, stores) -> None:
    draft = a_draft(stores, submitted=True)
    approved, document = approve(OTHER, draft_id=draft.draft_id, read=draft.digest)
    assert (DraftStatus.PUBLISHED, "other") == (approved.status, approved.approved_by)
    assert document == stores.documents.get(draft.document_id)
    assert ("editor", "other", AMBER) == (
        document.changed_by,
        document.approved_by,
        document.content.marking,
    )
    changed, used = stores.outbox.events
    assert (DocumentChanged(document), "content.published") == (changed, used.metric)
    assert 1 == len(stores.audit.rows)


@pytest.mark.parametrize("who", ["editor", "other"])
def test_nobody_who_had_a_hand_in_it_is_its_second_person(approve, stores, who: str) -> None:
    """Whoever wrote it, and whoever submitted it."""
    draft = a_draft(stores)
    stores.drafts.save(submitted := draft.submit(by="other", at=NOON))
    caller = {"editor": EDITOR, "other": OTHER}[who]
    with pytest.raises(SelfApproval):
        approve(caller, draft_id=draft.draft_id, read=draft.digest)
    assert unchanged(stores, submitted)


def test_what_anyone_may_read_one_person_lets_stand(approve, stores) -> None:
    """The control of the test above."""
    draft = a_draft(stores, marking=content().marking)
    _, document = approve(EDITOR, draft_id=draft.draft_id, read=draft.digest)
    assert "editor" == document.approved_by


def test_more_readers_than_before_need_a_second_person(approve, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    draft = a_draft(stores, standing=document, marking=content().marking, submitted=True)
    with pytest.raises(SelfApproval):
        approve(EDITOR, draft_id=draft.draft_id, read=draft.digest)
    assert document == stores.documents.get(document.document_id)
    _, opened = approve(OTHER, draft_id=draft.draft_id, read=draft.digest)
    assert (2, content().marking) == (opened.version, opened.content.marking)
    assert "downgrade" in str(stores.audit.rows[0])


def test_the_word_is_for_exactly_what_was_read(approve, stores) -> None:
    draft, other = a_draft(stores, submitted=True), a_draft(stores, title="Other")
    with pytest.raises(VersionChanged):
        approve(OTHER, draft_id=draft.draft_id, read=other.digest)
    assert unchanged(stores, draft)


def test_what_was_not_submitted_or_is_hidden_does_not_stand(approve, stores) -> None:
    draft, waits = a_draft(stores), a_draft(stores, submitted=True)
    for caller, each, refusal in (
        (OTHER, draft, IllegalDraftTransition),
        (UNCLEARED, waits, DraftNotFound),
    ):
        with pytest.raises(refusal):
            approve(caller, draft_id=each.draft_id, read=each.digest)
        assert unchanged(stores, each)


def test_what_no_longer_fits_does_not_stand(approve, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    draft = a_draft(stores, standing=document, submitted=True)
    stores.documents.save(second := document.revise(document.content, by="other", at=NOON))
    with pytest.raises(DraftOutdated):
        approve(OTHER, draft_id=draft.draft_id, read=draft.digest)
    stores.documents.save(second.withdraw(by="other", at=NOON))
    with pytest.raises(DocumentWithdrawn):
        approve(OTHER, draft_id=draft.draft_id, read=draft.digest)
    assert unchanged(stores, draft)


def test_before_its_time_it_is_scheduled_and_nobody_hears(approve, stores) -> None:
    draft = a_draft(stores, submitted=True, publish_at=NOON + DAY)
    scheduled, document = approve(OTHER, draft_id=draft.draft_id, read=draft.digest)
    assert (DraftStatus.SCHEDULED, None) == (scheduled.status, document)
    assert ({}, []) == (stores.documents.kept, stores.outbox.events)


def test_what_was_to_be_gone_by_now_does_not_come(approve, stores, clock) -> None:
    draft = a_draft(stores, submitted=True, withdraw_at=NOON + DAY)
    clock.pass_(days=2)
    with pytest.raises(ScheduleOver):
        approve(OTHER, draft_id=draft.draft_id, read=draft.digest)
    assert unchanged(stores, draft)
