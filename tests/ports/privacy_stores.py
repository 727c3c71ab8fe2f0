"""What the stores of requests about somebody's data must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.complaint import ComplaintNotFound
from services.identity.domain.export_archive import part
from services.identity.domain.privacy_errors import PrivacyRequestNotFound, PrivacyRequestOpen
from services.identity.domain.privacy_request import PrivacyRequestState, Receipt
from tests.fakes.identity import NOON
from tests.unit.identity.asking import ERASURE, EXPORT, made, recorded
from tests.unit.identity.test_list_complaints import a_complaint

Open = Callable[[], AbstractContextManager[Any]]
SOON = NOON + timedelta(minutes=1)


class PrivacyStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_request_comes_back_the_same_and_only_in_its_next_version(
        self, unit_of_work: Open
    ) -> None:
        request = recorded()
        longer = request.extended_to_the_longest("Because.", by="privacy", at=NOON)
        with unit_of_work() as tx:
            tx.privacy_requests.add(request)
            assert request == tx.privacy_requests.get(request.request_id, lock=True)
            tx.privacy_requests.save(longer)
        with unit_of_work() as tx:
            assert longer == tx.privacy_requests.get(request.request_id)
            with pytest.raises(PrivacyRequestNotFound):
                tx.privacy_requests.get(uuid4())
        with pytest.raises(StaleVersion), unit_of_work() as tx:
            tx.privacy_requests.save(longer)

    def test_one_of_a_kind_is_open_at_once(self, unit_of_work: Open) -> None:
        first = made()
        with unit_of_work() as tx:
            tx.privacy_requests.add(first)
            tx.privacy_requests.add(made(ERASURE))
            tx.privacy_requests.add(made(subject="other"))
        with pytest.raises(PrivacyRequestOpen), unit_of_work() as tx:
            tx.privacy_requests.add(made())
        with unit_of_work() as tx:
            tx.privacy_requests.save(first.withdrawn(NOON))
            tx.privacy_requests.add(made())

    def test_pages_go_on_where_they_ended_and_ones_own_are_newest_first(
        self, unit_of_work: Open
    ) -> None:
        asked = [made(at=NOON + timedelta(hours=n), subject=f"p{n}") for n in range(3)]
        closed = made(at=NOON, subject="p0").begun().answered(NOON)
        with unit_of_work() as tx:
            for each in (*asked, closed):
                tx.privacy_requests.add(each)
            first = tx.privacy_requests.page(only_open=True, after=None, size=2)
            assert asked[:2] == list(first)
            after = Place(first[-1].created_at, first[-1].request_id)
            assert asked[2:] == list(tx.privacy_requests.page(only_open=True, after=after, size=2))
            assert 4 == len(tx.privacy_requests.page(only_open=False, after=None, size=9))
            assert {asked[0], closed} == set(tx.privacy_requests.of_subject("p0", most=9))
            assert 1 == len(tx.privacy_requests.of_subject("p0", most=1))

    def test_what_waits_is_begun_when_it_is_due_and_an_export_ended(
        self, unit_of_work: Open
    ) -> None:
        waits, ready = recorded(), made().begun().answered(NOON)
        with unit_of_work() as tx:
            tx.privacy_requests.add(waits)
            tx.privacy_requests.add(ready)
            assert tx.privacy_requests.to_begin(NOON) is None
            assert waits == tx.privacy_requests.to_begin(NOON + timedelta(hours=72))
            assert tx.privacy_requests.to_end(NOON) is None
            assert ready == tx.privacy_requests.to_end(NOON + timedelta(days=7))

    def test_a_question_is_taken_by_one_and_is_due_again_if_nobody_answers(
        self, unit_of_work: Open
    ) -> None:
        request = made()
        receipts = [
            Receipt(request_id=request.request_id, holder=name, round=1, due_at=NOON)
            for name in ("alerts", "content")
        ]
        with unit_of_work() as tx:
            tx.privacy_requests.add(request)
            for each in (*receipts, *receipts):
                tx.privacy_receipts.add(each)
        with unit_of_work() as tx:
            taken = tx.privacy_receipts.claim(NOON, again_at=SOON)
            assert replace(receipts[0], due_at=SOON, tries=1) == taken
        with unit_of_work() as tx:
            other = tx.privacy_receipts.claim(NOON, again_at=SOON)
            assert "content" == other.holder
            assert tx.privacy_receipts.claim(NOON, again_at=SOON) is None
            assert 2 == tx.privacy_receipts.claim(SOON, again_at=SOON).tries

    def test_an_answer_is_kept_once_with_what_it_had(self, unit_of_work: Open) -> None:
        request = made()
        asked = Receipt(request_id=request.request_id, holder="alerts", round=1, due_at=NOON)
        held = part("alerts", [{"table": "t", "purpose": "p", "row": {}}])
        answered = replace(asked, answered_at=NOON, records=1, digest=held.digest)
        with unit_of_work() as tx:
            tx.privacy_requests.add(request)
            tx.privacy_receipts.add(asked)
            tx.privacy_receipts.later(asked, SOON, "away")
            (waits,) = tx.privacy_receipts.of([request.request_id])
            assert (SOON, "away") == (waits.due_at, waits.why)
            tx.privacy_receipts.answered(answered, held)
        with unit_of_work() as tx:
            tx.privacy_receipts.answered(replace(answered, records=7), part("alerts", []))
            tx.privacy_receipts.later(asked, NOON, "late word")
            assert [replace(answered, due_at=SOON)] == list(
                tx.privacy_receipts.of([request.request_id])
            )
            assert [held] == list(tx.privacy_receipts.parts(request.request_id))
            assert tx.privacy_receipts.claim(SOON, again_at=SOON) is None
            assert 1 == tx.privacy_receipts.forget_parts(request.request_id)
            assert [] == list(tx.privacy_receipts.parts(request.request_id))
            assert 0 == tx.privacy_receipts.forget_parts(request.request_id)

    def test_a_person_is_taken_out_of_all_of_theirs(self, unit_of_work: Open) -> None:
        ready, waits, others = (
            made(EXPORT).begun().answered(NOON),
            made(EXPORT),
            made(subject="other"),
        )
        asked = Receipt(request_id=ready.request_id, holder="alerts", round=1, due_at=NOON)
        with unit_of_work() as tx:
            for each in (ready, waits, others):
                tx.privacy_requests.add(each)
            tx.privacy_receipts.add(asked)
            tx.privacy_receipts.answered(
                replace(asked, answered_at=NOON), part("alerts", [{"row": "canary"}])
            )
            assert 2 == tx.privacy_requests.disown("owner", "pseudonym", SOON)
        with unit_of_work() as tx:
            assert [] == list(tx.privacy_requests.of_subject("owner", most=9))
            assert [] == list(tx.privacy_receipts.parts(ready.request_id))
            ended = tx.privacy_requests.get(waits.request_id)
            assert (PrivacyRequestState.WITHDRAWN, SOON, 2) == (
                ended.state,
                ended.closed_at,
                ended.version,
            )
            kept = tx.privacy_requests.get(ready.request_id)
            assert (None, "pseudonym") == (kept.until, kept.subject)
            assert others == tx.privacy_requests.get(others.request_id)

    def test_old_ones_go_with_their_receipts(self, unit_of_work: Open) -> None:
        old, waits = made().begun().answered(NOON), made()
        with unit_of_work() as tx:
            for each in (old, waits):
                tx.privacy_requests.add(each)
                tx.privacy_receipts.add(
                    Receipt(request_id=each.request_id, holder="alerts", round=1, due_at=NOON)
                )
            assert 0 == tx.privacy_requests.forget_closed(NOON)
            assert 1 == tx.privacy_requests.forget_closed(SOON)
        with unit_of_work() as tx:
            assert [] == list(tx.privacy_receipts.of([old.request_id]))
            assert waits == tx.privacy_requests.get(waits.request_id)
            assert 1 == len(tx.privacy_receipts.of([waits.request_id]))

    def test_a_complaint_comes_back_the_same_and_goes_long_after_its_answer(
        self, unit_of_work: Open
    ) -> None:
        there, younger = a_complaint(), a_complaint(made_at=SOON)
        done = there.acknowledged(NOON).answered("Done.", by="privacy", at=NOON)
        with unit_of_work() as tx:
            for each in (younger, there):
                tx.complaints.add(each)
            assert there == tx.complaints.get(there.complaint_id, lock=True)
            first = tx.complaints.page(only_open=True, after=None, size=1)
            assert [there] == list(first)
            after = Place(there.made_at, there.complaint_id)
            assert [younger] == list(tx.complaints.page(only_open=True, after=after, size=9))
            tx.complaints.save(there.acknowledged(NOON))
            tx.complaints.save(done)
            assert [younger] == list(tx.complaints.page(only_open=True, after=None, size=9))
            assert [done, younger] == list(tx.complaints.page(only_open=False, after=None, size=9))
        with pytest.raises(StaleVersion), unit_of_work() as tx:
            tx.complaints.save(done)
        with unit_of_work() as tx:
            assert 0 == tx.complaints.forget_answered(NOON)
            assert 1 == tx.complaints.forget_answered(SOON)
            with pytest.raises(ComplaintNotFound):
                tx.complaints.get(there.complaint_id)
