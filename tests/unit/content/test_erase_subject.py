"""Breaking every link with a person."""

from services.content.domain.synonyms import Synonyms
from services.content.usecases.erase_subject import EraseSubject
from tests.fakes.content import NOON, READER, published
from tests.fakes.content_access import granted
from tests.fakes.content_attachments import attachment
from tests.fakes.content_partners import catalogue, partner_link
from tests.fakes.content_saved import saved_search
from tests.ports.content_feeds_store import link
from tests.ports.content_reading_stores import reading
from tests.ports.content_receipts_store import bulletin, receipt


def test_a_pseudonym_takes_the_editors_place_and_the_document_stays(unit_of_work, stores) -> None:
    stores.documents.add(document := published())
    erase = EraseSubject(unit_of_work=unit_of_work)
    name = stores.audit.name_of("editor")
    assert (3, 0) == (erase(subject="editor"), erase(subject="editor"))  # one is its version
    after = stores.documents.get(document.document_id)
    assert (name, document.content) == (after.changed_by, after.content)
    assert not any("editor" in str(row) for row in stores.audit.rows)


def test_a_pseudonym_takes_their_place_on_links_and_catalogues(unit_of_work, stores) -> None:
    stores.partner_links.add(partner_link())
    stores.catalogues.add(catalogue(ended_by="editor"))
    erase = EraseSubject(unit_of_work=unit_of_work)
    name = stores.audit.name_of("editor")
    erase(subject="editor")
    assert 0 == erase(subject="editor")
    assert 1 == len(stores.partner_links.changed_by(name))
    assert 1 == len(stores.catalogues.decided_by(name))
    assert not stores.partner_links.changed_by("editor")
    assert not stores.catalogues.decided_by("editor")


def test_a_pseudonym_takes_their_place_on_synonyms(unit_of_work, stores) -> None:
    stores.synonyms.save(Synonyms.first("cy").changed([], read=1, by="editor", at=NOON))
    erase = EraseSubject(unit_of_work=unit_of_work)
    name = stores.audit.name_of("editor")
    erase(subject="editor")
    assert 0 == erase(subject="editor")
    assert name == stores.synonyms.get("cy").changed_by


def test_a_pseudonym_takes_their_place_on_attachments(unit_of_work, stores) -> None:
    stores.attachments.add(file := attachment(confirmed_by="other", removed_by="editor"))
    name = stores.audit.name_of("editor")
    EraseSubject(unit_of_work=unit_of_work)(subject="editor")
    after = stores.attachments.get(file.attachment_id)
    assert (name, "other", name) == (after.uploaded_by, after.confirmed_by, after.removed_by)


def test_saved_searches_go_with_their_owner(unit_of_work, stores) -> None:
    for owner in ("reader", "other"):
        stores.saved_searches.add(saved_search(owner))
    erase = EraseSubject(unit_of_work=unit_of_work)
    assert 1 <= erase(subject="reader")
    assert ["other"] == [each.owner for each in stores.saved_searches.kept.values()]
    assert 0 == erase(subject="reader")


def test_what_somebody_asked_goes_and_what_they_decided_stays(unit_of_work, stores, teased) -> None:
    stores.access.add(grant := granted(teased(), READER))
    erase = EraseSubject(unit_of_work=unit_of_work)
    name = stores.audit.name_of("owner")
    assert 1 <= erase(subject="owner")
    assert name == stores.access.get(grant.request_id).decided_by
    assert 1 <= erase(subject="reader")
    assert not stores.access.kept


def test_a_feed_link_goes_with_its_owner(unit_of_work, stores) -> None:
    for owner in ("reader", "other"):
        stores.feeds.add(link(owner, owner.encode()))
    erase = EraseSubject(unit_of_work=unit_of_work)
    assert (1, 0) == (erase(subject="reader"), erase(subject="reader"))
    assert ["other"] == list(stores.feeds.links)


def test_what_somebody_read_goes_with_them(unit_of_work, stores) -> None:
    for who in ("reader", "other"):
        stores.readings.keep(who, reading(published()))
        stores.readings.switch(who, off=True)
    assert 1 == EraseSubject(unit_of_work=unit_of_work)(subject="reader")
    assert ["other"] == [who for who, _ in stores.readings.kept]
    assert {"other"} == stores.readings.off


def test_who_asked_for_a_format_is_forgotten_and_who_made_it_gets_another_name(
    unit_of_work, stores, desk, document
) -> None:
    request = desk.answered(desk.claimed(desk.asked(document, by=READER)))
    erase = EraseSubject(unit_of_work=unit_of_work)
    name = stores.audit.name_of("editor")
    for who in ("reader", "editor"):
        assert 1 <= erase(subject=who)
        assert 0 == erase(subject=who)
    kept = desk.kept(request.request_id)
    assert (None, "", name, name) == (
        kept.requester,
        kept.asked.note,
        kept.claimed_by,
        kept.ended_by,
    )


def test_what_somebody_confirmed_goes_with_them(unit_of_work, stores) -> None:
    for who in ("reader", "other"):
        stores.receipts.keep(receipt(bulletin(), who, name="Ann"))
    assert 1 == EraseSubject(unit_of_work=unit_of_work)(subject="reader")
    assert ["other"] == [each.subject for each in stores.receipts.kept.values()]
