"""An attachment's life, and whom it is shown to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.attachment import (
    PIECE_BYTES,
    TRANSITIONS,
    Refusal,
    State,
    needs_second_person,
)
from services.content.domain.attachment_errors import (
    AttachmentChanged,
    AttachmentNotFound,
    NotAwaitingConfirmation,
    PieceOutOfOrder,
    UploadClosed,
    UploadIncomplete,
)
from services.content.domain.attachment_kind import MIB, FileKind, declared_violations
from services.content.domain.document import Status
from services.content.domain.partner_errors import SelfConfirmation
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, published
from tests.fakes.content_attachments import attachment

DIGEST = "a" * 64


@given(st.integers(1, 5 * PIECE_BYTES))
def test_the_pieces_of_an_upload_are_as_long_as_it_is(size: int) -> None:
    upload = attachment(size=size)
    lengths = [upload.piece_bytes(number) for number in range(upload.pieces)]
    assert size == sum(lengths)
    assert all(0 < each <= PIECE_BYTES for each in lengths)
    assert all(each == PIECE_BYTES for each in lengths[:-1])


def test_pieces_come_in_order_and_may_come_again() -> None:
    upload = attachment(state=State.UPLOADING, size=2 * PIECE_BYTES + 1, received=1)
    for number in (0, 1):
        upload.takes(number)
    for number in (2, 3, -1):
        with pytest.raises(PieceOutOfOrder):
            upload.takes(number)
    assert [1, 2] == [upload.with_piece(number).received for number in (0, 1)]
    with pytest.raises(UploadClosed):
        replace(upload, state=State.QUARANTINED).takes(1)


def test_an_upload_is_finished_when_everything_came_and_once() -> None:
    upload = attachment(state=State.UPLOADING, size=PIECE_BYTES + 1, received=1)
    with pytest.raises(UploadIncomplete):
        upload.finished(DIGEST, at=NOON)
    finished = upload.with_piece(1).finished(DIGEST, at=NOON)
    assert (State.QUARANTINED, DIGEST, NOON) == (finished.state, finished.digest, finished.due_at)
    with pytest.raises(UploadClosed):
        finished.finished(DIGEST, at=NOON)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", ["passed", "refused", "removed"])
def test_nothing_moves_but_as_the_table_says(state: State, to: str) -> None:
    before, document = attachment(state=state), published()
    moves = {
        "passed": (State.STANDING, lambda: before.passed(document, has_text=False, at=NOON)),
        "refused": (State.REFUSED, lambda: before.refused(Refusal.MACROS, at=NOON)),
        "removed": (State.REMOVED, lambda: before.removed(by="editor", at=NOON)),
    }
    wanted, move = moves[to]
    if wanted in TRANSITIONS[state] and not (to == "passed" and state is State.UNCONFIRMED):
        assert (wanted, before.version + 1) == (move().state, move().version)
    elif (to, state) != ("passed", State.UNCONFIRMED):
        with pytest.raises((UploadClosed, AttachmentNotFound)):
            move()


def test_of_what_is_not_for_everybody_a_second_person_reads_exactly_the_file() -> None:
    waiting = attachment(state=State.QUARANTINED, digest=DIGEST).passed(
        published(marking=AMBER), has_text=True, at=NOON
    )
    assert State.UNCONFIRMED is waiting.state
    with pytest.raises(SelfConfirmation):
        waiting.confirmed(DIGEST, by="editor", at=NOON)
    with pytest.raises(AttachmentChanged):
        waiting.confirmed("b" * 64, by="other", at=NOON)
    shown = waiting.confirmed(DIGEST, by="other", at=NOON)
    assert (State.STANDING, "other", True) == (shown.state, shown.confirmed_by, shown.has_text)
    with pytest.raises(NotAwaitingConfirmation):
        shown.confirmed(DIGEST, by="third", at=NOON)


def test_what_one_person_showed_waits_for_a_second_once_not_everybody_may_read_it() -> None:
    alone = attachment(has_text=True)
    twice = attachment(confirmed_by="other")
    everybody, fewer = published(), published(marking=AMBER)
    waiting = alone.under(fewer, at=NOON)
    assert (State.UNCONFIRMED, alone.version + 1) == (waiting.state, waiting.version)
    assert "other" == waiting.confirmed(alone.digest, by="other", at=NOON).confirmed_by
    for each, document in (
        (alone, everybody),
        (twice, fewer),
        *((attachment(state=state), fewer) for state in set(State) - {State.STANDING}),
    ):
        assert each is each.under(document, at=NOON)


MARKINGS = (
    Marking.clear(),
    Marking(tlp=Tlp.CLEAR, minimum_tier=Tier.REGISTERED),
    AMBER,
    Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED, closed_group="g"),
    Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"verified"})),
)


@pytest.mark.parametrize("marking", MARKINGS)
def test_everything_but_what_is_for_everybody_needs_two(marking: Marking) -> None:
    assert (marking != Marking.clear()) == needs_second_person(published(marking=marking))


@pytest.mark.parametrize("marking", MARKINGS)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("reader", [READER, VERIFIED, EDITOR])
def test_it_follows_its_document_and_editors_alone_see_what_does_not_stand(
    marking, state, status, reader
) -> None:
    document = replace(published(marking=marking), status=status)
    each = attachment(state=state, document_id=document.document_id)
    shown, opens = each.shown_to(reader, document), each.opens_for(reader, document)
    may = may_read(reader, marking)
    if not may or state is State.REMOVED:
        assert (False, False) == (shown, opens)
    elif reader is EDITOR:
        held = state in {State.STANDING, State.UNCONFIRMED}
        assert (True, held and status is Status.PUBLISHED) == (shown, opens)
    else:
        stands = state is State.STANDING and status is Status.PUBLISHED
        assert (stands, stands) == (shown, opens)


@pytest.mark.parametrize(
    ("name", "media_type", "size", "field"),
    [
        ("../plan.pdf", "application/pdf", 5, "name"),
        ("folder/plan.pdf", "application/pdf", 5, "name"),
        ("c:\\plan.pdf", "application/pdf", 5, "name"),
        (".pdf", "application/pdf", 5, "name"),
        ("plan\x00.pdf", "application/pdf", 5, "name"),
        ("plan\u202efdp.exe.pdf", "application/pdf", 5, "name"),
        ("plan\n.pdf", "application/pdf", 5, "name"),
        ("con.pdf", "application/pdf", 5, "name"),
        ("", "application/pdf", 5, "name"),
        (f"{'x' * 150}.pdf", "application/pdf", 5, "name"),
        ("plan.exe", "application/pdf", 5, "name"),
        ("plan.pdf.exe", "application/pdf", 5, "name"),
        ("plan", "application/pdf", 5, "name"),
        ("plan.docm", FileKind.DOCX.media_type, 5, "name"),
        ("plan.pdf", "text/plain", 5, "name"),
        ("page.html", "text/html", 5, "media_type"),
        ("drawing.svg", "image/svg+xml", 5, "media_type"),
        ("plan.docm", "application/vnd.ms-word.document.macroEnabled.12", 5, "media_type"),
        ("plan.zip", "application/zip", 5, "media_type"),
        ("plan.pdf", "application/pdf", 0, "size"),
        ("plan.pdf", "application/pdf", 25 * MIB + 1, "size"),
        ("film.mp4", "video/mp4", 200 * MIB + 1, "size"),
    ],
)
def test_what_may_not_come_is_refused_when_it_is_announced(name, media_type, size, field) -> None:
    assert [field] == [each.field for each in declared_violations(name, media_type, size)]


def test_good_announcements_are_good() -> None:
    for name, media_type, size in (
        ("Cynllun ŵyl.pdf", "application/pdf", 25 * MIB),
        ("film.MP4", "video/mp4", 200 * MIB),
        ("photo.jpeg", "image/jpeg", 1),
        ("notes (2).txt", "text/plain; charset=utf-8", 1),
    ):
        assert [] == declared_violations(name, media_type, size)


def test_bytes_are_kept_of_what_was_found_good_alone() -> None:
    for state in State:
        cleared = attachment(state=state, due_at=NOON + timedelta(1)).cleared()
        assert (state in {State.STANDING, State.UNCONFIRMED}) == cleared.bytes_kept
        assert cleared.due_at is None
