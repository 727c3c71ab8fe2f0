"""What every search over documents must do: in memory, by the record, by the engine."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.content.domain.compartments import Compartment, entitled
from services.content.domain.document import Document, Kind
from services.content.domain.search import MARK_BEGINS, MARK_ENDS, Found, Query
from tests.fakes.content import (
    AMBER,
    NOON,
    READER,
    VERIFIED,
    published,
)

Open = Callable[[], AbstractContextManager[Any]]
PORTS = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="ports")
RED = Marking(
    tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"reader", "verified"})
)
MEMBER = Principal(subject="member", tier=Tier.VERIFIED, closed_groups=frozenset({"ports"}))


def _told(found: Found) -> Found:
    """What was found, without the name of the state that it was found in."""
    assert found.end is not None
    return replace(found, end=replace(found.end, point=""))


class SearchSuite:
    """Run with a fixture `looked_into`: given documents, it returns a search over them."""

    def test_words_find_what_has_them_best_first(self, looked_into: Callable[..., Any]) -> None:
        best = published(title="Bollards", body="Bollards stop vehicles. Use bollards.")
        good = published(title="Other", body="Bollards are there.")
        search = looked_into(best, good, published(title="Other", summary="s", body="Nothing."))
        found = search.find(entitled(ANONYMOUS), Query(text="bollards"), size=10, offset=0)
        assert [best.document_id, good.document_id] == [hit.document_id for hit in found.hits]
        assert 2 == found.total
        (piece, *_) = found.hits[1].highlights
        assert f"{MARK_BEGINS}Bollards{MARK_ENDS}" in piece

    def test_english_endings_do_not_matter(self, looked_into: Callable[..., Any]) -> None:
        document = published(body="A vehicle near the crowd.")
        search = looked_into(document)
        for text in ("vehicles", "VEHICLE", "crowds"):
            found = search.find(entitled(ANONYMOUS), Query(text=text), size=10, offset=0)
            assert [document.document_id] == [hit.document_id for hit in found.hits], text

    def test_another_name_finds_it_too(self, looked_into: Callable[..., Any]) -> None:
        named, other = published(body="A vehicle as a weapon."), published(title="x", body="y")
        search = looked_into(named, replace(other, content=replace(other.content, summary="z")))
        for text in ("VAW", "vehicle attack"):
            found = search.find(entitled(ANONYMOUS), Query(text=text), size=10, offset=0)
            assert named.document_id in [hit.document_id for hit in found.hits], text

    def test_a_tag_finds_and_welsh_is_found_without_its_marks(
        self, looked_into: Callable[..., Any]
    ) -> None:
        tagged = published(tags=("crowded places", "drones"))
        welsh = published(language="cy", title="Cyngor am ddŵr", body="Arwyddion tŷ gwâg.")
        search = looked_into(tagged, welsh, published())
        for text, wanted in (
            ("drones", tagged),
            ("crowded place", tagged),
            ("ddwr", welsh),
            ("ddŵr", welsh),
            ("TŶ gwag", welsh),
        ):
            found = search.find(entitled(ANONYMOUS), Query(text=text), size=10, offset=0)
            assert wanted.document_id == found.hits[0].document_id, text

    def test_no_compartment_is_looked_into_but_those_named(
        self, looked_into: Callable[..., Any]
    ) -> None:
        """And what is hidden shifts no order, no count, no highlight."""
        shown = [published(at=NOON + timedelta(hours=hour)) for hour in range(3)]
        hidden = [published(marking=each) for each in (AMBER, PORTS, RED) for _ in range(5)]
        gone = published().withdraw(by="editor", at=NOON)
        query = Query(text="vehicles")
        without = _told(looked_into(*shown).find(entitled(READER), query, size=10))
        full = looked_into(*shown, *hidden, gone)
        assert without == _told(full.find(entitled(READER), query, size=10))
        for reader, more in ((VERIFIED, 5), (MEMBER, 10)):
            found = full.find(entitled(reader), Query(text="vehicles"), size=50, offset=0)
            assert 3 + more == found.total
        nowhere = (Compartment(Tier.TRUSTED),)
        assert 0 == full.find(nowhere, Query(text="vehicles"), size=10, offset=0).total

    def test_filters_narrow_and_facets_count(self, looked_into: Callable[..., Any]) -> None:
        retail = published(sectors=frozenset({"retail"}), regions=frozenset({"LON"}))
        others = published(sectors=frozenset({"hotels-restaurants"}), kind=Kind.BULLETIN)
        for_all = published(sectors=frozenset(), language="cy")
        search = looked_into(retail, others, for_all)

        def found(**query: Any) -> tuple[set[object], Any]:
            result = search.find(entitled(ANONYMOUS), Query(**query), size=10, offset=0)
            return {hit.document_id for hit in result.hits}, result

        ids, result = found()
        assert 3 == len(ids) == result.total
        assert {("retail", 1), ("hotels-restaurants", 1)} == set(result.facets["sectors"])
        assert [("GUIDANCE", 2), ("BULLETIN", 1)] == list(result.facets["kinds"])
        assert {("en-GB", 2), ("cy", 1)} == set(result.facets["language"])
        assert [("LON", 1)] == list(result.facets["regions"])
        both = {retail.document_id, for_all.document_id}
        assert both == found(sectors=frozenset({"retail"}))[0]
        assert {others.document_id} == found(kinds=frozenset({Kind.BULLETIN}))[0]
        assert {for_all.document_id} == found(language="cy")[0]
        assert 3 == len(found(regions=frozenset({"LON"}))[0])
        assert 2 == len(found(regions=frozenset({"WAL"}))[0])

    def test_without_text_the_newest_comes_first_page_by_page(
        self, looked_into: Callable[..., Any]
    ) -> None:
        kept = [published(at=NOON + timedelta(hours=hour)) for hour in range(5)]
        search = looked_into(*kept)
        seen: list[object] = []
        for offset in (0, 2, 4):
            found = search.find(entitled(ANONYMOUS), Query(), size=2, offset=offset)
            seen += [hit.document_id for hit in found.hits]
        assert [each.document_id for each in reversed(kept)] == seen

    def test_each_page_begins_where_the_one_before_ended(
        self, looked_into: Callable[..., Any]
    ) -> None:
        """Also among many of one score and one moment, and in texts with no score."""
        same = [published() for _ in range(5)]
        better = [published(title="Vehicles, vehicles"), published(at=NOON - timedelta(days=9))]
        search = looked_into(*same, *better, published(marking=AMBER))
        for query in (Query(text="vehicles"), Query(), Query(text="vehicles", until=NOON.date())):
            whole = search.find(entitled(ANONYMOUS), query, size=50)
            seen: list[object] = []
            mark = None
            while True:
                found = search.find(entitled(ANONYMOUS), query, size=3, after=mark)
                assert (7, whole.facets) == (found.total, found.facets)
                if found.end is None:
                    break
                seen += [hit.document_id for hit in found.hits]
                mark = found.end
            assert [hit.document_id for hit in whole.hits] == seen
            assert {each.document_id for each in (*same, *better)} == set(seen)

    def test_tags_narrow_and_are_counted(self, looked_into: Callable[..., Any]) -> None:
        both = published(tags=("vans", "Crowd safety"))
        one = published(tags=("vans",))
        search = looked_into(both, one, published(marking=AMBER, tags=("hidden",)))

        def found(*tags: str) -> tuple[set[object], Any]:
            result = search.find(entitled(ANONYMOUS), Query(tags=frozenset(tags)), size=10)
            return {hit.document_id for hit in result.hits}, result.facets["tags"]

        assert [("vans", 2), ("Crowd safety", 1)] == list(found()[1])
        assert {both.document_id, one.document_id} == found("vans")[0]
        assert {both.document_id} == found("vans", "Crowd safety")[0]
        assert set() == found("hidden")[0] == found("van")[0]

    def test_what_begins_so_is_suggested_from_no_other_compartment(
        self, looked_into: Callable[..., Any]
    ) -> None:
        older = published(title="Hostile vehicles: bollards", at=NOON - timedelta(days=1))
        tagged = published(title="Queues", tags=("hostile crowds",), at=NOON)
        welsh = published(title="Cerbydau hostile", language="cy", at=NOON - timedelta(days=2))
        hidden = published(title="Hostile drones", marking=AMBER, at=NOON + timedelta(days=1))
        gone = published(title="Hostile guests").withdraw(by="editor", at=NOON)
        search = looked_into(older, tagged, welsh, hidden, gone)

        def found(reader: Principal, *words: str, language: str = "") -> list[object]:
            return list(search.beginning_so(entitled(reader), words, language=language))

        assert [tagged.document_id, older.document_id, welsh.document_id] == found(
            ANONYMOUS, "host"
        )
        assert [older.document_id] == found(ANONYMOUS, "veh", "host", language="en-GB")
        assert [] == found(ANONYMOUS, "dron") == found(ANONYMOUS, "ostile")
        assert [hidden.document_id] == found(VERIFIED, "dron")
        assert [] == found(ANONYMOUS, "guest") == found(VERIFIED, "guest")

    def test_what_says_much_of_the_same_is_alike_in_no_other_compartment(
        self, looked_into: Callable[..., Any]
    ) -> None:
        read = published(title="Bollards", summary="Bollards", body="Bollards and kerbs stop vans.")
        near = published(title="Kerbs", summary="Vans", body="Kerbs and bollards stop vans.")
        far = published(title="Phones", summary="Calls", body="Write down what was said.")
        hidden = published(
            title="Kerbs", summary="Vans", body="Kerbs, bollards, vans.", marking=AMBER
        )
        welsh = published(title="Bollards kerbs vans", language="cy")
        search = looked_into(read, near, far, hidden, welsh)

        def alike(reader: Principal) -> set[object]:
            terms = ("bollards", "kerbs", "vans", "stop")
            return set(
                search.alike(
                    entitled(reader), terms, language="en-GB", leave_out=[read.document_id]
                )
            )

        assert {near.document_id} == alike(ANONYMOUS)
        assert {near.document_id, hidden.document_id} == alike(VERIFIED)

    def test_days_narrow_and_years_are_counted(self, looked_into: Callable[..., Any]) -> None:
        last_second = datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)
        old, new = published(at=last_second), published(at=last_second + timedelta(seconds=1))
        search = looked_into(old, new)

        def found(**days: date) -> set[object]:
            result = search.find(entitled(ANONYMOUS), Query(**days), size=10)
            return {hit.document_id for hit in result.hits}

        years = search.find(entitled(ANONYMOUS), Query(text="vehicles"), size=10).facets["year"]
        assert [("2026", 1), ("2025", 1)] == list(years)
        assert {old.document_id} == found(until=date(2025, 12, 31))
        assert {new.document_id} == found(since=date(2026, 1, 1))
        assert {old.document_id, new.document_id} == found(
            since=date(2025, 12, 31), until=date(2026, 1, 1)
        )
        assert set() == found(since=date(2026, 1, 2))

    @pytest.mark.parametrize(
        "text", ["!!!", '"', "a & b | !c", "title:vehicle", "(", "*", "\\", "ve*", "~", "NOT", "'"]
    )
    def test_any_text_is_plain_text(self, looked_into: Callable[..., Any], text: str) -> None:
        search = looked_into(published())
        found = search.find(entitled(ANONYMOUS), Query(text=text), size=10, offset=0)
        assert found.total in {0, 1}

    def test_only_the_newest_version_is_found(self, looked_into: Callable[..., Any]) -> None:
        first = published(title="Old words", body="oldest")
        second: Document = first.revise(
            published(title="New words", body="newest").content, by="editor", at=NOON
        )
        search = looked_into(second)
        for text, total in (("oldest", 0), ("newest", 1)):
            found = search.find(entitled(ANONYMOUS), Query(text=text), size=10, offset=0)
            assert total == found.total
