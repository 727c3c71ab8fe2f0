"""Walking index and record side by side."""

from hypothesis import given
from hypothesis import strategies as st

from services.content.domain.reconciling import (
    ALARMING,
    Compartment,
    Difference,
    Entry,
    Kind,
    Reconciled,
    Tally,
    differences,
)

IDS = st.integers(0, 30).map(lambda number: f"{number:02}")
SIDES = st.dictionaries(IDS, st.integers(1, 3))


def _entries(side: dict[str, int]) -> list[Entry]:
    return [
        Entry(key=each, entry=each, version=side[each], digest=f"d{side[each]}")
        for each in sorted(side)
    ]


@given(record=SIDES, index=SIDES)
def test_each_difference_is_told_once_and_nothing_else(record, index) -> None:
    expected = {Difference(Kind.MISSING, each) for each in record.keys() - index.keys()}
    expected |= {Difference(Kind.FOREIGN, each) for each in index.keys() - record.keys()}
    expected |= {
        Difference(Kind.STALE, each)
        for each in record.keys() & index.keys()
        if record[each] != index[each]
    }
    ours, theirs = Tally(), Tally()
    found = list(differences(ours.over(iter(_entries(record))), theirs.over(iter(_entries(index)))))
    assert (len(expected), expected) == (len(found), set(found))
    assert (len(record), len(index)) == (ours.number, theirs.number)
    assert (record == index) == (ours.digest == theirs.digest)


def test_what_passes_for_another_is_foreign() -> None:
    (good,) = _entries({"07": 1})
    false = Entry(key="07", entry="mine", version=1, digest="d1")
    for index in ([false, good], [good, false]):
        found = list(differences(iter([good]), iter(index)))
        assert [Difference(Kind.FOREIGN, "mine")] == found


def test_more_than_lost_events_explain_is_alarming() -> None:
    def with_(number: int, rebuilt: int | None = None) -> Reconciled:
        wrong = tuple(Difference(Kind.STALE, str(each)) for each in range(number))
        one = Compartment(
            name="public",
            in_record=1,
            in_index=1,
            record_digest="",
            index_digest="",
            wrong=wrong,
        )
        return Reconciled(compartments=(one,), mended=number, rebuilt=rebuilt)

    assert [False, True] == [with_(each).alarming for each in (ALARMING, ALARMING + 1)]
    assert with_(0, rebuilt=5).alarming
    assert 3 == with_(3).wrong[Kind.STALE]
