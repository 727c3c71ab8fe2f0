"""What is kept of searches that found nothing, and what never is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Unavailable
from kernel.principals import ANONYMOUS
from services.content.domain.gap import KEPT_FOR, gap_text
from services.content.domain.search import Query
from services.content.outbound.cursors import SignedCursors
from services.content.usecases.forget_search_gaps import ForgetSearchGaps
from services.content.usecases.list_search_gaps import ListSearchGaps
from services.content.usecases.note_gap import NoteGap
from services.content.usecases.search import Search
from tests.fakes.content import READER, VERIFIED, MemorySearch, published

OTHERS = [replace(READER, subject=f"reader {number}") for number in range(5)]


@pytest.fixture
def failures() -> list[str]:
    return []


@pytest.fixture
def note_gap(unit_of_work, clock, failures) -> NoteGap:
    return NoteGap(unit_of_work=unit_of_work, clock=clock, key=b"k" * 32, failed=failures.append)


@pytest.fixture
def gaps(unit_of_work, clock):
    use_case = ListSearchGaps(unit_of_work=unit_of_work, clock=clock)
    return lambda: [(each.text, each.times) for each in use_case()]


def test_a_text_is_kept_when_the_third_caller_looks_for_it_and_not_before(
    note_gap, gaps, stores
) -> None:
    for _ in range(5):
        note_gap(OTHERS[0], Query(text="Drone swarms"))
    note_gap(OTHERS[1], Query(text="drone  SWARMS!"))
    assert ([], {}) == (gaps(), stores.gaps.texts)
    assert not any(b"drone" in digest for digest, _, _ in stores.gaps.sightings)
    note_gap(OTHERS[2], Query(text="drone swarms"))
    assert [("drone swarms", 3)] == gaps()


def test_who_is_not_signed_in_is_one_caller_a_day(note_gap, gaps, clock) -> None:
    for _ in range(2):
        for _ in range(3):
            note_gap(ANONYMOUS, Query(text="drone swarms"))
        assert [] == gaps()
        clock.pass_(days=1)
    note_gap(ANONYMOUS, Query(text="drone swarms"))
    assert [("drone swarms", 3)] == gaps()


def test_after_thirty_days_nothing_of_it_is_left(
    note_gap, gaps, stores, unit_of_work, clock
) -> None:
    forget = ForgetSearchGaps(unit_of_work=unit_of_work, clock=clock)
    for who in OTHERS[:3]:
        note_gap(who, Query(text="drone swarms"))
    clock.moment += KEPT_FOR
    forget()
    assert [("drone swarms", 3)] == gaps()
    clock.moment += timedelta(days=1)
    assert [] == gaps()
    forget()
    assert (set(), {}) == (stores.gaps.sightings, stores.gaps.texts)


@pytest.mark.parametrize(
    "text",
    [
        "ann@mail.example",
        "07700 900123",
        "ab12 3cd",
        "sw1a",
        "born 1980",
        "www.example",
        "c:\\folder",
        "ab",
        "a b c d e f g",
        "x" * 61,
        "!!!",
        "",
    ],
)
def test_what_looks_like_somebodys_own_is_not_noted(note_gap, stores, text) -> None:
    assert "" == gap_text(text)
    for who in OTHERS:
        note_gap(who, Query(text=text))
    assert set() == stores.gaps.sightings


def test_what_members_of_a_closed_group_look_for_is_not_told_to_editors(note_gap, stores) -> None:
    for who in OTHERS:
        note_gap(replace(who, closed_groups=frozenset({"ports"})), Query(text="harbour watch"))
    assert set() == stores.gaps.sightings


def test_a_search_is_noted_only_where_there_is_nothing(unit_of_work, stores, clock) -> None:
    noted: list[str] = []
    engine = MemorySearch(stores.documents)
    search = Search(
        engine=engine,
        unit_of_work=unit_of_work,
        cursors=SignedCursors(b"k" * 32),
        clock=clock,
        note_gap=lambda _who, query: noted.append(query.text),
    )
    stores.documents.add(published())
    for query in (Query(text="vehicles"), Query(text="swarms", sectors=frozenset({"retail"}))):
        search(READER, query=query, size=5)
    search(VERIFIED, query=Query(text="swarms", language="cy"), size=5)
    engine.away = True
    search(READER, query=Query(text="other"), size=5)
    assert ["swarms"] == noted


def test_that_it_cannot_be_noted_is_told_and_no_failure(note_gap, unit_of_work, failures) -> None:
    def away() -> None:
        raise Unavailable("away")

    unit_of_work.fail_at_commit = away
    note_gap(READER, Query(text="swarms"))
    assert ["UNAVAILABLE"] == failures
