"""Giving a draft up."""

import pytest

from chassis.errors import StaleVersion
from services.content.domain.draft_errors import DraftNotFound, IllegalDraftTransition
from services.content.domain.draft_status import DraftStatus
from services.content.usecases.discard_draft import DiscardDraft
from tests.fakes.content import EDITOR
from tests.unit.content.drafted import OTHER, UNCLEARED, a_draft, unchanged


@pytest.fixture
def discard(unit_of_work, clock) -> DiscardDraft:
    return DiscardDraft(unit_of_work=unit_of_work, clock=clock)


@pytest.mark.parametrize("submitted", [False, True])
def test_it_is_given_up_for_good_and_stays_on_record(discard, stores, submitted: bool) -> None:
    draft = a_draft(stores, submitted=submitted)
    told = {"draft_id": draft.draft_id, "expected_version": draft.version}
    given_up, _ = discard(OTHER, **told)
    assert (DraftStatus.DISCARDED, given_up) == (
        given_up.status,
        stores.drafts.get(draft.draft_id),
    )
    assert (1, []) == (len(stores.audit.rows), stores.outbox.events)
    with pytest.raises(IllegalDraftTransition):
        discard(EDITOR, draft_id=draft.draft_id, expected_version=given_up.version)


def test_a_stale_and_a_hidden_one_stay_as_they_are(discard, stores) -> None:
    draft = a_draft(stores)
    for caller, version, refusal in ((EDITOR, 2, StaleVersion), (UNCLEARED, 1, DraftNotFound)):
        with pytest.raises(refusal):
            discard(caller, draft_id=draft.draft_id, expected_version=version)
        assert unchanged(stores, draft)
