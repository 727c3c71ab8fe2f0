"""What several threads ask for at once is done in one, and each gets its own answer."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import pytest

from chassis.errors import Unavailable
from chassis.together import Together


@dataclass
class Squares:
    """Squares numbers, and notes which came together; the first turn waits to be let go."""

    turns: list[list[int]] = field(default_factory=list)
    go_on: Event = field(default_factory=Event)

    def __call__(self, asked: Sequence[int]) -> Sequence[int]:
        self.turns.append(list(asked))
        if len(self.turns) == 1:
            assert self.go_on.wait(10)
        if 13 in asked:
            raise ArithmeticError("Not that one.")
        if 99 in asked:
            raise Unavailable("It is away.")
        return [each * each for each in asked if each != 17]


def gathered(squares: Squares, *asked: int, most: int = 4) -> list[Future[int]]:
    """Ask for 1, and while that is done for all the others in their order."""
    together = Together(squares, most=most)
    with ThreadPoolExecutor(1 + len(asked)) as pool:
        first = pool.submit(together, 1)
        until = time.monotonic() + 10
        futures = []
        for waiting, each in enumerate(asked, start=1):
            while not squares.turns:
                assert time.monotonic() < until
            futures.append(pool.submit(together, each))
            while together.waiting < waiting:
                assert time.monotonic() < until
        squares.go_on.set()
    assert together.waiting == 0
    return [first, *futures]


def test_a_lone_call_waits_for_nobody() -> None:
    squares = Squares()
    squares.go_on.set()
    together = Together(squares)
    assert [9, 16] == [together(3), together(4)]
    assert [[3], [4]] == squares.turns


def test_who_comes_meanwhile_goes_together_in_order_and_no_more_than_may() -> None:
    squares = Squares()
    answers = gathered(squares, 2, 3, 4, 5, 6, 7)
    assert [1, 4, 9, 16, 25, 36, 49] == [each.result(10) for each in answers]
    assert [[1], [2, 3, 4, 5], [6, 7]] == squares.turns


def test_what_spoils_a_turn_is_of_its_asker_alone() -> None:
    squares = Squares()
    first, *others = gathered(squares, 2, 13, 4)
    assert [1, 4, 16] == [each.result(10) for each in (first, others[0], others[2])]
    with pytest.raises(ArithmeticError, match="Not that one"):
        others[1].result(10)
    assert [[1], [2, 13, 4], [2], [13], [4]] == squares.turns


def test_what_is_away_is_away_for_all_and_is_not_asked_for_each() -> None:
    squares = Squares()
    first, *others = gathered(squares, 2, 99, 4, 5, most=3)
    for each in others[:3]:
        with pytest.raises(Unavailable):
            each.result(10)
    assert [1, 25] == [first.result(10), others[3].result(10)]
    assert [[1], [2, 99, 4], [5]] == squares.turns


def test_who_gets_no_answer_is_told_so_and_nobody_else() -> None:
    first, *others = gathered(Squares(), 2, 17)
    assert [1, 4] == [first.result(10), others[0].result(10)]
    with pytest.raises(ValueError, match="shorter"):
        others[1].result(10)


def test_each_of_very_many_gets_its_own() -> None:
    squares = Squares()
    squares.go_on.set()
    together = Together(squares)
    asked = [number + 100 for number in range(2_000)]
    with ThreadPoolExecutor(16) as pool:
        assert [each * each for each in asked] == list(pool.map(together, asked))
    assert asked == sorted(each for turn in squares.turns for each in turn)
