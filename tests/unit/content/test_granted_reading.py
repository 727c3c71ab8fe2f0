"""Every surface honours a grant, each read by one is on record, and none outlives it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.attachment import State
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.attaching import file_key
from services.content.usecases.get_document import GetDocument
from services.content.usecases.get_version import GetVersion
from services.content.usecases.leave_remark import LeaveRemark
from services.content.usecases.list_attachments import ListAttachments
from services.content.usecases.list_documents import ListDocuments
from services.content.usecases.list_similar import ListSimilar
from services.content.usecases.open_attachment import OpenAttachment
from services.content.usecases.read_attachment import ReadAttachment
from services.content.usecases.red_reads import READ_GRANTED
from services.content.usecases.revise_document import ReviseDocument
from tests.fakes.content import NOON, READER, MemorySearch, key
from tests.fakes.content_access import HIGH, granted
from tests.fakes.content_attachments import MemoryLinks, MemoryReaders, MemoryStorage, attachment
from tests.fakes.plumbing import FreshIds

Reads = Callable[[Principal], Any]
HIDDEN = (DocumentNotFound, AttachmentNotFound)


@pytest.fixture
def document(teased):
    return teased()


@pytest.fixture
def grant(document, stores):
    stores.access.add(given := granted(document, READER, days=2))
    return given


@pytest.fixture
def file(document, stores):
    stores.attachments.add(kept := attachment(document_id=document.document_id))
    return kept


@pytest.fixture
def holder() -> MemoryReaders:
    return MemoryReaders({"reader": READER})


@pytest.fixture
def surfaces(unit_of_work, clock, red_reads, document, file, stores, holder) -> dict[str, Reads]:
    which, links, storage = {"document_id": document.document_id}, MemoryLinks(), MemoryStorage()
    storage.kept[file_key(file.attachment_id)] = b"hello"
    on = {"unit_of_work": unit_of_work, "red_reads": red_reads}
    opening = OpenAttachment(**on, clock=clock, links=links)
    reading = ReadAttachment(
        unit_of_work=unit_of_work, clock=clock, links=links, readers=holder, storage=storage
    )
    similar = ListSimilar(
        engine=MemorySearch(stores.documents), unit_of_work=unit_of_work, clock=clock
    )
    remark = LeaveRemark(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def by_link(who: Principal) -> bytes:
        if not links.grants:
            opening(who, attachment_id=file.attachment_id)
        holder.people["reader"] = who
        return b"".join(reading(token="0")[1](0, 5))

    return {
        "detail": lambda who: GetDocument(**on)(who, **which),
        "attachments": lambda who: ListAttachments(**on)(who, **which),
        "opening": lambda who: opening(who, attachment_id=file.attachment_id),
        "file": by_link,
        "similar": lambda who: similar(who, **which),
        "remark": lambda who: remark(who, **which, useful=True, comment="", key=key()),
    }


SURFACES = ["detail", "attachments", "opening", "file", "similar", "remark"]


@pytest.mark.parametrize("name", SURFACES)
def test_a_grant_opens_it_until_its_last_moment(surfaces, grant, clock, name) -> None:
    surfaces[name](READER)
    clock.moment = NOON + timedelta(days=2)
    with pytest.raises(HIDDEN):
        surfaces[name](READER)


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize(
    "who", [replace(READER, subject="other"), replace(READER, tier=Tier.PUBLIC)], ids=str
)
def test_it_opens_it_for_nobody_else(surfaces, grant, name, who) -> None:
    with pytest.raises(HIDDEN):
        surfaces[name](who)


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("what", ["revoked", "raised", "withdrawn"])
def test_it_ends_at_once_and_open_links_with_it(
    surfaces, grant, document, stores, name, what
) -> None:
    surfaces[name](READER)
    if what == "revoked":
        stores.access.save(grant.revoked(by="owner", because="Over.", at=NOON))
    elif what == "raised":
        higher = replace(document.content, marking=HIGH["marking"])
        stores.documents.save(document.revise(higher, by="owner", at=NOON))
    else:
        stores.documents.save(document.withdraw(by="owner", at=NOON))
    with pytest.raises(HIDDEN):
        surfaces[name](READER)


@pytest.mark.parametrize("name", ["detail", "attachments", "opening"])
def test_each_read_by_it_is_on_record(surfaces, grant, document, stores, name) -> None:
    surfaces[name](READER)
    ((_, action, resource, _, detail),) = stores.audit.rows
    assert (READ_GRANTED, str(document.document_id)) == (action, resource)
    assert str(grant.request_id) == detail["request"]
    assert "content.granted-read" in [each.metric for each in stores.outbox.events]


def test_translations_come_with_it_and_other_documents_do_not(
    unit_of_work, red_reads, teased, stores, document, grant
) -> None:
    welsh = teased(language="cy", translation_of=document.document_id)
    higher = teased(**HIGH, language="cy", translation_of=document.document_id)
    get = GetDocument(unit_of_work=unit_of_work, red_reads=red_reads)
    assert [welsh] == list(get(READER, document_id=document.document_id)[1])
    assert (welsh, [document]) == get(READER, document_id=welsh.document_id)
    for each in (teased(), higher):
        with pytest.raises(DocumentNotFound):
            get(READER, document_id=each.document_id)


def test_lists_versions_and_editing_follow_the_marking_alone(
    unit_of_work, red_reads, clock, document, grant
) -> None:
    listing = ListDocuments(unit_of_work=unit_of_work, red_reads=red_reads)
    assert ([], None) == listing(READER, language="", after=None, size=9)
    version = GetVersion(unit_of_work=unit_of_work, red_reads=red_reads)
    with pytest.raises(DocumentNotFound):
        version(READER, document_id=document.document_id, version=1)
    revise = ReviseDocument(unit_of_work=unit_of_work, clock=clock)
    editor = replace(READER, roles=frozenset({"editor"}))
    with pytest.raises(DocumentNotFound):
        revise(
            editor, document_id=document.document_id, expected_version=1, content=document.content
        )


def test_what_does_not_stand_is_shown_by_no_grant(surfaces, grant, file, stores) -> None:
    stores.attachments.kept[file.attachment_id] = replace(file, state=State.QUARANTINED)
    assert [] == list(surfaces["attachments"](replace(READER, roles=frozenset({"editor"}))))
    with pytest.raises(AttachmentNotFound):
        surfaces["opening"](READER)
