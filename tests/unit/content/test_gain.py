"""How the order of what was found is measured."""

from math import log2

import pytest

from bench.gain import AT, gain

GRADES = {"best": 3, "good": 2, "some": 1}


def test_the_best_order_gives_all_and_nothing_gives_nothing() -> None:
    assert 1 == gain(["best", "good", "some", "none"], GRADES)
    assert 0 == gain([], GRADES) == gain(["none"], GRADES)


def test_an_order_is_worth_what_its_places_give() -> None:
    most = 7 + 3 / log2(3) + 1 / 2
    assert pytest.approx((3 + 7 / log2(3)) / most) == gain(["good", "best"], GRADES)


def test_what_comes_after_ten_places_is_not_seen() -> None:
    nothing = [f"none-{number}" for number in range(AT)]
    assert 0 == gain([*nothing, "best"], GRADES)
    assert 0 < gain([*nothing[1:], "best"], GRADES)
    many = {f"good-{number}": 3 for number in range(20)}
    assert 1 == gain(list(many)[:AT], many)
