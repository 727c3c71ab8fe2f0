"""What comes and goes at its time, does so once, and only if it still fits."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.content.domain.document import Document, Status
from services.content.domain.draft import Draft
from services.content.domain.draft_errors import IllegalDraftTransition, ScheduleOver
from services.content.domain.draft_status import TRANSITIONS, DraftStatus
from services.content.domain.events import DocumentChanged
from services.content.domain.proposal import Proposal
from services.content.usecases.draft_ports import Task
from services.content.usecases.list_due_documents import CountOverdue
from services.content.usecases.look_ahead import LookAhead
from services.content.usecases.publish_due_drafts import APPROVER_LEFT, STOPPED, PublishDueDrafts
from services.content.usecases.withdraw_due_documents import WithdrawDueDocuments
from tests.fakes.content import AMBER, EDITOR, NOON, VERIFIED, content, looked_after, published

TOMORROW = NOON + timedelta(days=1)


def waiting(standing: Document | None = None, **given: object) -> Draft:
    """A draft that was approved for tomorrow."""
    draft = Draft.begun(
        uuid4(),
        Proposal(content=content(marking=AMBER, title="New"), publish_at=TOMORROW, **given),
        document_id=standing.document_id if standing else uuid4(),
        standing=standing,
        owner="editor",
        by="editor",
        at=NOON,
    )
    submitted = draft.submit(by="editor", at=NOON)
    return submitted.approve(standing=standing, by="other", read=draft.digest, at=NOON)


@pytest.fixture
def publish(unit_of_work, stores, clock) -> PublishDueDrafts:
    stores.readers.known["other"] = replace(EDITOR, subject="other")
    return PublishDueDrafts(unit_of_work=unit_of_work, clock=clock)


def test_a_document_stands_at_its_time_and_not_before_and_once(publish, stores, clock) -> None:
    draft = waiting(withdraw_at=TOMORROW + timedelta(days=1))
    stores.drafts.add(draft)
    assert (DraftStatus.SCHEDULED, 0) == (draft.status, publish())
    assert {} == stores.documents.kept
    clock.pass_(days=1)
    assert [1, 0] == [publish(), publish()]
    document = stores.documents.get(draft.document_id)
    assert ("editor", "other", clock.now()) == (
        document.changed_by,
        document.approved_by,
        document.published_at,
    )
    assert TOMORROW + timedelta(days=1) == document.withdraw_at
    changed, used = stores.outbox.events
    assert (DocumentChanged(document), "content.published", None) == (
        changed,
        used.metric,
        used.caller.subject,
    )
    assert DraftStatus.PUBLISHED is stores.drafts.get(draft.draft_id).status


@pytest.mark.parametrize("gone", [True, False])
def test_one_whose_document_changed_meanwhile_goes_back_to_its_writers(
    publish, stores, clock, gone: bool
) -> None:
    stores.documents.add(standing := looked_after(by="editor", marking=AMBER))
    stores.drafts.add(draft := waiting(standing))
    changed = (
        standing.withdraw(by="x", at=NOON)
        if gone
        else standing.revise(standing.content, by="x", at=NOON)
    )
    stores.documents.save(changed)
    clock.pass_(days=1)
    assert [1, 0] == [publish(), publish()]
    back = stores.drafts.get(draft.draft_id)
    assert back.returned is not None
    assert (DraftStatus.RETURNED, STOPPED, None) == (
        back.status,
        back.returned.because,
        back.approved_by,
    )
    assert changed == stores.documents.get(standing.document_id)
    assert [] == stores.outbox.events


@pytest.mark.parametrize(
    "approver",
    [
        None,
        ANONYMOUS,
        replace(VERIFIED, subject="other"),
        replace(EDITOR, subject="other", tier=Tier.REGISTERED),
    ],
    ids=["suspended", "unknown", "no editor any more", "may not read it"],
)
def test_an_approval_counts_at_its_time_as_long_as_the_right_to_give_it(
    publish, stores, clock, approver
) -> None:
    stores.drafts.add(draft := waiting())
    stores.readers.known["other"] = approver
    clock.pass_(days=1)
    assert [1, 0] == [publish(), publish()]
    back = stores.drafts.get(draft.draft_id)
    assert back.returned is not None
    assert (DraftStatus.RETURNED, APPROVER_LEFT) == (back.status, back.returned.because)
    assert ({}, []) == (stores.documents.kept, stores.outbox.events)


def test_a_document_goes_at_its_time_and_once(unit_of_work, stores, clock) -> None:
    going = replace(published(), withdraw_at=TOMORROW, withdraw_because="It is over.")
    stores.documents.add(going)
    stores.documents.add(published())
    withdraw = WithdrawDueDocuments(unit_of_work=unit_of_work, clock=clock)
    assert 0 == withdraw()
    clock.pass_(days=1)
    assert [1, 0] == [withdraw(), withdraw()]
    gone = stores.documents.get(going.document_id)
    assert Status.WITHDRAWN is gone.status
    assert [DocumentChanged(gone)] == stores.outbox.events
    assert "It is over." in str(stores.audit.rows[-1])


def test_what_was_to_end_before_it_is_approved_does_not_stand() -> None:
    draft = Draft.begun(
        uuid4(),
        Proposal(content=content(), withdraw_at=TOMORROW),
        document_id=uuid4(),
        standing=None,
        owner="editor",
        by="editor",
        at=NOON,
    )
    with pytest.raises(ScheduleOver):
        draft.approve(standing=None, by="other", read=draft.digest, at=TOMORROW)


def test_every_move_is_in_the_table() -> None:
    """From each state, each act either leads where the table says, or is refused."""
    draft = waiting()
    acts = {
        DraftStatus.SUBMITTED: lambda each: each.submit(by="x", at=NOON),
        DraftStatus.RETURNED: lambda each: each.send_back(by="x", because="y", at=NOON),
        DraftStatus.DISCARDED: lambda each: each.discard(by="x", at=NOON),
        DraftStatus.PUBLISHED: lambda each: each.take_effect(NOON),
    }
    for status, onward in TRANSITIONS.items():
        here = replace(draft, status=status)
        for target, act in acts.items():
            if target in onward:
                assert target is act(here).status
            else:
                with pytest.raises(IllegalDraftTransition):
                    act(here)


def test_the_look_ahead_says_what_is_due_and_in_how_many_seconds(clock) -> None:
    class Agenda:
        def earliest(self):
            return {Task.COME: TOMORROW}

    assert {"drafts come": 86_400.0} == LookAhead(agenda=Agenda(), clock=clock)()


def test_overdue_reviews_are_counted_whoever_may_read_them(unit_of_work, stores, clock) -> None:
    stores.documents.add(looked_after(marking=AMBER))
    stores.documents.add(looked_after())
    stores.documents.add(published())
    told: list[int] = []
    count = CountOverdue(unit_of_work=unit_of_work, clock=clock, tell=told.append)
    count()
    clock.pass_(days=366)
    count()
    assert [0, 2] == told
