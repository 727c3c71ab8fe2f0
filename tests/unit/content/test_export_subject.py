"""What content holds about a person."""

from services.content.domain.synonyms import Synonyms
from services.content.usecases.export_subject import ExportSubject
from tests.fakes.content import NOON, READER, published
from tests.fakes.content_access import granted
from tests.fakes.content_attachments import attachment
from tests.fakes.content_partners import catalogue, partner_link
from tests.fakes.content_saved import saved_search
from tests.ports.content_feeds_store import link
from tests.ports.content_reading_stores import reading
from tests.ports.content_receipts_store import bulletin, receipt


def test_the_documents_of_an_editor_and_the_plumbings_rows_are_exported(
    unit_of_work, stores
) -> None:
    stores.documents.add(mine := published())
    stores.documents.add(published(by="somebody"))
    row = ("principals", "deciding what a person may do now", {"tier": "TRUSTED"})
    stores.plumbing.rows["editor"] = [row]
    export = ExportSubject(unit_of_work=unit_of_work)
    document, plumbing = export(subject="editor")
    assert ("documents", mine.document_id) == (document[0], document[2]["document_id"])
    assert row == plumbing
    assert [] == list(export(subject="nobody"))


def test_the_links_and_catalogues_of_an_editor_are_exported(unit_of_work, stores) -> None:
    stores.partner_links.add(link := partner_link())
    stores.catalogues.add(source := catalogue())
    exported, decided = ExportSubject(unit_of_work=unit_of_work)(subject="editor")
    assert ("partner_links", link.link_id) == (exported[0], exported[2]["link_id"])
    assert ("catalogues", source.catalogue_id) == (decided[0], decided[2]["catalogue_id"])
    assert ["proposed"] == decided[2]["did"]


def test_the_synonyms_of_an_editor_are_exported(unit_of_work, stores) -> None:
    stores.synonyms.save(Synonyms.first("cy").changed([], read=1, by="editor", at=NOON))
    ((table, _, said),) = ExportSubject(unit_of_work=unit_of_work)(subject="editor")
    assert ("synonyms", "cy", NOON.isoformat()) == (table, said["language"], said["changed_at"])


def test_the_attachments_of_an_editor_are_exported(unit_of_work, stores) -> None:
    stores.attachments.add(file := attachment(confirmed_by="other"))
    for who, did in (("editor", ["uploaded"]), ("other", ["confirmed"])):
        ((table, _, row),) = ExportSubject(unit_of_work=unit_of_work)(subject=who)
        assert ("attachments", file.attachment_id) == (table, row["attachment_id"])
        assert did == row["did"]


def test_the_searches_that_somebody_saved_are_exported(unit_of_work, stores) -> None:
    for owner in ("reader", "other"):
        stores.saved_searches.add(saved_search(owner, text="vans in town"))
    ((table, _, said),) = ExportSubject(unit_of_work=unit_of_work)(subject="reader")
    assert ("saved_searches", "Vans", "vans in town") == (table, said["name"], said["text"])


def test_what_somebody_asked_to_read_and_what_they_decided_is_exported(
    unit_of_work, stores, teased
) -> None:
    stores.access.add(grant := granted(teased(), READER))
    export = ExportSubject(unit_of_work=unit_of_work)
    ((table, _, said),) = export(subject="reader")
    assert ("access_requests", grant.request_id, "We hold a market.", "You run the market.") == (
        table,
        said["request_id"],
        said["reason"],
        said["answered"],
    )
    decided = [row for name, _, row in export(subject="owner") if name == "access_requests"]
    assert [{"request_id": grant.request_id, "did": ["decided"]}] == decided


def test_that_somebody_has_a_feed_link_is_exported_without_its_digest(unit_of_work, stores) -> None:
    stores.feeds.add(link("reader"))
    ((table, _, said),) = ExportSubject(unit_of_work=unit_of_work)(subject="reader")
    assert ("feed_links", {"made_at": "2026-11-24T12:00:00+00:00"}) == (table, said)


def test_what_somebody_read_is_exported_by_its_id(unit_of_work, stores) -> None:
    stores.documents.add(document := published())
    stores.readings.keep("reader", reading(document))
    ((table, _, said),) = ExportSubject(unit_of_work=unit_of_work)(subject="reader")
    assert "readings" == table
    assert (document.document_id, 1) == (said["document_id"], said["version"])
    assert "title" not in said
    stores.readings.switch("other", off=True)
    ((table, _, _),) = ExportSubject(unit_of_work=unit_of_work)(subject="other")
    assert "readings_off" == table


def test_what_somebody_asked_for_and_answered_is_exported(
    unit_of_work, stores, desk, document
) -> None:
    request = desk.answered(desk.claimed(desk.asked(document, by=READER)))
    export = ExportSubject(unit_of_work=unit_of_work)
    rows = [said for table, _, said in export(subject="reader") if table == "format_requests"]
    assert [("LARGE_PRINT", "ENGLAND", "ANSWERED")] == [
        (said["format"], said["nation"], said["status"]) for said in rows
    ]
    rows = [said for table, _, said in export(subject="editor") if table == "format_requests"]
    assert [{"request_id": request.request_id, "did": ["claimed", "ended"]}] == rows


def test_what_somebody_confirmed_is_exported(unit_of_work, stores) -> None:
    stores.receipts.keep(receipt(bulletin(), name="Ann"))
    ((table, _, said),) = ExportSubject(unit_of_work=unit_of_work)(subject="reader")
    assert ("receipts", 1, "Ann") == (table, said["version"], said["name"])
