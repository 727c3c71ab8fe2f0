"""Changing advice."""

from dataclasses import replace
from datetime import date

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.attachment import State
from services.content.domain.errors import (
    DocumentNotFound,
    DocumentWithdrawn,
    TeaserNotConfirmed,
    TeaserOfOwner,
)
from services.content.domain.events import DocumentChanged
from services.content.domain.upkeep import Revision
from services.content.usecases.revise_document import ReviseDocument
from tests.fakes.content import AMBER, EDITOR, NOON, READER, content, looked_after, published
from tests.fakes.content_attachments import attachment

OTHER = replace(EDITOR, subject="other")


@pytest.fixture
def revise(unit_of_work, clock) -> ReviseDocument:
    return ReviseDocument(unit_of_work=unit_of_work, clock=clock)


def test_the_next_version_stands_in_its_place(revise, stores, clock) -> None:
    stores.documents.add(first := published())
    clock.pass_(days=1)
    second = revise(
        EDITOR,
        document_id=first.document_id,
        expected_version=1,
        content=content(marking=AMBER),
    )
    assert (2, AMBER, NOON, clock.now()) == (
        second.version,
        second.content.marking,
        second.published_at,
        second.changed_at,
    )
    assert [DocumentChanged(second)] == stores.outbox.events
    assert 1 == len(stores.audit.rows)


def test_what_was_read_before_another_change_is_stale(revise, stores) -> None:
    stores.documents.add(first := published())
    revise(EDITOR, document_id=first.document_id, expected_version=1, content=content())
    with pytest.raises(StaleVersion):
        revise(EDITOR, document_id=first.document_id, expected_version=1, content=content())


def test_what_is_wrong_or_not_there_or_withdrawn_changes_nothing(revise, stores) -> None:
    stores.documents.add(first := published())
    stores.documents.add(hidden := published(marking=AMBER))
    with pytest.raises(Invalid):
        revise(EDITOR, document_id=first.document_id, expected_version=1, content=content(title=""))
    with pytest.raises(DocumentNotFound):
        revise(READER, document_id=hidden.document_id, expected_version=1, content=content())
    gone = first.withdraw(by="editor", at=NOON)
    stores.documents.save(gone)
    with pytest.raises(DocumentWithdrawn):
        revise(EDITOR, document_id=first.document_id, expected_version=2, content=content())
    assert gone == stores.documents.get(first.document_id)
    assert [] == stores.outbox.events


def test_only_a_change_that_matters_is_told_to_who_had_read_it(revise, stores, clock) -> None:
    stores.documents.add(first := published())
    clock.pass_(days=1)
    told = {"document_id": first.document_id, "content": content(title="New")}
    note = Revision(note="Other bollards.", material=True)
    second = revise(EDITOR, expected_version=1, revision=note, **told)
    day_after = clock.now()
    clock.pass_(days=1)
    third = revise(EDITOR, expected_version=2, revision=Revision(note="A comma."), **told)
    for each in (second, third):
        assert (2, day_after, "Other bollards.") == (
            each.material.version,
            each.material.changed_at,
            each.material.note,
        )
    assert ("Other bollards.", "A comma.") == (second.note, third.note)


@pytest.mark.parametrize(
    "revision", [Revision(material=True), Revision(note="x" * 301), Revision(note="a\x00b")]
)
def test_a_change_that_matters_says_what_it_is(revise, stores, revision: Revision) -> None:
    stores.documents.add(first := published())
    with pytest.raises(Invalid) as refused:
        revise(
            EDITOR,
            document_id=first.document_id,
            expected_version=1,
            content=content(),
            revision=revision,
        )
    assert ["note"] == [each.field for each in refused.value.violations]
    assert first == stores.documents.get(first.document_id)


def test_the_owner_and_the_day_of_review_stay_unless_another_day_is_said(revise, stores) -> None:
    stores.documents.add(first := looked_after())
    told = {"document_id": first.document_id, "content": content(title="New")}
    assert first.upkeep == revise(EDITOR, expected_version=1, **told).upkeep
    day = date(2028, 1, 1)
    upkeep = revise(EDITOR, expected_version=2, review_on=day, **told).upkeep
    assert ("owner", day) == (upkeep.owner, upkeep.review_on)


def test_another_than_the_owner_gives_it_no_teaser_and_may_take_one_away(revise, stores) -> None:
    stores.documents.add(first := looked_after(by="editor"))
    told = {"document_id": first.document_id}
    teased = content(teaser="There is more.")
    with pytest.raises(TeaserNotConfirmed):
        revise(EDITOR, expected_version=1, content=teased, **told)
    revise(EDITOR, expected_version=1, content=teased, teaser_confirmed=True, **told)
    revise(OTHER, expected_version=2, content=content(title="New", teaser="There is more."), **told)
    with pytest.raises(TeaserOfOwner):
        revise(
            OTHER,
            expected_version=3,
            content=content(teaser="All of it."),
            teaser_confirmed=True,
            **told,
        )
    assert "" == revise(OTHER, expected_version=3, content=content(), **told).content.teaser


def test_a_file_that_one_person_showed_waits_for_a_second_when_the_marking_rises(
    revise, stores
) -> None:
    stores.documents.add(first := published())
    stores.attachments.add(alone := attachment(document_id=first.document_id))
    confirmed = attachment(document_id=first.document_id, confirmed_by="other")
    stores.attachments.add(confirmed)
    told = {"document_id": first.document_id}
    revise(EDITOR, expected_version=1, content=content(title="New"), **told)
    assert alone == stores.attachments.get(alone.attachment_id)
    revise(EDITOR, expected_version=2, content=content(title="New", marking=AMBER), **told)
    assert State.UNCONFIRMED is stores.attachments.get(alone.attachment_id).state
    assert confirmed == stores.attachments.get(confirmed.attachment_id)
    assert "content:unconfirm-attachment" in [row[1] for row in stores.audit.rows]
