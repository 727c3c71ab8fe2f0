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
from services.content.domain.document import Kind
from services.content.domain.errors import DocumentNotFound
from services.content.domain.receipt import ReceiptAsked
from services.content.usecases.attaching import file_key
from services.content.usecases.get_document import GetDocument
from services.content.usecases.get_receipt import GetReceipt
from services.content.usecases.get_version import GetVersion
from services.content.usecases.leave_remark import LeaveRemark
from services.content.usecases.list_attachments import ListAttachments
from services.content.usecases.list_documents import ListDocuments
from services.content.usecases.list_formats import ListFormats
from services.content.usecases.list_my_format_requests import ListMyFormatRequests
from services.content.usecases.list_similar import ListSimilar
from services.content.usecases.note_reading import NoteReading
from services.content.usecases.open_attachment import OpenAttachment
from services.content.usecases.read_attachment import ReadAttachment
from services.content.usecases.red_reads import READ_GRANTED
from services.content.usecases.revise_document import ReviseDocument
from tests.fakes.content import NOON, READER, VERIFIED, MemorySearch, key
from tests.fakes.content_access import HIGH, granted
from tests.fakes.content_attachments import MemoryLinks, MemoryReaders, attachment
from tests.fakes.plumbing import FreshIds
from tests.fakes.storage import MemoryStorage

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
def surfaces(
    unit_of_work, clock, red_reads, document, file, stores, holder, desk
) -> dict[str, Reads]:
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

    formats = ListFormats(unit_of_work=unit_of_work, clock=clock)
    receipt = GetReceipt(unit_of_work=unit_of_work, clock=clock)
    reads = NoteReading(unit_of_work=unit_of_work, clock=clock)

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
        "formats": lambda who: formats(who, **which),
        "asking for a format": lambda who: desk.asked(document, by=who),
        "receipt": lambda who: receipt(who, **which),
        "reading": lambda who: reads(who, **which, version=1, changes_seen=False),
    }


OF_A_PAGE = ["detail", "attachments", "similar", "formats", "receipt", "reading"]
"""What a page asks for at once: where one of them is refused, there is no page."""

SURFACES = [*OF_A_PAGE, "opening", "file", "remark", "asking for a format"]


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


def test_nothing_is_kept_of_what_is_read_by_it_and_nobody_is_asked_to_confirm(
    surfaces, grant, document, stores
) -> None:
    """That is for whom the marking is for: a grant ends, and no list may tell of it then."""
    stores.documents.save(
        document.revise(
            replace(document.content, kind=Kind.BULLETIN, receipt=ReceiptAsked.COUNTED),
            by="owner",
            at=NOON,
        )
    )
    assert surfaces["reading"](READER)[1] is None
    assert {} == stores.readings.kept
    assert (ReceiptAsked.NONE, None, False) == surfaces["receipt"](READER)
    assert (ReceiptAsked.COUNTED, None, True) == surfaces["receipt"](VERIFIED)


def test_ones_own_request_for_a_format_names_the_document_as_long_as_it_holds(
    surfaces, grant, document, clock, unit_of_work, red_reads
) -> None:
    surfaces["asking for a format"](READER)
    mine = ListMyFormatRequests(unit_of_work=unit_of_work, red_reads=red_reads)
    assert [document] == [each.document for each in mine(READER)]
    clock.moment = NOON + timedelta(days=2)
    assert [None] == [each.document for each in mine(READER)]
