"""Saying where a file is read, and reading it there."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.content.domain.attachment import State
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.usecases.attaching import file_key
from services.content.usecases.open_attachment import OpenAttachment
from services.content.usecases.read_attachment import ReadAttachment
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, published
from tests.fakes.content_attachments import MemoryLinks, MemoryReaders, attachment
from tests.fakes.storage import MemoryStorage

RED = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"verified"}))


@pytest.fixture
def links() -> MemoryLinks:
    return MemoryLinks()


@pytest.fixture
def open_it(unit_of_work, clock, links, red_reads) -> OpenAttachment:
    return OpenAttachment(unit_of_work=unit_of_work, clock=clock, links=links, red_reads=red_reads)


@pytest.fixture
def readers() -> MemoryReaders:
    return MemoryReaders({"verified": VERIFIED, "reader": READER, "editor": EDITOR})


@pytest.fixture
def read(unit_of_work, clock, links, readers):
    storage = MemoryStorage()
    use = ReadAttachment(
        unit_of_work=unit_of_work, clock=clock, links=links, readers=readers, storage=storage
    )

    def read(token: str) -> bytes:
        for each in unit_of_work.stores.attachments.kept:
            storage.kept[file_key(each)] = b"hello"
        file, pieces = use(token=token)
        return b"".join(pieces(0, file.size))

    return read


@pytest.fixture
def kept(stores):
    """Keeps a document with an attachment."""

    def keep(**said):
        document = published(**said)
        stores.documents.add(document)
        stores.attachments.add(file := attachment(document_id=document.document_id))
        return document, file

    return keep


def test_a_link_is_its_holders_for_five_minutes_and_opening_is_counted(
    open_it, read, kept, stores, clock, links
) -> None:
    _, file = kept(marking=AMBER)
    shown, url, ends = open_it(VERIFIED, attachment_id=file.attachment_id)
    assert (file, NOON + timedelta(minutes=5)) == (shown, ends)
    assert url.endswith("/0/plan.pdf")
    assert (file.version, "verified") == (links.grants[0].version, links.grants[0].subject)
    assert "content.attachment-opened" == stores.outbox.events[-1].metric
    assert b"hello" == read("0")
    clock.moment = ends
    with pytest.raises(AttachmentNotFound):
        read("0")


def test_a_link_of_nobodys_opens_what_is_for_everybody(open_it, read, kept, links) -> None:
    _, file = kept()
    open_it(ANONYMOUS, attachment_id=file.attachment_id)
    assert "" == links.grants[0].subject
    assert b"hello" == read("0")


def test_no_link_is_made_to_what_one_may_not_read(open_it, kept, stores, links) -> None:
    _, secret = kept(marking=AMBER)
    _, hidden = kept()
    stores.attachments.save(replace(hidden, state=State.QUARANTINED))
    withdrawn, gone = kept()
    stores.documents.kept[withdrawn.document_id] = withdrawn.withdraw(by="editor", at=NOON)
    for who, which in (
        (READER, secret.attachment_id),
        (ANONYMOUS, secret.attachment_id),
        (EDITOR, hidden.attachment_id),
        (EDITOR, gone.attachment_id),
        (EDITOR, uuid4()),
    ):
        with pytest.raises(AttachmentNotFound):
            open_it(who, attachment_id=which)
    assert ([], []) == (links.grants, stores.outbox.events)


def test_links_end_when_the_marking_rises_and_when_the_document_goes(
    open_it, read, kept, stores, readers
) -> None:
    document, file = kept()
    for who in (ANONYMOUS, READER, VERIFIED):
        open_it(who, attachment_id=file.attachment_id)
    raised = document.revise(published(marking=AMBER).content, by="editor", at=NOON)
    stores.documents.kept[document.document_id] = raised
    for token in ("0", "1"):
        with pytest.raises(AttachmentNotFound):
            read(token)
    assert b"hello" == read("2"), "who may read it under the new marking as well"
    stores.documents.kept[document.document_id] = raised.withdraw(by="editor", at=NOON)
    with pytest.raises(AttachmentNotFound):
        read("2")


def test_links_end_with_the_version_and_with_the_holders_rights(
    open_it, read, kept, stores, readers
) -> None:
    _, file = kept(marking=AMBER)
    open_it(VERIFIED, attachment_id=file.attachment_id)
    readers.people["verified"] = replace(VERIFIED, tier=Tier.REGISTERED)
    with pytest.raises(AttachmentNotFound):
        read("0")
    del readers.people["verified"]
    with pytest.raises(AttachmentNotFound):
        read("0")
    readers.people["verified"] = VERIFIED
    assert b"hello" == read("0")
    stores.attachments.save(replace(file, version=file.version + 1))
    for token in ("0", "1", "x"):
        with pytest.raises(AttachmentNotFound):
            read(token)


def test_opening_what_is_red_is_on_record(open_it, kept, stores) -> None:
    _, file = kept(marking=RED)
    open_it(VERIFIED, attachment_id=file.attachment_id)
    assert ("verified", "content:read-red") == stores.audit.rows[-1][:2]
