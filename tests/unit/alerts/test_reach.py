"""How many an alert reaches, and what an approver says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.errors import AudienceNotConfirmed, ReachDrifted
from services.alerts.domain.reach import Size, drifted, see_that_reach_is_confirmed, size_of


@pytest.mark.parametrize(
    ("count", "size"),
    [
        (0, Size.NOBODY),
        (1, Size.FEWER_THAN_TEN),
        (9, Size.FEWER_THAN_TEN),
        (10, Size.TENS),
        (999, Size.HUNDREDS),
        (10_000, Size.TENS_OF_THOUSANDS),
        (999_999, Size.HUNDREDS_OF_THOUSANDS),
        (1_000_000, Size.MILLIONS),
        (70_000_000, Size.MILLIONS),
    ],
)
def test_a_number_has_the_size_that_one_would_say(count: int, size: Size) -> None:
    assert size is size_of(count)


@pytest.mark.parametrize(
    ("read", "now", "much"),
    [(100, 120, False), (100, 121, True), (100, 80, False), (100, 79, True)],
)
def test_a_fifth_more_or_less_is_much(read: int, now: int, *, much: bool) -> None:
    assert much == drifted(read, now)


def test_of_fewer_than_ten_the_size_counts() -> None:
    assert not drifted(2, 9)
    assert drifted(9, 12)
    assert drifted(0, 10)


@given(st.integers(0, 10**7), st.sampled_from([None, *Size]))
def test_only_the_size_of_what_was_read_is_taken(count: int, said: Size | None) -> None:
    def confirm() -> bool:
        return see_that_reach_is_confirmed(count, said=said, read=count, never_block=False)

    if said is size_of(count):
        assert not confirm()
        return
    with pytest.raises(AudienceNotConfirmed):
        confirm()


@given(st.integers(0, 10**7), st.sampled_from([None, *Size]), st.booleans())
def test_who_was_shown_no_count_confirms_none(
    count: int, said: Size | None, never_block: bool
) -> None:
    """Doubt refuses, of an Extreme alert too: somebody must know how many it reaches."""
    with pytest.raises(AudienceNotConfirmed, match="Look at how many it reaches"):
        see_that_reach_is_confirmed(count, said=said, read=None, never_block=never_block)


def test_a_drift_asks_again_and_is_confirmed_by_the_new_count() -> None:
    with pytest.raises(ReachDrifted, match="900 by now, not 500"):
        see_that_reach_is_confirmed(900, said=Size.HUNDREDS, read=500, never_block=False)
    assert not see_that_reach_is_confirmed(900, said=Size.HUNDREDS, read=900, never_block=False)


def test_a_drift_never_holds_up_an_extreme_alert_and_is_told() -> None:
    assert see_that_reach_is_confirmed(9_000, said=Size.HUNDREDS, read=500, never_block=True)
    with pytest.raises(AudienceNotConfirmed):
        see_that_reach_is_confirmed(9_000, said=None, read=500, never_block=True)
