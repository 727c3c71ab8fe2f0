"""Changing a draft."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.draft_errors import DraftNotFound, IllegalDraftTransition
from services.content.domain.draft_status import DraftStatus
from services.content.domain.errors import DocumentWithdrawn, TeaserNotConfirmed, TeaserOfOwner
from services.content.domain.proposal import Proposal
from services.content.usecases.change_draft import ChangeDraft
from tests.fakes.content import AMBER, EDITOR, NOON, content, published
from tests.unit.content.drafted import OTHER, UNCLEARED, a_draft, proposal, unchanged


@pytest.fixture
def change(unit_of_work, clock) -> ChangeDraft:
    return ChangeDraft(unit_of_work=unit_of_work, clock=clock)


def test_who_changes_it_has_a_hand_in_it_and_it_must_be_submitted_again(change, stores) -> None:
    draft = a_draft(stores, submitted=True)
    told = {"draft_id": draft.draft_id, "expected_version": 2, "base_version": 0}
    changed, _ = change(OTHER, proposal=proposal(title="Other"), **told)
    assert (DraftStatus.DRAFT, 3, {"editor", "other"}) == (
        changed.status,
        changed.version,
        changed.hands,
    )
    assert ("Other", changed) == (
        changed.proposal.content.title,
        stores.drafts.get(draft.draft_id),
    )
    assert changed.digest != draft.digest
    assert 1 == len(stores.audit.rows)


def test_it_can_be_brought_up_to_what_stands_by_now(change, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    draft = a_draft(stores, standing=document)
    stores.documents.save(document.revise(document.content, by="other", at=NOON))
    told = {"draft_id": draft.draft_id, "expected_version": 1, "proposal": proposal()}
    with pytest.raises(StaleVersion):
        change(EDITOR, base_version=1, **told)
    assert unchanged(stores, draft)
    changed, _ = change(EDITOR, base_version=2, **told)
    assert 2 == changed.base_version


def test_what_was_read_before_another_change_is_stale(change, stores) -> None:
    draft = a_draft(stores)
    with pytest.raises(StaleVersion):
        change(
            EDITOR, draft_id=draft.draft_id, expected_version=9, base_version=0, proposal=proposal()
        )
    assert unchanged(stores, draft)


def test_who_may_not_read_it_knows_of_none(change, stores) -> None:
    draft = a_draft(stores)
    with pytest.raises(DraftNotFound):
        change(
            UNCLEARED,
            draft_id=draft.draft_id,
            expected_version=1,
            base_version=0,
            proposal=proposal(),
        )
    assert unchanged(stores, draft)


def test_of_what_was_withdrawn_nothing_changes(change, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    draft = a_draft(stores, standing=document)
    stores.documents.save(document.withdraw(by="other", at=NOON))
    with pytest.raises(DocumentWithdrawn):
        change(
            EDITOR, draft_id=draft.draft_id, expected_version=1, base_version=2, proposal=proposal()
        )
    assert unchanged(stores, draft)


def test_what_is_scheduled_is_stopped_before_it_is_changed(change, stores) -> None:
    later = a_draft(stores, submitted=True, publish_at=NOON + timedelta(days=1))
    approved = later.approve(standing=None, by="other", read=later.digest, at=NOON)
    stores.drafts.save(approved)
    with pytest.raises(IllegalDraftTransition):
        change(
            EDITOR, draft_id=later.draft_id, expected_version=3, base_version=0, proposal=proposal()
        )
    assert unchanged(stores, approved)


def test_what_breaks_a_rule_is_named(change, stores) -> None:
    draft = a_draft(stores)
    with pytest.raises(Invalid) as refused:
        change(
            EDITOR,
            draft_id=draft.draft_id,
            expected_version=1,
            base_version=0,
            proposal=proposal(title=""),
        )
    assert ["content.title"] == [each.field for each in refused.value.violations]
    assert unchanged(stores, draft)


def test_once_it_was_not_for_everybody_it_needs_two_people_for_good(change, stores) -> None:
    draft = a_draft(stores)
    opened = Proposal(content=content())
    changed, _ = change(
        EDITOR, draft_id=draft.draft_id, expected_version=1, base_version=0, proposal=opened
    )
    assert changed.needs_second_person(None)


def test_another_than_the_owner_gives_it_no_teaser_but_may_take_it_over(change, stores) -> None:
    draft = a_draft(stores)
    teased = Proposal(content=content(marking=AMBER, teaser="There is more."))
    told = {"draft_id": draft.draft_id, "expected_version": 1, "base_version": 0}
    with pytest.raises(TeaserNotConfirmed):
        change(EDITOR, proposal=teased, **told)
    confirmed = replace(teased, teaser_confirmed=True)
    with pytest.raises(TeaserOfOwner):
        change(OTHER, proposal=confirmed, **told)
    assert unchanged(stores, draft)
    assert "other" == change(OTHER, proposal=confirmed, take_over=True, **told)[0].owner
