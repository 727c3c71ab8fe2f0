"""A translation whose original is hidden does not tell that there is one."""

from dataclasses import replace
from uuid import uuid4

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.usecases.get_access_request import GetAccessRequest
from services.content.usecases.get_changes_since_read import GetChangesSinceRead
from services.content.usecases.get_document import GetDocument
from services.content.usecases.list_changed_readings import ListChangedReadings
from services.content.usecases.list_documents import ListDocuments
from services.content.usecases.list_receipts_asked import ListReceiptsAsked
from services.content.usecases.reading import without_hidden_originals
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, published
from tests.fakes.content_access import OWNER, asked
from tests.ports.content_reading_stores import reading
from tests.ports.content_receipts_store import bulletin, revised
from tests.unit.content.bundles import Phone


def test_the_id_of_an_original_is_for_who_may_know_of_it(stores) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    stores.documents.add(gone := published().withdraw(by="editor", at=NOON))
    stores.documents.add(there := published())
    originals = [hidden.document_id, gone.document_id, there.document_id, uuid4(), None]
    found = [published(language="cy", translation_of=each) for each in originals]

    def told(reader) -> list[bool]:
        shown = without_hidden_originals(stores.documents, reader, found)
        plain = [replace(each, content=found[0].content) for each in found]
        assert plain == [replace(each, content=found[0].content) for each in shown]
        return [each.content.translation_of is not None for each in shown]

    assert [False, False, True, False, False] == told(READER)
    assert [True, False, True, False, False] == told(VERIFIED)
    assert [True, True, True, False, False] == told(EDITOR)


def test_neither_alone_nor_in_a_list_is_a_hidden_original_told(
    unit_of_work, stores, red_reads
) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    stores.documents.add(welsh := published(language="cy", translation_of=hidden.document_id))
    get = GetDocument(unit_of_work=unit_of_work, red_reads=red_reads)
    listing = ListDocuments(unit_of_work=unit_of_work, red_reads=red_reads)
    for reader, original in ((READER, None), (VERIFIED, hidden.document_id)):
        alone, others = get(reader, document_id=welsh.document_id)
        page, _ = listing(reader, language="cy", after=None, size=10)
        assert [original, original] == [each.content.translation_of for each in (alone, *page)]
        assert [hidden] * (original is not None) == list(others)


def test_no_list_of_ones_own_tells_a_hidden_original(unit_of_work, stores, red_reads) -> None:
    """What changed since it was read, and what asks to be confirmed."""
    stores.documents.add(hidden := published(marking=AMBER))
    stores.documents.add(welsh := bulletin(language="cy", translation_of=hidden.document_id))
    for subject in ("reader", "verified"):
        stores.readings.keep(subject, reading(welsh, minutes=-1))
    stores.documents.save(revised(welsh, material=True))
    parts = {"unit_of_work": unit_of_work, "red_reads": red_reads}
    for reader, original in ((READER, None), (VERIFIED, hidden.document_id)):
        _, changed, _ = ListChangedReadings(**parts)(reader, after=None, size=10)
        since, *_ = GetChangesSinceRead(**parts)(reader, document_id=welsh.document_id)
        asked = ListReceiptsAsked(**parts)(reader)
        told = [changed[0][0], since, asked[0][0]]
        assert [original] * 3 == [each.content.translation_of for each in told]


def test_an_editor_who_decides_is_not_told_of_an_original_that_is_hidden_from_them(
    unit_of_work, stores, teased
) -> None:
    group = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="cell")
    stores.documents.add(hidden := published(marking=group))
    document = teased(translation_of=hidden.document_id)
    stores.access.add(request := asked(document))
    get = GetAccessRequest(unit_of_work=unit_of_work)
    _, shown, _ = get(OWNER, request_id=request.request_id)
    assert shown.content.translation_of is None
    member = replace(OWNER, closed_groups=frozenset({"cell"}))
    _, shown, _ = get(member, request_id=request.request_id)
    assert hidden.document_id == shown.content.translation_of


def test_a_bundle_names_no_original_that_is_not_for_taking_along(
    unit_of_work, stores, clock
) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    stores.documents.add(there := published())
    translations = {
        each.document_id: published(language="cy", translation_of=each.document_id)
        for each in (hidden, there)
    }
    for each in translations.values():
        stores.documents.add(each)

    def named(reader) -> set[str | None]:
        phone = Phone(unit_of_work, clock, reader)
        said = phone.opened(phone.file())["documents"]
        return {each["translation_of"] for each in said}

    assert {None, str(there.document_id)} == named(READER)
    assert {None, str(there.document_id), str(hidden.document_id)} == named(VERIFIED)
