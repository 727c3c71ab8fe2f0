"""Reading what is marked TLP:RED goes on record, whole or its summary; nothing else does."""

import pytest

from kernel.markings import Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.usecases.get_document import GetDocument
from services.content.usecases.list_documents import ListDocuments
from services.content.usecases.red_reads import RedReads
from tests.fakes.content import NOON, published

NAMED = frozenset({"reader"})
RED = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=NAMED)
READER = Principal(subject="reader", tier=Tier.VERIFIED)


def test_a_document_and_a_list_that_has_one_are_events(unit_of_work, red_reads, stores) -> None:
    stores.documents.add(red := published(marking=RED))
    stores.documents.add(published())
    work = {"unit_of_work": unit_of_work, "red_reads": red_reads}
    document, _ = GetDocument(**work)(READER, document_id=red.document_id)
    page, _ = ListDocuments(**work)(READER, language="", after=None, size=5)
    assert (red, 2) == (document, len(page))
    assert [
        ("reader", "content:read-red", str(red.document_id), b"", {"version": 1, "part": part})
        for part in ("whole", "summary")
    ] == stores.audit.rows
    assert [("content.red-read", NOON, part) for part in ("whole", "summary")] == [
        (each.metric, each.at, each.detail) for each in stores.outbox.events
    ]


def test_a_translation_that_is_red_is_one_of_which_the_summary_is_shown(
    unit_of_work, red_reads, stores
) -> None:
    stores.documents.add(open_ := published())
    welsh = published(marking=RED, language="cy", translation_of=open_.document_id)
    stores.documents.add(welsh)
    get = GetDocument(unit_of_work=unit_of_work, red_reads=red_reads)
    assert [welsh] == list(get(READER, document_id=open_.document_id)[1])
    ((_, _, resource, _, detail),) = stores.audit.rows
    assert (str(welsh.document_id), "summary") == (resource, detail["part"])


def test_reading_anything_else_opens_no_second_transaction(unit_of_work, stores, clock) -> None:
    stores.documents.add(document := published())

    def never() -> None:
        pytest.fail("nothing is to be written")

    get = GetDocument(
        unit_of_work=unit_of_work, red_reads=RedReads(unit_of_work=never, clock=clock)
    )
    assert document == get(READER, document_id=document.document_id)[0]
