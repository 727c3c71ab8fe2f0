"""Building the indexes anew."""

from datetime import timedelta

import pytest

from services.content.domain.errors import RebuildUnderWay
from services.content.usecases.rebuild_index import RebuildIndex
from services.content.usecases.republish_documents import RepublishDocuments
from tests.fakes.content import NOON, MemoryIndex, published
from tests.fakes.content_attachments import attachment


class ChangingIndex(MemoryIndex):
    """An index during whose rebuild a document changes."""

    def __init__(self, change) -> None:
        super().__init__()
        self._change = change

    def rebuild(self, documents) -> int:
        count = super().rebuild(documents)
        self._change()
        return count


def test_what_changes_during_a_rebuild_is_not_lost(unit_of_work, stores, clock) -> None:
    old = published(at=NOON - timedelta(days=9))
    stores.documents.add(old)
    stores.documents.add(unchanged := published(at=NOON - timedelta(days=8)))
    changed = old.revise(old.content, by="editor", at=NOON)
    index = ChangingIndex(lambda: stores.documents.save(changed))
    rebuild = RebuildIndex(index=index, unit_of_work=unit_of_work, clock=clock)
    assert 2 == rebuild()
    assert {changed, unchanged} == set(index.kept.values())


def test_an_attachment_that_comes_during_a_rebuild_is_not_lost(unit_of_work, stores, clock) -> None:
    stores.documents.add(old := published(at=NOON - timedelta(days=9)))
    before = attachment(
        document_id=old.document_id, has_text=True, changed_at=NOON - timedelta(days=1)
    )
    stores.attachments.add(before)
    stores.attachments.save(before, text="before")

    def come() -> None:
        stores.attachments.add(file := attachment(document_id=old.document_id, has_text=True))
        stores.attachments.save(file, text="late")

    index = ChangingIndex(come)
    RebuildIndex(index=index, unit_of_work=unit_of_work, clock=clock)()
    assert {"before", "late"} == set(index.kept[old.document_id].attached)


def test_one_process_builds_at_a_time(unit_of_work, stores, clock) -> None:
    stores.documents.add(published())
    stores.synonyms.others_build = True
    rebuild = RebuildIndex(index=MemoryIndex(), unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(RebuildUnderWay):
        rebuild()
    stores.synonyms.others_build = False
    assert 1 == rebuild()


def test_every_document_is_told_of_again(unit_of_work, stores) -> None:
    for each in (published(), published().withdraw(by="editor", at=NOON)):
        stores.documents.add(each)
    assert 2 == RepublishDocuments(unit_of_work=unit_of_work)() == len(stores.outbox.events)
