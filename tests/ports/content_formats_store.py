"""What the store of accessible formats must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kernel.pages import Place
from kernel.working_days import Nation
from services.content.domain.attachment import State
from services.content.domain.document import Document
from services.content.domain.format_errors import FormatRequestNotFound
from services.content.domain.format_request import Answer, Asked, Format, FormatRequest
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, published
from tests.fakes.content_attachments import attachment

Open = Callable[[], AbstractContextManager[Any]]
BRAILLE = Asked(format=Format.BRAILLE, nation=Nation.WALES, note="For a display.")
LINK = Answer(link="https://formats.example/it")


def wanted(
    document: Document, asked: Asked = BRAILLE, *, by: str | None = "reader", days: int = 0
) -> FormatRequest:
    at = NOON + timedelta(days=days)
    return FormatRequest.made(uuid4(), document, asked, by=by, at=at)


def answered(
    request: FormatRequest, document: Document, answer: Answer = LINK, *, days: int = 1
) -> FormatRequest:
    at = NOON + timedelta(days=days)
    claimed = request.claimed(by="editor", read=request.version)
    return claimed.answered(answer, document, by="editor", read=claimed.version, at=at)


class FormatRequestsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_what_is_kept_is_what_was_asked_and_answered(self, unit_of_work: Open) -> None:
        document = published()
        request = wanted(document)
        done = answered(request, document)
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.format_requests.add(request)
        with unit_of_work() as tx:
            assert request == tx.format_requests.get(request.request_id, lock=True)
            tx.format_requests.save(done)
        with unit_of_work() as tx:
            assert done == tx.format_requests.get(request.request_id)
            with pytest.raises(FormatRequestNotFound):
                tx.format_requests.get(uuid4())

    def test_the_queue_is_by_due_time_within_what_one_may_read_and_pages(
        self, unit_of_work: Open
    ) -> None:
        document, hidden = published(), published(marking=AMBER)
        later, first, secret = (
            wanted(document, days=2),
            wanted(document),
            wanted(hidden, by=None),
        )
        over = answered(wanted(document), document)
        with unit_of_work() as tx:
            for each in (document, hidden):
                tx.documents.add(each)
            for each in (later, first, secret, over):
                tx.format_requests.add(each)
        with unit_of_work() as tx:
            page = tx.format_requests.queue(READER, ended=False, after=None, size=1)
            assert [first] == page
            place = Place(first.due_at, first.request_id)
            rest = tx.format_requests.queue(READER, ended=False, after=place, size=9)
            assert [later] == [each for each in rest if each != secret]
            assert secret not in rest
            assert secret in tx.format_requests.queue(VERIFIED, ended=False, after=None, size=9)
            assert [over] == tx.format_requests.queue(EDITOR, ended=True, after=None, size=9)

    def test_what_waits_is_counted_by_person_and_by_document(self, unit_of_work: Open) -> None:
        document = published()
        requests = [
            wanted(document),
            wanted(document, by=None),
            wanted(published(), by=None),
            answered(wanted(document), document),
        ]
        with unit_of_work() as tx:
            for each in requests:
                tx.format_requests.add(each)
        with unit_of_work() as tx:
            assert 1 == tx.format_requests.waiting_of("reader")
            assert 1 == tx.format_requests.waiting_without_account(document.document_id)
            soon, late = NOON + timedelta(days=1), NOON + timedelta(days=30)
            assert (3, 0) == tx.format_requests.count_waiting(soon)
            assert (3, 3) == tx.format_requests.count_waiting(late)
            own = tx.format_requests.of("reader", most=9)
            assert {requests[0], requests[3]} == set(own)

    def test_what_is_overdue_comes_with_the_untold_first(self, unit_of_work: Open) -> None:
        told, untold, early = wanted(published()), wanted(published(), days=1), None
        early = wanted(published(), days=60)
        late = NOON + timedelta(days=30)
        with unit_of_work() as tx:
            for each in (told.told(late), untold, early):
                tx.format_requests.add(each)
        with unit_of_work() as tx:
            found = tx.format_requests.overdue(late, most=9)
            assert [untold.request_id, told.request_id] == [each.request_id for each in found]
            assert 1 == len(tx.format_requests.overdue(late, most=1))

    def test_the_newest_of_each_format_is_offered_while_its_file_stands(
        self, unit_of_work: Open
    ) -> None:
        document = published()
        file = attachment(document_id=document.document_id)
        other = attachment(document_id=uuid4())
        welsh = Asked(format=Format.OTHER_LANGUAGE, nation=Nation.ENGLAND, language="Polish")
        shouted = replace(welsh, language="POLISH")
        large = Asked(format=Format.LARGE_PRINT, nation=Nation.ENGLAND)
        audio = Asked(format=Format.AUDIO, nation=Nation.ENGLAND)
        easy = Asked(format=Format.EASY_READ, nation=Nation.ENGLAND)
        newer = Answer(link="https://formats.example/newer")
        requests = [
            answered(wanted(document, welsh), document, days=1),
            answered(wanted(document, shouted), document, newer, days=2),
            answered(wanted(document, large), document, Answer(attachment_id=file.attachment_id)),
            answered(wanted(document, audio), document, Answer(reason="It cannot be made.")),
            answered(wanted(document, easy), document, Answer(attachment_id=other.attachment_id)),
            wanted(document),
        ]
        with unit_of_work() as tx:
            tx.documents.add(document)
            for each in (file, other):
                tx.attachments.add(each)
            for each in requests:
                tx.format_requests.add(each)
        with unit_of_work() as tx:
            offers = tx.format_requests.offers(document.document_id)
            assert [("LARGE_PRINT", ""), ("OTHER_LANGUAGE", newer.link)] == [
                (each.format.name, each.answer.link) for each in offers
            ]
            assert [] == tx.format_requests.offers(uuid4())
            tx.attachments.save(replace(file, state=State.REMOVED))
        with unit_of_work() as tx:
            (left,) = tx.format_requests.offers(document.document_id)
            assert Format.OTHER_LANGUAGE is left.format

    def test_who_asked_is_forgotten_and_what_was_made_stays(self, unit_of_work: Open) -> None:
        document = published()
        made = answered(wanted(document), document)
        refused = answered(wanted(document), document, Answer(reason="No."))
        waits, recent = wanted(document), answered(wanted(document), document, days=9)
        with unit_of_work() as tx:
            for each in (made, refused, waits, recent):
                tx.format_requests.add(each)
        before = NOON + timedelta(days=5)
        with unit_of_work() as tx:
            assert 2 == tx.format_requests.forget_people(before=before)
            assert 0 == tx.format_requests.forget_people(before=before)
        with unit_of_work() as tx:
            kept = tx.format_requests.get(made.request_id)
            assert (None, "", LINK) == (kept.requester, kept.asked.note, kept.answer)
            assert 1 == len(tx.format_requests.offers(document.document_id))
            with pytest.raises(FormatRequestNotFound):
                tx.format_requests.get(refused.request_id)
            assert {waits, recent} == set(tx.format_requests.of("reader", most=9))

    def test_a_person_goes_and_an_editor_gets_another_name(self, unit_of_work: Open) -> None:
        document = published()
        done = answered(wanted(document), document)
        with unit_of_work() as tx:
            tx.format_requests.add(done)
            assert [done] == tx.format_requests.handled_by("editor")
            assert 1 == tx.format_requests.forget("reader")
            assert 1 == tx.format_requests.rename("editor", "someone")
            assert (0, 0) == (
                tx.format_requests.forget("reader"),
                tx.format_requests.rename("editor", "someone"),
            )
        with unit_of_work() as tx:
            kept = tx.format_requests.get(done.request_id)
            assert (None, "", "someone", "someone") == (
                kept.requester,
                kept.asked.note,
                kept.claimed_by,
                kept.ended_by,
            )
