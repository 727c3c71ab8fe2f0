"""What every store of feeds must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.access import may_read
from kernel.markings import Marking, MarkingBelowFloor, Tlp
from kernel.pages import Place
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.content.domain.document import Document, Kind, PartnerOrigin
from services.content.domain.feed import FeedLink, Told, told_of
from services.content.domain.search import Query
from services.content.domain.upkeep import Revision
from tests.fakes.content import NOON, content, published

Open = Callable[[], AbstractContextManager[Any]]
EVERY: Query = Query()


def link(owner: str = "reader", digest: bytes = b"d" * 32) -> FeedLink:
    return FeedLink(feed_id=uuid4(), version=1, owner=owner, digest=digest, made_at=NOON)


def markings() -> list[Marking]:
    """Every marking that can be, of one group and one person."""
    found = []
    for tlp, tier, group, named in product(
        Tlp, Tier, (None, "cell"), (frozenset(), frozenset({"reader"}))
    ):
        try:
            found.append(
                Marking(tlp=tlp, minimum_tier=tier, closed_group=group, named_subjects=named)
            )
        except MarkingBelowFloor:
            continue
    return found


class FeedsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_feed_has_what_one_may_read_and_a_feed_says(self, unit_of_work: Open) -> None:
        every = [published(marking=each) for each in markings()]
        readers = [
            ANONYMOUS,
            *(
                Principal(subject="reader", tier=tier, closed_groups=groups)
                for tier in Tier
                for groups in (frozenset(), frozenset({"cell"}))
            ),
        ]
        with unit_of_work() as tx:
            for each in every:
                tx.documents.add(each)
        with unit_of_work() as tx:
            for reader in readers:
                found = tx.feeds.page(reader, EVERY, after=None, size=200)
                assert {
                    each.document_id
                    for each in every
                    if may_read(reader, each.content.marking) and told_of(each.content.marking)
                } == {each.document_id for each in found}

    def test_it_is_in_the_order_of_material_changes_and_pages(self, unit_of_work: Open) -> None:
        old, new = published(NOON), published(NOON + timedelta(minutes=1))
        minor = content(title="Vehicles that are hostile")
        later = NOON + timedelta(hours=1)
        with unit_of_work() as tx:
            for each in (old, new):
                tx.documents.add(each)
            tx.documents.save(old := old.revise(minor, by="editor", at=later))
        with unit_of_work() as tx:
            assert [new, old] == tx.feeds.page(ANONYMOUS, EVERY, after=None, size=9)
            material = Revision(note="Other bollards.", material=True)
            tx.documents.save(old := old.revise(minor, by="editor", at=later, revision=material))
        with unit_of_work() as tx:
            (first,) = tx.feeds.page(ANONYMOUS, EVERY, after=None, size=1)
            assert old == first
            place = Place(old.material.changed_at, old.document_id)
            assert [new] == tx.feeds.page(ANONYMOUS, EVERY, after=place, size=9)

    def test_what_was_withdrawn_or_is_a_partners_is_in_no_feed(self, unit_of_work: Open) -> None:
        gone = published()
        origin = PartnerOrigin(
            catalogue_id=uuid4(), item_id="i", name="P", account="a", url="https://p.example/"
        )
        theirs = Document.published(uuid4(), content(), by="", at=NOON, partner=origin)
        with unit_of_work() as tx:
            tx.documents.add(gone)
            tx.documents.add(theirs)
            tx.documents.save(gone.withdraw(by="editor", at=NOON))
        with unit_of_work() as tx:
            assert [] == tx.feeds.page(ANONYMOUS, EVERY, after=None, size=9)

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (Query(sectors=frozenset({"retail"})), {"retail", "all"}),
            (Query(regions=frozenset({"LON"})), {"retail", "all", "cy"}),
            (Query(kinds=frozenset({Kind.BULLETIN})), {"cy"}),
            (Query(language="cy"), {"cy"}),
            (Query(tags=frozenset({"vans", "kerbs"})), {"all"}),
        ],
    )
    def test_it_is_narrowed(self, unit_of_work: Open, query: Query, expected: set[str]) -> None:
        with unit_of_work() as tx:
            tx.documents.add(published(title="retail", tags=("vans",)))
            tags = ("kerbs", "vans")
            tx.documents.add(published(title="all", sectors=frozenset(), tags=tags))
            tx.documents.add(
                published(
                    title="cy",
                    sectors=frozenset({"education"}),
                    kind=Kind.BULLETIN,
                    language="cy",
                )
            )
            tx.documents.add(
                published(
                    title="elsewhere",
                    sectors=frozenset({"education"}),
                    regions=frozenset({"WAL"}),
                )
            )
        with unit_of_work() as tx:
            found = tx.feeds.page(ANONYMOUS, query, after=None, size=9)
        assert expected == {each.content.title for each in found}

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            (Query(sectors=frozenset({"retail"})), {Told.WHOLE, Told.TITLE}),
            (Query(regions=frozenset({"LON"})), {Told.WHOLE, Told.TITLE}),
            (Query(tags=frozenset({"vans"})), {Told.WHOLE, Told.TITLE}),
            (Query(kinds=frozenset({Kind.GUIDANCE})), set(Told)),
            (Query(language="en-GB"), set(Told)),
            (EVERY, set(Told)),
        ],
    )
    def test_narrowing_tells_nothing_that_an_entry_does_not_say(
        self, unit_of_work: Open, query: Query, told: set[Told]
    ) -> None:
        """Every marking, of one sector, region and tag: what is told of as a kind is not asked."""
        reader = Principal(subject="reader", tier=Tier.TRUSTED)
        where = {"sectors": frozenset({"retail"}), "regions": frozenset({"LON"})}
        with unit_of_work() as tx:
            for each in markings():
                tx.documents.add(published(marking=each, tags=("vans",), **where))
        with unit_of_work() as tx:
            found = tx.feeds.page(reader, query, after=None, size=99)
        assert told == {told_of(each.content.marking) for each in found}

    def test_a_link_is_found_by_its_present_token_alone(self, unit_of_work: Open) -> None:
        first = link()
        renewed = replace(first, version=2, digest=b"e" * 32, made_at=NOON + timedelta(days=1))
        with unit_of_work() as tx:
            tx.feeds.add(first)
            tx.feeds.add(link("other", b"o" * 32))
            assert first == tx.feeds.link_by(first.digest) == tx.feeds.link_of("reader")
            tx.feeds.save(renewed)
        with unit_of_work() as tx:
            assert tx.feeds.link_by(first.digest) is None
            assert renewed == tx.feeds.link_by(renewed.digest)
            assert renewed == tx.feeds.link_of("reader", lock=True)
            assert (1, 0) == (tx.feeds.forget("reader"), tx.feeds.forget("reader"))
            assert tx.feeds.link_by(renewed.digest) is None
            assert tx.feeds.link_of("other") is not None

    def test_nobody_has_two(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.feeds.add(link())
            with pytest.raises(StaleVersion):
                tx.feeds.add(link(digest=b"e" * 32))
