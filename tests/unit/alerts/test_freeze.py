"""Two people stop all issuing, and two let it go on: whatever is tried in between."""

from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Refusal
from services.alerts.domain.freeze import Freeze, FreezeStatus
from tests.fakes.alerts import NOON

ACTS: dict[str, Any] = {
    "confirm": lambda freeze, who: freeze.confirm(by=who, at=NOON),
    "propose lift": lambda freeze, who: freeze.propose_lift(by=who, why="w", at=NOON),
    "lift": lambda freeze, who: freeze.lift(by=who, at=NOON),
}
FOLLOWS = {
    FreezeStatus.PROPOSED: {FreezeStatus.FROZEN},
    FreezeStatus.FROZEN: {FreezeStatus.LIFT_PROPOSED},
    FreezeStatus.LIFT_PROPOSED: {FreezeStatus.LIFTED},
    FreezeStatus.LIFTED: set(),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from("abc"))))
def test_nobody_stops_or_lets_go_on_alone(tried: list[tuple[str, str]]) -> None:
    freeze = Freeze.begun(uuid4(), by="a", why="w", at=NOON)
    for name, who in tried:
        try:
            moved = ACTS[name](freeze, who)
        except Refusal:
            continue
        assert moved.status in FOLLOWS[freeze.status]
        assert moved.version == freeze.version + 1
        if moved.stops != freeze.stops:
            assert moved.last.by != freeze.last.by
        freeze = moved
    assert freeze.stops == (freeze.confirmed is not None and freeze.lifted is None)
