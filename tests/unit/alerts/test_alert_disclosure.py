"""Small numbers are hidden, and so is what would give them away."""

from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.disclosure import LEAST, alone, suppressed

CELLS = st.dictionaries(st.text(max_size=3), st.integers(0, 12), max_size=12)


@given(CELLS)
def test_no_cell_of_fewer_than_five_is_shown_and_what_is_shown_is_true(cells) -> None:
    shown = suppressed(cells)
    assert cells.keys() == shown.keys()
    for name, count in shown.items():
        assert count is None or (count == cells[name] and count >= LEAST)


@given(CELLS)
def test_what_is_hidden_does_not_follow_from_the_total(cells) -> None:
    """Whoever knows the total learns of at least five people in at least two places, or of none."""
    shown = suppressed(cells)
    hidden = [name for name, count in shown.items() if count is None]
    rest = sum(cells.values()) - sum(count for count in shown.values() if count is not None)
    if rest and len(hidden) < len(cells):
        assert len(hidden) >= 2
        assert rest >= LEAST


@given(CELLS)
def test_names_decide_nothing(cells) -> None:
    """Cells that are as large as each other are shown or hidden together."""
    shown = suppressed(cells)
    for name, count in cells.items():
        alike = {shown[other] is None for other, there in cells.items() if there == count}
        assert {shown[name] is None} == alike


def test_one_small_cell_takes_the_smallest_other_with_it() -> None:
    assert {"a": 20, "b": None, "c": None} == suppressed({"a": 20, "b": 8, "c": 3})
    assert {"a": 20, "b": 8} == suppressed({"a": 20, "b": 8})
    assert {"a": 20, "b": None, "c": None} == suppressed({"a": 20, "b": 0, "c": 0})


def test_a_figure_that_stands_alone() -> None:
    assert [None, None, 5] == [alone(count) for count in (0, 4, 5)]
