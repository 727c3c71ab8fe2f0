"""When units, blocks and courses are satisfied."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.cmi5_course import (
    NOTHING,
    Block,
    CourseStructure,
    MoveOn,
    Satisfaction,
    Unit,
    UnitRecord,
    satisfaction,
    satisfied,
)

WORDS = {"en-GB": "Words"}
TABLE = {
    MoveOn.PASSED: [False, False, True, True],
    MoveOn.COMPLETED: [False, True, False, True],
    MoveOn.COMPLETED_AND_PASSED: [False, False, False, True],
    MoveOn.COMPLETED_OR_PASSED: [False, True, True, True],
    MoveOn.NOT_APPLICABLE: [True, True, True, True],
}
ON_RECORD = [
    UnitRecord(completed=completed, passed=passed)
    for passed, completed in product([False, True], repeat=2)
]


def unit(name: str, move_on: MoveOn = MoveOn.PASSED) -> Unit:
    return Unit(
        publisher_id=name, title=WORDS, description=WORDS, url=f"{name}.html", move_on=move_on
    )


def block(name: str, *children: Unit | Block) -> Block:
    return Block(publisher_id=name, title=WORDS, description=WORDS, children=children)


def course(*children: Unit | Block) -> CourseStructure:
    return CourseStructure(publisher_id="course", title=WORDS, description=WORDS, children=children)


@pytest.mark.parametrize("move_on", MoveOn)
def test_a_unit_is_satisfied_by_its_rule(move_on: MoveOn) -> None:
    assert TABLE[move_on] == [satisfied(unit("a", move_on), each) for each in ON_RECORD]


@pytest.mark.parametrize("move_on", MoveOn)
def test_a_unit_that_was_waived_is_satisfied_whatever_its_rule(move_on: MoveOn) -> None:
    assert satisfied(unit("a", move_on), UnitRecord(waived=True))


def test_a_block_needs_all_that_is_in_it_and_another_block_is_its_own() -> None:
    whole = course(block("outer", block("inner", unit("a")), unit("b")), block("next", unit("c")))
    done = UnitRecord(passed=True)
    assert Satisfaction(frozenset({"inner", "next"}), course=False) == satisfaction(
        whole, {"a": done, "c": done}
    )
    assert Satisfaction(frozenset({"inner", "outer", "next"}), course=True) == satisfaction(
        whole, {"a": done, "b": done, "c": done}
    )


def test_a_course_that_asks_nothing_is_satisfied_at_once() -> None:
    asks_nothing = course(block("all", unit("a", MoveOn.NOT_APPLICABLE)))
    assert Satisfaction(frozenset({"all"}), course=True) == satisfaction(asks_nothing, {})


def test_a_course_of_more_than_a_thousand_units_works() -> None:
    names = [f"unit-{number}" for number in range(1_500)]
    many = course(*(block(f"block of {name}", unit(name)) for name in names))
    done = {name: UnitRecord(passed=True) for name in names}
    assert names == [each.publisher_id for each in many.units()]
    assert satisfaction(many, done).course
    assert not satisfaction(many, done | {"unit-777": NOTHING}).course


TREES = st.recursive(
    st.sampled_from(MoveOn).map(lambda move_on: ("unit", move_on)),
    lambda inner: st.lists(inner, min_size=1, max_size=4).map(lambda kept: ("block", kept)),
    max_leaves=15,
)


@given(tree=TREES, seed=st.randoms(use_true_random=False))
def test_more_on_record_never_satisfies_less(tree, seed) -> None:
    names = iter(range(1000))

    def built(node):
        kind, inside = node
        name = f"{kind}-{next(names)}"
        return unit(name, inside) if kind == "unit" else block(name, *map(built, inside))

    whole = course(built(tree))
    records = {each.publisher_id: seed.choice(ON_RECORD) for each in whole.units()}
    before = satisfaction(whole, records)
    name = seed.choice(list(records))
    after = satisfaction(whole, records | {name: UnitRecord(completed=True, passed=True)})
    assert before.blocks <= after.blocks
    assert before.course <= after.course
    assert before.course == all(
        satisfied(each, records[each.publisher_id]) for each in whole.units()
    )
