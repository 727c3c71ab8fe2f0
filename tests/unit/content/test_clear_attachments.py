"""Keeping no more than there should be."""

import io
from datetime import timedelta

import pytest

from services.content.domain.attachment import REFUSAL_KEPT, UPLOAD_HOURS, State
from services.content.usecases.attaching import file_key, piece_key
from services.content.usecases.clear_attachments import ClearAttachments
from tests.fakes.content import NOON
from tests.fakes.content_attachments import attachment
from tests.fakes.storage import MemoryStorage


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def clear(unit_of_work, clock, storage) -> ClearAttachments:
    return ClearAttachments(unit_of_work=unit_of_work, clock=clock, storage=storage)


def _kept(stores, storage, **said):
    stores.attachments.add(each := attachment(due_at=NOON, **said))
    for key in (piece_key(each.attachment_id, 0), file_key(each.attachment_id)):
        storage.put(key, io.BytesIO(b"x"), 1)
    return each.attachment_id


def test_the_bytes_of_what_stands_alone_are_kept(clear, stores, storage) -> None:
    ids = {state: _kept(stores, storage, state=state) for state in State}
    clear()
    held = {state for state in State if file_key(ids[state]) in storage.kept}
    waits = {state for state in State if piece_key(ids[state], 0) in storage.kept}
    running = {State.UPLOADING, State.QUARANTINED}
    assert {State.STANDING, State.UNCONFIRMED, *running} == held
    assert running == waits
    assert 0 == clear(), "once"


def test_uploads_that_nobody_finished_are_given_up(clear, stores, storage, clock) -> None:
    upload = _kept(stores, storage, state=State.UPLOADING)
    clock.moment += UPLOAD_HOURS
    clear()
    assert State.UPLOADING is stores.attachments.get(upload).state
    clock.moment += timedelta(seconds=1)
    clear()
    clear()
    assert State.REMOVED is stores.attachments.get(upload).state
    assert {} == storage.kept
    assert "content:give-up-upload" == stores.audit.rows[-1][1]


def test_while_the_storage_is_away_it_is_tried_again(clear, stores, storage, clock) -> None:
    gone = _kept(stores, storage, state=State.REMOVED)
    storage.away = True
    clear()
    assert stores.attachments.get(gone).bytes_kept
    storage.away = False
    clock.moment += timedelta(minutes=1)
    clear()
    assert ({}, False) == (storage.kept, stores.attachments.get(gone).bytes_kept)


def test_what_was_refused_is_said_for_a_week(clear, stores, storage, clock) -> None:
    _kept(stores, storage, state=State.REFUSED)
    clear()
    clock.moment += REFUSAL_KEPT
    clear()
    assert 1 == len(stores.attachments.kept)
    clock.moment += timedelta(seconds=1)
    clear()
    assert {} == stores.attachments.kept
