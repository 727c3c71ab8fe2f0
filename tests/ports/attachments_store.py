"""What the store of attachments must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kernel.principals import Principal
from services.content.domain.attachment import Refusal, State
from services.content.domain.attachment_errors import AttachmentNotFound
from tests.fakes.content import AMBER, EDITOR, READER, VERIFIED, published
from tests.fakes.content_attachments import NOON, attachment

Open = Callable[[], AbstractContextManager[Any]]
LATER = NOON + timedelta(minutes=1)


class AttachmentsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        kept = [
            attachment(),
            attachment(
                state=State.REFUSED,
                refusal=Refusal.MACROS,
                confirmed_by="a",
                removed_by="b",
                due_at=LATER,
                bytes_kept=False,
                has_text=True,
            ),
        ]
        with unit_of_work() as tx:
            for each in kept:
                tx.attachments.add(each)
        with unit_of_work() as tx:
            assert kept == [tx.attachments.get(each.attachment_id, lock=True) for each in kept]
            with pytest.raises(AttachmentNotFound):
                tx.attachments.get(uuid4())

    def test_one_of_a_document_that_a_reader_may_not_know_of_is_not_read(
        self, unit_of_work: Open
    ) -> None:
        """Neither by what is said nor by how long it takes is it told from none."""
        amber, everybody = published(marking=AMBER), published()
        gone = everybody.withdraw(by="editor", at=NOON)
        files = [attachment(document_id=each.document_id) for each in (amber, everybody)]
        with unit_of_work() as tx:
            tx.documents.add(amber)
            tx.documents.add(everybody)
            for each in files:
                tx.attachments.add(each)

        def got(reader: Principal) -> list[int]:
            found = []
            with unit_of_work() as tx:
                for number, each in enumerate(files):
                    with suppress(AttachmentNotFound):
                        assert each == tx.attachments.get(
                            each.attachment_id, reader=reader, lock=True
                        )
                        found.append(number)
            return found

        assert ([1], [0, 1]) == (got(READER), got(VERIFIED))
        with unit_of_work() as tx:
            tx.documents.save(gone)
        assert ([], [0], [0, 1]) == (got(READER), got(VERIFIED), got(EDITOR))

    def test_a_document_has_what_was_not_removed_oldest_first(self, unit_of_work: Open) -> None:
        document_id = uuid4()
        late, early, gone = (
            attachment(document_id=document_id, uploaded_at=at, state=state)
            for at, state in (
                (LATER, State.STANDING),
                (NOON, State.REFUSED),
                (NOON, State.REMOVED),
            )
        )
        with unit_of_work() as tx:
            for each in (late, early, gone, attachment()):
                tx.attachments.add(each)
        with unit_of_work() as tx:
            assert [early, late] == list(tx.attachments.of_document(document_id))

    def test_texts_are_of_what_stands_by_document(self, unit_of_work: Open) -> None:
        document_id = uuid4()
        one, two, hidden, without = (
            attachment(document_id=document_id, uploaded_at=at, state=state, has_text=text)
            for at, state, text in (
                (LATER, State.STANDING, True),
                (NOON, State.STANDING, True),
                (NOON, State.UNCONFIRMED, True),
                (NOON, State.STANDING, False),
            )
        )
        with unit_of_work() as tx:
            for number, each in enumerate((one, two, hidden, without)):
                tx.attachments.add(each)
                tx.attachments.save(each, text=f"text {number}")
            tx.attachments.add(other := attachment(has_text=True))
            tx.attachments.save(other, text="other")
            tx.attachments.save(other)
        with unit_of_work() as tx:
            wanted = {document_id: ["text 1", "text 0"], other.document_id: ["other"]}
            asked = [document_id, other.document_id, uuid4()]
            assert wanted == dict(tx.attachments.texts_of(asked))
            tx.attachments.save(replace(two, state=State.REMOVED))
        with unit_of_work() as tx:
            tx.attachments.save(two)  # what it said is gone for good
            assert "text 1" not in tx.attachments.texts_of([document_id])[document_id]

    def test_those_are_due_that_waited_longest(self, unit_of_work: Open) -> None:
        first = attachment(state=State.QUARANTINED, due_at=NOON)
        second = attachment(state=State.QUARANTINED, due_at=LATER)
        third = attachment(state=State.REFUSED, due_at=NOON)
        resting = attachment(state=State.QUARANTINED)
        with unit_of_work() as tx:
            for each in (second, first, third, resting):
                tx.attachments.add(each)
        with unit_of_work() as tx:
            waits = frozenset({State.QUARANTINED})
            assert [first.attachment_id] == list(tx.attachments.due(waits, NOON, 9))
            both = [first.attachment_id, second.attachment_id]
            assert both == list(tx.attachments.due(waits, LATER, 9))
            assert both[:1] == list(tx.attachments.due(waits, LATER, 1))
            assert 3 == tx.attachments.waiting()

    def test_unfinished_uploads_are_counted_and_given_up(self, unit_of_work: Open) -> None:
        mine = attachment(state=State.UPLOADING)
        late = attachment(state=State.UPLOADING, uploaded_at=LATER, uploaded_by="other")
        with unit_of_work() as tx:
            for each in (mine, late, attachment()):
                tx.attachments.add(each)
        with unit_of_work() as tx:
            assert 1 == tx.attachments.open_uploads("editor")
            assert [mine.attachment_id] == list(tx.attachments.given_up(LATER, 9))

    def test_what_was_refused_long_ago_is_forgotten_once_its_bytes_are(
        self, unit_of_work: Open
    ) -> None:
        old = attachment(state=State.REFUSED, bytes_kept=False)
        kept = [
            attachment(state=State.REFUSED),
            attachment(state=State.REFUSED, bytes_kept=False, changed_at=LATER),
            attachment(bytes_kept=False),
        ]
        with unit_of_work() as tx:
            for each in (old, *kept):
                tx.attachments.add(each)
        with unit_of_work() as tx:
            assert 1 == tx.attachments.forget_refused(LATER)
            with pytest.raises(AttachmentNotFound):
                tx.attachments.get(old.attachment_id)
            assert kept == [tx.attachments.get(each.attachment_id) for each in kept]

    def test_the_documents_whose_attachments_changed_lately_are_known(
        self, unit_of_work: Open
    ) -> None:
        document_id = uuid4()
        with unit_of_work() as tx:
            tx.attachments.add(attachment(changed_at=NOON))
            for _ in range(2):
                tx.attachments.add(attachment(document_id=document_id, changed_at=LATER))
        with unit_of_work() as tx:
            assert [document_id] == list(tx.attachments.changed_since(LATER))

    def test_a_pseudonym_takes_a_persons_place(self, unit_of_work: Open) -> None:
        mine = attachment(confirmed_by="other", removed_by="editor")
        confirmed = attachment(uploaded_by="other", uploaded_at=LATER, confirmed_by="editor")
        with unit_of_work() as tx:
            for each in (mine, confirmed, attachment(uploaded_by="other")):
                tx.attachments.add(each)
        with unit_of_work() as tx:
            assert [mine, confirmed] == list(tx.attachments.touched_by("editor"))
            assert 2 == tx.attachments.rename("editor", "nobody")
            assert 0 == tx.attachments.rename("editor", "nobody")
            after = tx.attachments.get(mine.attachment_id)
            assert ("nobody", "other", "nobody") == (
                after.uploaded_by,
                after.confirmed_by,
                after.removed_by,
            )
