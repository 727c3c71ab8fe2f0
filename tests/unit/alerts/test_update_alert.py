"""Writing what is to take the place of an alert that is out."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Invalid
from services.alerts.domain.alert import Status
from services.alerts.domain.content import WORDS
from services.alerts.domain.errors import (
    AlertNotFound,
    IllegalTransition,
    SelfApproval,
    ThreadMovedOn,
    TooManyDrafts,
)
from services.alerts.domain.events import AlertIssued
from services.alerts.domain.reach import Size
from services.alerts.domain.thread import MOST_OPEN_DRAFTS, Successor, Thread
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.update_alert import UpdateAlert
from tests.fakes.alerts import (
    APPROVER,
    AUTHOR,
    NOON,
    READER,
    SECOND,
    content,
    drafted,
    issued,
    key,
    submitted,
    updated,
)
from tests.fakes.plumbing import FreshIds

OTHER = content(headline="Another street")


FEW = Size.FEWER_THAN_TEN


@pytest.fixture
def update(unit_of_work, clock):
    return UpdateAlert(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


@pytest.fixture
def approve(unit_of_work, clock):
    return ApproveAlert(unit_of_work=unit_of_work, clock=clock)


def test_an_update_is_a_draft_of_the_same_thread(update, stores) -> None:
    stores.alerts.add(out := issued())
    draft = update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key())
    assert Status.DRAFT is draft.status
    assert Thread(thread_id=out.alert_id, number=2, earlier=(out.alert_id,)) == draft.thread
    assert out == stores.alerts.get(out.alert_id), "nothing changes before it is approved"
    assert ("alerts:draft", {"updates": str(out.alert_id)}) == stores.audit.rows[0][1::3]


def test_the_same_key_gives_the_same_draft(update, stores) -> None:
    stores.alerts.add(out := issued())
    first = update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key())
    assert first == update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key())
    assert 2 == len(stores.alerts.kept)


def test_so_many_updates_wait_in_a_thread_and_no_more(update, stores) -> None:
    stores.alerts.add(out := issued())
    for number in range(MOST_OPEN_DRAFTS):
        draft = update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key(f"k{number}"))
    with pytest.raises(TooManyDrafts):
        update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key("more"))
    stores.alerts.save(draft.discard())
    update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key("again"))


def test_issued_it_takes_the_place_of_what_was_out(update, approve, stores) -> None:
    stores.alerts.add(out := issued())
    draft = update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key())
    waiting = draft.submit(by="author", reach=1)
    stores.alerts.save(waiting)
    now_out = approve(APPROVER, alert_id=waiting.alert_id, read=waiting.digest, size=FEW)
    before = stores.alerts.get(out.alert_id)
    assert Successor(alert_id=now_out.alert_id, since=NOON) == before.successor
    assert (out.content, Status.ISSUED) == (before.content, before.status)
    assert [AlertIssued(now_out)] == stores.outbox.events[1:2]
    assert (out.alert_id,) == stores.outbox.events[1].alert.thread.earlier


def test_an_update_needs_an_approval_of_its_own(update, approve, stores) -> None:
    stores.alerts.add(out := issued())
    draft = update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key())
    waiting = draft.submit(by="author", reach=1)
    stores.alerts.save(waiting)
    with pytest.raises(SelfApproval):
        waiting.approve(by="author", read=waiting.digest, at=NOON)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"expires_at": NOON + timedelta(hours=5)}, True),
        ({"headline": "Another street"}, True),
        (dict.fromkeys(WORDS, "Another word"), False),
    ],
)
def test_whose_words_an_update_repeats_cannot_approve_it_whoever_drafted_it(
    update, stores, change, *, refused
) -> None:
    stores.alerts.add(out := issued())
    draft = update(SECOND, alert_id=out.alert_id, content=replace(out.content, **change), key=key())
    waiting = draft.submit(by="second", reach=1)
    assert refused == ("author" in waiting.hands)
    with pytest.raises(SelfApproval) if refused else nullcontext():
        waiting.approve(by="author", read=waiting.digest, at=NOON)


@pytest.mark.parametrize("how", ["withdrawn", "updated"])
def test_what_was_written_against_a_message_that_is_gone_is_not_issued(
    update, approve, stores, how
) -> None:
    """The approver read it beside what was out then."""
    stores.alerts.add(out := issued())
    draft = update(AUTHOR, alert_id=out.alert_id, content=OTHER, key=key())
    waiting = draft.submit(by="author", reach=1)
    stores.alerts.save(waiting)
    gone = out.withdraw(by="x", why="w", at=NOON) if how == "withdrawn" else updated(out)[0]
    stores.alerts.save(gone)
    with pytest.raises(ThreadMovedOn):
        approve(APPROVER, alert_id=waiting.alert_id, read=waiting.digest, size=FEW)
    assert (waiting, gone) == (
        stores.alerts.get(waiting.alert_id),
        stores.alerts.get(out.alert_id),
    )


@pytest.mark.parametrize("alert", [drafted(), submitted()], ids=["draft", "submitted"])
def test_only_what_is_out_is_updated(update, stores, alert) -> None:
    stores.alerts.add(alert)
    with pytest.raises(IllegalTransition):
        update(AUTHOR, alert_id=alert.alert_id, content=OTHER, key=key())


def test_a_thread_goes_on_from_its_current_message_alone(update, stores) -> None:
    before, _ = updated(issued())
    stores.alerts.add(before)
    with pytest.raises(ThreadMovedOn):
        update(AUTHOR, alert_id=before.alert_id, content=OTHER, key=key())
    for act in (
        lambda: before.withdraw(by="x", why="w", at=NOON),
        lambda: before.propose_all_clear(by="x", text="t", authority_reference="r"),
        lambda: before.expire(at=before.content.expires_at),
    ):
        with pytest.raises(ThreadMovedOn):
            act()


def test_a_wrong_word_or_another_reader_meets_the_usual_refusals(update, stores) -> None:
    stores.alerts.add(out := issued())
    with pytest.raises(Invalid):
        update(AUTHOR, alert_id=out.alert_id, content=content(headline=""), key=key())
    stores.alerts.add(hidden := drafted(by="somebody"))
    with pytest.raises(AlertNotFound):
        update(READER, alert_id=hidden.alert_id, content=OTHER, key=key())
    assert 2 == len(stores.alerts.kept)
