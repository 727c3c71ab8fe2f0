"""Sending a draft back."""

from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from services.content.domain.draft import Return
from services.content.domain.draft_errors import DraftNotFound, IllegalDraftTransition
from services.content.domain.draft_status import DraftStatus
from services.content.usecases.return_draft import ReturnDraft
from tests.fakes.content import EDITOR, NOON
from tests.unit.content.drafted import OTHER, UNCLEARED, a_draft, unchanged


@pytest.fixture
def send_back(unit_of_work, clock) -> ReturnDraft:
    return ReturnDraft(unit_of_work=unit_of_work, clock=clock)


def test_it_goes_back_with_what_is_to_be_mended_and_may_be_submitted_again(
    send_back, stores
) -> None:
    draft = a_draft(stores, submitted=True)
    back, _ = send_back(OTHER, draft_id=draft.draft_id, expected_version=2, because="Say where.")
    assert (DraftStatus.RETURNED, Return(by="other", because="Say where.")) == (
        back.status,
        back.returned,
    )
    assert (back, 1) == (stores.drafts.get(draft.draft_id), len(stores.audit.rows))
    again = back.submit(by="editor", at=NOON)
    assert (DraftStatus.SUBMITTED, None) == (again.status, again.returned)


def test_who_sends_it_back_may_still_be_its_second_person(send_back, stores) -> None:
    draft = a_draft(stores, submitted=True)
    back, _ = send_back(OTHER, draft_id=draft.draft_id, expected_version=2, because="No.")
    assert {"editor"} == back.hands


def test_a_scheduled_one_is_stopped_and_forgets_who_approved_it(send_back, stores) -> None:
    draft = a_draft(stores, submitted=True, publish_at=NOON + timedelta(days=1))
    stores.drafts.save(draft.approve(standing=None, by="other", read=draft.digest, at=NOON))
    back, _ = send_back(EDITOR, draft_id=draft.draft_id, expected_version=3, because="Wait.")
    assert (DraftStatus.RETURNED, None) == (back.status, back.approved_by)


def test_a_stale_a_hidden_and_an_unsubmitted_one_stay_as_they_are(send_back, stores) -> None:
    draft, waits = a_draft(stores), a_draft(stores, submitted=True)
    for caller, each, version, refusal in (
        (OTHER, waits, 1, StaleVersion),
        (UNCLEARED, waits, 2, DraftNotFound),
        (OTHER, draft, 1, IllegalDraftTransition),
    ):
        with pytest.raises(refusal):
            send_back(caller, draft_id=each.draft_id, expected_version=version, because="No.")
        assert unchanged(stores, each)
