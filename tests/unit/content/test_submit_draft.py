"""Handing a draft to a second person."""

import pytest

from chassis.errors import StaleVersion
from services.content.domain.draft_errors import (
    DraftNotFound,
    DraftOutdated,
    IllegalDraftTransition,
)
from services.content.domain.draft_status import DraftStatus
from services.content.domain.errors import DocumentWithdrawn
from services.content.usecases.submit_draft import SubmitDraft
from tests.fakes.content import AMBER, EDITOR, NOON, content, published
from tests.unit.content.drafted import OTHER, UNCLEARED, a_draft, unchanged


@pytest.fixture
def submit(unit_of_work, clock) -> SubmitDraft:
    return SubmitDraft(unit_of_work=unit_of_work, clock=clock)


def test_it_waits_and_who_submits_it_has_a_hand_in_it(submit, stores) -> None:
    draft = a_draft(stores)
    submitted, _ = submit(OTHER, draft_id=draft.draft_id, expected_version=1)
    assert (DraftStatus.SUBMITTED, {"editor", "other"}) == (submitted.status, submitted.hands)
    assert submitted == stores.drafts.get(draft.draft_id)
    assert draft.digest == submitted.digest
    (used,) = stores.outbox.events
    assert ("content.submitted", 1) == (used.metric, len(stores.audit.rows))


def test_that_more_would_read_it_is_on_record(submit, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    draft = a_draft(stores, standing=document, marking=content().marking)
    submit(EDITOR, draft_id=draft.draft_id, expected_version=1)
    assert "downgrade" in str(stores.audit.rows[0])


def test_a_stale_a_hidden_and_a_submitted_one_stay_as_they_are(submit, stores) -> None:
    draft, waits = a_draft(stores), a_draft(stores, submitted=True)
    for caller, each, version, refusal in (
        (EDITOR, draft, 2, StaleVersion),
        (UNCLEARED, draft, 1, DraftNotFound),
        (EDITOR, waits, 2, IllegalDraftTransition),
    ):
        with pytest.raises(refusal):
            submit(caller, draft_id=each.draft_id, expected_version=version)
        assert unchanged(stores, each)


def test_what_was_written_from_another_version_is_gone_over_first(submit, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    draft = a_draft(stores, standing=document)
    stores.documents.save(document.revise(document.content, by="other", at=NOON))
    with pytest.raises(DraftOutdated):
        submit(EDITOR, draft_id=draft.draft_id, expected_version=1)
    second = stores.documents.get(document.document_id)
    stores.documents.save(second.withdraw(by="other", at=NOON))
    with pytest.raises(DocumentWithdrawn):
        submit(EDITOR, draft_id=draft.draft_id, expected_version=1)
    assert unchanged(stores, draft)
