"""What the stores of readers must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kernel.pages import Place
from services.content.domain.document import Document
from services.content.domain.reading import Reading
from services.content.domain.remark import Remark, RemarkStatus
from services.content.domain.remark_errors import RemarkNotFound
from services.content.domain.upkeep import Revision
from services.content.usecases.remark_ports import Month, Wanted
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, content, published

Open = Callable[[], AbstractContextManager[Any]]


def remark(document: Document, minutes: int = 0, **given: Any) -> Remark:
    said: dict[str, Any] = {"useful": False, "comment": "Too long."} | given
    return Remark.left(
        uuid4(),
        document_id=document.document_id,
        document_version=document.version,
        at=NOON + timedelta(minutes=minutes),
        **said,
    )


class RemarksStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_the_queue_is_in_order_and_pages(self, unit_of_work: Open) -> None:
        document = published()
        mine = [remark(document, minutes) for minutes in (2, 0, 1)]
        happy = remark(document, useful=True, comment="")
        with unit_of_work() as tx:
            tx.documents.add(document)
            for each in (*mine, happy):
                tx.remarks.add(each)
        with unit_of_work() as tx:
            first = tx.remarks.page(EDITOR, Wanted(status=RemarkStatus.OPEN), after=None, size=2)
            assert [mine[1], mine[2]] == [each.remark for each in first]
            assert {("Hostile vehicles", 1, 3)} == {
                (each.title, each.useful, each.not_useful) for each in first
            }
            place = Place(mine[2].left_at, mine[2].remark_id)
            rest = tx.remarks.page(EDITOR, Wanted(status=RemarkStatus.OPEN), after=place, size=2)
            assert [mine[0]] == [each.remark for each in rest]
            (closed,) = tx.remarks.page(
                EDITOR, Wanted(status=RemarkStatus.CLOSED), after=None, size=2
            )
            assert happy == closed.remark

    def test_a_remark_on_what_one_may_not_read_is_not_there(self, unit_of_work: Open) -> None:
        hidden = published(marking=AMBER)
        gone = published()
        with unit_of_work() as tx:
            for each in (hidden, gone):
                tx.documents.add(each)
                tx.remarks.add(remark(each))
            tx.documents.save(gone.withdraw(by="editor", at=NOON))
        with unit_of_work() as tx:
            seen = [
                len(tx.remarks.page(who, Wanted(status=RemarkStatus.OPEN), after=None, size=9))
                for who in (READER, VERIFIED, EDITOR)
            ]
        assert [0, 1, 1] == seen

    def test_the_queue_is_narrowed_to_a_document_and_to_what_was_not_useful(
        self, unit_of_work: Open
    ) -> None:
        one, other = published(), published()
        bad, good = remark(one), remark(one, 1, useful=True)
        elsewhere = remark(other, 2)
        with unit_of_work() as tx:
            for document in (one, other):
                tx.documents.add(document)
            for each in (bad, good, elsewhere):
                tx.remarks.add(each)
        said: list[tuple[dict[str, Any], list[Remark]]] = [
            ({}, [bad, good, elsewhere]),
            ({"document_id": one.document_id}, [bad, good]),
            ({"not_useful": True}, [bad, elsewhere]),
            ({"document_id": one.document_id, "not_useful": True}, [bad]),
            ({"document_id": uuid4()}, []),
        ]
        with unit_of_work() as tx:
            for asked, wanted in said:
                which = Wanted(status=RemarkStatus.OPEN, **asked)
                found = tx.remarks.page(EDITOR, which, after=None, size=9)
                assert wanted == [each.remark for each in found]

    def test_months_count_what_one_may_read(self, unit_of_work: Open) -> None:
        one, hidden = published(), published(marking=AMBER)
        month = 30 * 24 * 60
        with unit_of_work() as tx:
            for document in (one, hidden):
                tx.documents.add(document)
            for each in (
                *(remark(one), remark(one, useful=True), remark(one, -month)),
                *(remark(hidden, useful=True), remark(one, -14 * month)),
            ):
                tx.remarks.add(each)
        since = NOON - timedelta(days=365)
        october = Month(month="2026-10", useful=0, not_useful=1)
        with unit_of_work() as tx:
            assert [Month(month="2026-11", useful=1, not_useful=1), october] == list(
                tx.remarks.months(READER, None, since=since)
            )
            assert [Month(month="2026-11", useful=2, not_useful=1), october] == list(
                tx.remarks.months(EDITOR, None, since=since)
            )
            assert [Month(month="2026-11", useful=1, not_useful=0)] == list(
                tx.remarks.months(EDITOR, hidden.document_id, since=since)
            )
            assert [] == list(tx.remarks.months(READER, hidden.document_id, since=since))

    def test_a_remark_is_settled_and_forgotten(self, unit_of_work: Open) -> None:
        document, late = published(), timedelta(minutes=1)
        old, new = remark(document), remark(document, 2)
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.remarks.add(old)
            tx.remarks.add(new)
            settled = new.settled(RemarkStatus.ANSWERED, read=1, outcome="Shorter now.")
            tx.remarks.save(settled)
        with unit_of_work() as tx:
            assert settled == tx.remarks.get(new.remark_id)
            assert 1 == tx.remarks.forget(before=NOON + late)
            with pytest.raises(RemarkNotFound):
                tx.remarks.get(old.remark_id)
            assert settled == tx.remarks.get(new.remark_id)


MATERIAL = Revision(note="Other bollards.", material=True)


def reading(document: Document, version: int = 1, minutes: int = 0) -> Reading:
    at = NOON + timedelta(minutes=minutes)
    return Reading(document_id=document.document_id, version=version, read_at=at)


def changed(document: Document, minutes: int = 0, **given: Any) -> Document:
    """Return a document after a material change."""
    at = NOON + timedelta(minutes=minutes)
    return document.revise(content(**given), by="editor", at=at, revision=MATERIAL)


class ReadingsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_a_later_version_takes_the_place_of_an_earlier_one(self, unit_of_work: Open) -> None:
        document, other = published(), published()
        ids = [document.document_id, other.document_id, uuid4()]
        with unit_of_work() as tx:
            tx.readings.keep("reader", reading(document, 2, 5))
            tx.readings.keep("reader", reading(document, 1, 9))
            tx.readings.keep("reader", reading(document, 3, 4))
            tx.readings.keep("other", reading(other))
        with unit_of_work() as tx:
            assert [reading(document, 3, 5)] == tx.readings.find("reader", ids)
            assert [reading(document, 3, 5)] == tx.readings.of("reader")
            assert (1, 0) == (tx.readings.clear("reader"), tx.readings.clear("reader"))
            assert [] == tx.readings.find("reader", ids)
            assert 1 == len(tx.readings.of("other"))

    def test_what_changed_since_is_in_order_and_pages(self, unit_of_work: Open) -> None:
        first, second, same = published(), published(), published()
        with unit_of_work() as tx:
            for each in (first, second, same):
                tx.documents.add(each)
                tx.readings.keep("reader", reading(each))
            tx.documents.save(first := changed(first, 1))
            tx.documents.save(second := changed(second, 2))
            tx.documents.save(same.revise(content(), by="editor", at=NOON))
        with unit_of_work() as tx:
            both = [(second, reading(second)), (first, reading(first))]
            assert both == tx.readings.changed(READER, after=None, size=9)
            place = Place(second.material.changed_at, second.document_id)
            assert both[1:] == tx.readings.changed(READER, after=place, size=9)
            assert [] == tx.readings.changed(VERIFIED, after=None, size=9)
            tx.readings.keep("reader", reading(second, 2))
        with unit_of_work() as tx:
            assert both[1:] == tx.readings.changed(READER, after=None, size=9)

    def test_what_one_may_not_read_any_more_has_not_changed(self, unit_of_work: Open) -> None:
        risen, gone = published(), published()
        with unit_of_work() as tx:
            for each in (risen, gone):
                tx.documents.add(each)
                tx.readings.keep("reader", reading(each))
            tx.documents.save(changed(risen, marking=AMBER))
            tx.documents.save(gone := changed(gone))
            tx.documents.save(gone.withdraw(by="editor", at=NOON))
        with unit_of_work() as tx:
            assert [] == tx.readings.changed(READER, after=None, size=9)

    def test_it_is_switched_and_forgotten(self, unit_of_work: Open) -> None:
        old, new = reading(published()), reading(published(), minutes=2)
        with unit_of_work() as tx:
            for _ in range(2):
                tx.readings.switch("other", off=True)
            tx.readings.keep("reader", old)
            tx.readings.keep("reader", new)
        with unit_of_work() as tx:
            assert (True, False) == (tx.readings.is_off("other"), tx.readings.is_off("reader"))
            tx.readings.switch("other", off=False)
            assert not tx.readings.is_off("other")
            assert 1 == tx.readings.forget(before=NOON + timedelta(minutes=1))
            assert [new] == tx.readings.of("reader")
