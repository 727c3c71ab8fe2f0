"""What every store of drafts must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.markings import Marking, Tlp
from kernel.pages import Place
from kernel.tiers import Tier
from services.content.domain.document import Document, Kind
from services.content.domain.draft import Draft
from services.content.domain.draft_errors import DraftNotFound
from services.content.domain.draft_status import OPEN, DraftStatus
from services.content.domain.proposal import Proposal
from services.content.domain.receipt import ReceiptAsked
from services.content.domain.upkeep import Revision
from tests.fakes.content import AMBER, FILM, NOON, READER, VERIFIED, content, published

Open = Callable[[], AbstractContextManager[Any]]
RED = Marking(
    tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"reader", "verified"})
)


def draft(standing: Document | None = None, by: str = "editor", **given: Any) -> Draft:
    """A draft that somebody wrote."""
    return Draft.begun(
        uuid4(),
        Proposal(content=content(**given)),
        document_id=standing.document_id if standing else uuid4(),
        standing=standing,
        owner=by,
        by=by,
        at=NOON,
    )


class DraftsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        full = draft(kind=Kind.VIDEO, video=FILM, tags=("vans",), teaser="More.", marking=RED)
        said = replace(full.proposal.content, receipt=ReceiptAsked.COUNTED)
        full = replace(full, proposal=replace(full.proposal, content=said))
        proposal = replace(
            full.proposal,
            review_on=NOON.date(),
            revision=Revision(note="New", material=True),
            publish_at=NOON,
            withdraw_at=NOON + timedelta(days=1),
            teaser_confirmed=True,
        )
        full = replace(full, proposal=proposal)
        sent_back = full.submit(by="x", at=NOON).send_back(by="y", because="So.", at=NOON)
        with unit_of_work() as tx:
            tx.drafts.add(plain := draft())
            tx.drafts.add(full)
            tx.drafts.save(full := replace(sent_back, version=2))
        with unit_of_work() as tx:
            assert plain == tx.drafts.get(plain.draft_id, lock=True)
            assert full == tx.drafts.get(full.draft_id)
            with pytest.raises(StaleVersion):
                tx.drafts.save(full)
            with pytest.raises(DraftNotFound):
                tx.drafts.get(uuid4())

    def test_a_page_shows_what_may_be_read_of_it_and_of_its_document(
        self, unit_of_work: Open
    ) -> None:
        secret = published(marking=AMBER)
        drafts = [
            draft(),
            draft(marking=AMBER),
            draft(secret),
            draft(secret, marking=AMBER),
            draft(marking=RED),
        ]
        with unit_of_work() as tx:
            tx.documents.add(secret)
            for each in drafts:
                tx.drafts.add(each)

        def ids(reader: Any) -> set[UUID]:
            with unit_of_work() as tx:
                found = tx.drafts.page(reader, statuses=OPEN, after=None, size=9)
            return {each.draft_id for each in found}

        assert {drafts[0].draft_id} == ids(READER)
        assert {each.draft_id for each in drafts} == ids(VERIFIED)
        assert {each.draft_id for each in drafts[:4]} == ids(replace(VERIFIED, subject="other"))

    def test_pages_follow_one_another_and_states_narrow_them(self, unit_of_work: Open) -> None:
        drafts = [replace(draft(), changed_at=NOON + timedelta(hours=hour)) for hour in range(3)]
        with unit_of_work() as tx:
            for each in drafts:
                tx.drafts.add(each)
            tx.drafts.add(waits := draft().submit(by="x", at=NOON))
        written = frozenset({DraftStatus.DRAFT})
        with unit_of_work() as tx:
            first = tx.drafts.page(READER, statuses=written, after=None, size=2)
            place = Place(first[-1].changed_at, first[-1].draft_id)
            rest = tx.drafts.page(READER, statuses=written, after=place, size=2)
            submitted = frozenset({DraftStatus.SUBMITTED})
            assert [waits] == list(tx.drafts.page(READER, statuses=submitted, after=None, size=9))
        assert drafts[::-1] == [*first, *rest]

    def test_open_ones_are_counted_by_person(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.drafts.add(draft())
            tx.drafts.add(draft(by="other"))
            tx.drafts.add(draft().discard(by="editor", at=NOON))
            assert (1, 0) == (tx.drafts.open_of("editor"), tx.drafts.open_of("nobody"))

    def test_the_one_whose_time_came_first_is_due(self, unit_of_work: Open) -> None:
        def at(hours: int, status: DraftStatus) -> Draft:
            there = draft()
            publish_at = NOON + timedelta(hours=hours)
            proposal = replace(there.proposal, publish_at=publish_at)
            return replace(there, proposal=proposal, status=status)

        scheduled = DraftStatus.SCHEDULED
        second, first, later = (at(hours, scheduled) for hours in (2, 1, 3))
        with unit_of_work() as tx:
            for each in (second, first, later, at(0, DraftStatus.PUBLISHED)):
                tx.drafts.add(each)
        with unit_of_work() as tx:
            assert tx.drafts.next_due(NOON) is None
            assert first == tx.drafts.next_due(NOON + timedelta(hours=2))

    def test_a_person_is_found_and_renamed(self, unit_of_work: Open) -> None:
        mine = replace(draft(by="gone"), approved_by="other")
        named = draft(marking=RED)
        judged = draft().submit(by="x", at=NOON).send_back(by="gone", because="So.", at=NOON)
        with unit_of_work() as tx:
            for each in (mine, named, judged, draft()):
                tx.drafts.add(each)
        with unit_of_work() as tx:
            found = {each.draft_id for each in tx.drafts.of_person("gone")}
            assert {mine.draft_id, judged.draft_id} == found
            assert [2, 1] == [tx.drafts.rename(who, "p") for who in ("gone", "reader")]
        with unit_of_work() as tx:
            after = tx.drafts.get(mine.draft_id)
            assert ("p", "p", frozenset({"p"}), "other") == (
                after.owner,
                after.changed_by,
                after.hands,
                after.approved_by,
            )
            assert "p" == tx.drafts.get(judged.draft_id).returned.by
            marking = tx.drafts.get(named.draft_id).proposal.content.marking
            assert {"p", "verified"} == marking.named_subjects
            assert 0 == tx.drafts.rename("gone", "p")
