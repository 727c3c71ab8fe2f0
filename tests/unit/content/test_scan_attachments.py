"""Judging what waits in quarantine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.content.domain.attachment import PIECE_BYTES, TRY_AGAIN, Refusal, State
from services.content.usecases.attaching import file_key, piece_key
from services.content.usecases.clear_attachments import ClearAttachments
from services.content.usecases.scan_attachments import ScanAttachments
from tests.fakes.content import AMBER, READER, published
from tests.fakes.content_attachments import MemoryInspection, scratch
from tests.fakes.scanner import MemoryScanner
from tests.fakes.storage import MemoryStorage
from tests.fakes.uploads import uploaded


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def scanner() -> MemoryScanner:
    return MemoryScanner()


@pytest.fixture
def inspection() -> MemoryInspection:
    return MemoryInspection()


@pytest.fixture
def outcomes() -> list[str]:
    return []


@pytest.fixture
def scan(unit_of_work, clock, storage, scanner, inspection, outcomes) -> ScanAttachments:
    return ScanAttachments(
        unit_of_work=unit_of_work,
        clock=clock,
        storage=storage,
        scanner=scanner,
        inspection=inspection,
        scratch=scratch,
        outcome=outcomes.append,
    )


@pytest.fixture
def clear(unit_of_work, clock, storage) -> ClearAttachments:
    return ClearAttachments(unit_of_work=unit_of_work, clock=clock, storage=storage)


@pytest.fixture
def upload(unit_of_work, stores, clock, storage):
    """Uploads a file for a new document."""

    def upload(body: bytes, **said):
        stores.documents.add(document := published(**said))
        return uploaded(unit_of_work, clock, storage, document.document_id, body)

    return upload


def test_what_is_good_is_shown_and_its_words_go_to_the_index(
    scan, clear, upload, stores, storage, outcomes
) -> None:
    body = b"keep calm" + b" " * PIECE_BYTES
    file = upload(body)
    document = stores.documents.get(file.document_id)
    assert not file.shown_to(READER, document), "while it waits"
    assert 1 == scan()
    now = stores.attachments.get(file.attachment_id)
    assert (State.STANDING, True) == (now.state, now.has_text)
    assert now.shown_to(READER, document)
    assert "keep calm" in stores.attachments.texts_of([file.document_id])[file.document_id][0]
    assert body == storage.kept[file_key(file.attachment_id)]
    assert [document] == [
        each.document for each in stores.outbox.events if hasattr(each, "document")
    ]
    assert "content:pass-attachment" == stores.audit.rows[-1][1]
    assert ["PASSED"] == outcomes
    clear()
    assert [file_key(file.attachment_id)] == list(storage.kept), "the quarantine is empty"
    assert 0 == scan()


def test_of_what_is_not_for_everybody_a_second_person_has_the_last_word(
    scan, upload, stores
) -> None:
    file = upload(b"hello", marking=AMBER)
    scan()
    assert State.UNCONFIRMED is stores.attachments.get(file.attachment_id).state
    assert not [each for each in stores.outbox.events if hasattr(each, "document")]


@pytest.mark.parametrize("refuses", [*Refusal])
def test_what_is_refused_leaves_nothing_but_why(
    scan, clear, upload, stores, storage, inspection, outcomes, refuses
) -> None:
    body = b"harmful" if refuses is Refusal.INFECTED else b"hello"
    inspection.refuses = None if refuses is Refusal.INFECTED else refuses
    file = upload(body)
    scan()
    clear()
    now = stores.attachments.get(file.attachment_id)
    assert (State.REFUSED, refuses, False) == (now.state, now.refusal, now.bytes_kept)
    assert {} == storage.kept
    action, detail = stores.audit.rows[-1][1], stores.audit.rows[-1][4]
    assert ("content:refuse-attachment", refuses.value) == (action, detail["why"])
    assert ("Test.Harmful" if refuses is Refusal.INFECTED else "") == detail["found"]
    assert [refuses.value] == outcomes
    assert [] == [each for each in stores.outbox.events if hasattr(each, "document")]


def test_what_the_scanner_knows_is_not_even_looked_into(scan, upload, inspection) -> None:
    upload(b"harmful")
    scan()
    assert 0 == inspection.looked


@pytest.mark.parametrize("away", ["scanner", "storage"])
def test_while_the_scanner_or_the_storage_is_away_it_waits_and_is_shown_to_nobody(
    scan, upload, stores, storage, scanner, clock, outcomes, away
) -> None:
    file = upload(b"hello")
    gone = scanner if away == "scanner" else storage
    gone.away = True
    scan()
    waits = stores.attachments.get(file.attachment_id)
    assert (State.QUARANTINED, clock.now() + TRY_AGAIN) == (waits.state, waits.due_at)
    assert not waits.shown_to(READER, stores.documents.get(file.document_id))
    gone.away = False
    assert 0 == scan(), "not at once"
    clock.moment = waits.due_at
    assert 1 == scan()
    assert State.STANDING is stores.attachments.get(file.attachment_id).state
    assert ["PUT_OFF", "PASSED"] == outcomes


@pytest.mark.parametrize("wrong", ["changed", "missing", "longer"])
def test_what_is_not_what_was_said_is_refused(scan, upload, stores, storage, wrong) -> None:
    file = upload(b"hello")
    piece = piece_key(file.attachment_id, 0)
    if wrong == "missing":
        del storage.kept[piece]
    else:
        storage.kept[piece] = b"jello" if wrong == "changed" else b"hello and more"
    scan()
    assert Refusal.DIGEST_DIFFERS is stores.attachments.get(file.attachment_id).refusal


def test_two_processes_do_not_look_into_the_same_file(scan, upload, stores, clock) -> None:
    file = upload(b"hello")
    taken = scan._taken(file.attachment_id)
    assert taken is not None
    assert scan._taken(file.attachment_id) is None
    assert 0 == scan()
    clock.moment += timedelta(minutes=11)
    assert 1 == scan(), "one that died is followed by another"


def test_what_is_removed_while_it_is_looked_into_leaves_nothing(
    scan, clear, upload, stores, storage, inspection, clock
) -> None:
    file = upload(b"hello")
    looks = inspection.text

    def removes(path, kind):
        now = stores.attachments.get(file.attachment_id)
        stores.attachments.save(replace(now, state=State.REMOVED, due_at=None))
        return looks(path, kind)

    inspection.text = removes
    scan()
    clear()
    assert {} == storage.kept
    assert State.REMOVED is stores.attachments.get(file.attachment_id).state
