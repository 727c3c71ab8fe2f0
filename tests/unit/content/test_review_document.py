"""Saying that a document still holds."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.errors import DocumentNotFound, DocumentWithdrawn
from services.content.domain.events import DocumentChanged
from services.content.domain.partner_errors import DocumentOfPartner
from services.content.domain.upkeep import REVIEWED_ANYWAY
from services.content.usecases.review_document import ReviewDocument
from tests.fakes.content import AMBER, EDITOR, NOON, looked_after, of_partner, published
from tests.unit.content.drafted import UNCLEARED

DAY = date(2027, 11, 24)


@pytest.fixture
def review(unit_of_work, clock) -> ReviewDocument:
    return ReviewDocument(unit_of_work=unit_of_work, clock=clock)


def test_it_says_what_it_said_and_is_looked_at_again_by_the_day(review, stores) -> None:
    stores.documents.add(document := looked_after())
    told = {"document_id": document.document_id, "expected_version": 1, "review_on": DAY}
    reviewed = review(EDITOR, **told)
    assert (2, document.content, "owner", DAY) == (
        reviewed.version,
        reviewed.content,
        reviewed.upkeep.owner,
        reviewed.upkeep.review_on,
    )
    assert document.material == reviewed.material
    changed, used = stores.outbox.events
    assert (DocumentChanged(reviewed), "content.reviewed") == (changed, used.metric)
    assert 1 == len(stores.audit.rows)


def test_whoever_takes_it_over_looks_after_it(review, stores) -> None:
    stores.documents.add(document := looked_after())
    told = {"document_id": document.document_id, "expected_version": 1, "review_on": DAY}
    assert "editor" == review(EDITOR, take_over=True, **told).upkeep.owner


def test_guidance_is_looked_at_within_a_year_if_no_day_is_said(review, stores) -> None:
    stores.documents.add(document := looked_after())
    reviewed = review(EDITOR, document_id=document.document_id, expected_version=1, review_on=None)
    assert NOON.date() + REVIEWED_ANYWAY == reviewed.upkeep.review_on


@pytest.mark.parametrize("days", [0, -1, 3 * 366 + 1])
def test_a_day_that_is_over_or_far_away_is_refused(review, stores, days: int) -> None:
    stores.documents.add(document := looked_after())
    with pytest.raises(Invalid) as refused:
        review(
            EDITOR,
            document_id=document.document_id,
            expected_version=1,
            review_on=NOON.date() + timedelta(days=days),
        )
    assert ["review_on"] == [each.field for each in refused.value.violations]
    assert document == stores.documents.get(document.document_id)


def test_a_stale_a_hidden_a_withdrawn_and_a_partner_s_one_stay_as_they_are(review, stores) -> None:
    stores.documents.add(document := published(marking=AMBER))
    stores.documents.add(gone := published().withdraw(by="editor", at=NOON))
    stores.documents.add(theirs := of_partner())
    cleared = replace(EDITOR, subject="other")
    for caller, document_id, version, refusal in (
        (cleared, document.document_id, 2, StaleVersion),
        (UNCLEARED, document.document_id, 1, DocumentNotFound),
        (cleared, uuid4(), 1, DocumentNotFound),
        (cleared, gone.document_id, 2, DocumentWithdrawn),
        (cleared, theirs.document_id, 1, DocumentOfPartner),
    ):
        with pytest.raises(refusal):
            review(caller, document_id=document_id, expected_version=version, review_on=DAY)
    assert ([], []) == (stores.audit.rows, stores.outbox.events)
