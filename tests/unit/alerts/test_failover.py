"""A provider that fails is passed over, and looked at again later."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.circuit import (
    ENOUGH,
    FIRST_REST,
    LONGEST_REST,
    PROBE_LASTS,
    SLOW,
    Circuit,
    Gate,
)
from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.message import Message
from services.alerts.domain.recipient import Channel
from services.alerts.usecases import failover
from services.alerts.usecases.failover import Circuits, FirstThatWorks
from tests.fakes.alerts import NOON
from tests.fakes.deliveries import MemorySender
from tests.fakes.plumbing import SetClock

QUICK = timedelta(0)
MESSAGE = Message(subject="s", text="t")


class Seen:
    """Keeps what was measured."""

    def __init__(self) -> None:
        self.gates: dict[str, Gate] = {}
        self.outcomes: list[tuple[str, Outcome]] = []

    def asked(self, channel: Channel, provider: str, outcome: Outcome) -> None:
        self.outcomes.append((provider, outcome))

    def gate(self, channel: Channel, provider: str, gate: Gate) -> None:
        self.gates[provider] = gate


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def circuits(clock: SetClock, seen: Seen) -> Circuits:
    return Circuits(channel=Channel.EMAIL, clock=clock, measures=seen)


def two(circuits: Circuits, first: Any, second: Any) -> FirstThatWorks:
    return FirstThatWorks(providers=[("first", first), ("second", second)], circuits=circuits)


def sent(by: FirstThatWorks) -> Outcome:
    return by.send("shop@corner.example", MESSAGE, uuid4()).outcome


def test_the_preferred_one_is_asked_while_it_works(circuits) -> None:
    first, second = MemorySender(), MemorySender()
    by = two(circuits, first, second)
    assert [Outcome.TAKEN] * 3 == [sent(by) for _ in range(3)]
    assert (3, 0) == (len(first.taken), len(second.taken))


def test_one_that_is_away_is_passed_over_with_the_same_reference_at_once(circuits, seen) -> None:
    first, second = MemorySender(answers=[Outcome.AWAY] * 9), MemorySender()
    by, reference = two(circuits, first, second), uuid4()
    assert Outcome.TAKEN is by.send("a@corner.example", MESSAGE, reference).outcome
    assert [reference] == [each for _, _, each in second.taken]
    for _ in range(5):
        assert Outcome.TAKEN is sent(by)
    assert 7 == len(first.answers), "asked twice, and then no more"
    assert (Gate.OPEN, Gate.CLOSED) == (seen.gates["first"], seen.gates["second"])


def test_of_an_unknown_outcome_nobody_else_is_told_and_after_two_the_next_one_is_asked(
    circuits,
) -> None:
    first, second = MemorySender(answers=[Outcome.UNKNOWN] * 9), MemorySender()
    by = two(circuits, first, second)
    assert [Outcome.UNKNOWN] * 2 + [Outcome.TAKEN] == [sent(by) for _ in range(3)]
    assert (2, 1) == (len(first.taken), len(second.taken))


def test_one_that_takes_too_long_is_as_good_as_away(circuits, monkeypatch) -> None:
    times = iter([0, 4, 10, 14, 20, 20.1])
    monkeypatch.setattr(failover.time, "monotonic", lambda: next(times))
    first, second = MemorySender(), MemorySender()
    by = two(circuits, first, second)
    assert [Outcome.TAKEN] * 3 == [sent(by) for _ in range(3)]
    assert (2, 1) == (len(first.taken), len(second.taken))


@pytest.mark.parametrize("outcome", [Outcome.NO_ADDRESS, Outcome.REFUSED])
def test_what_is_about_the_message_is_nothing_against_the_provider(circuits, outcome) -> None:
    first, second = MemorySender(answers=[outcome] * 20), MemorySender()
    by = two(circuits, first, second)
    assert {outcome} == {sent(by) for _ in range(20)}
    assert [] == second.taken


def test_one_full_mailbox_is_nothing_and_ten_in_a_row_are_the_provider(circuits) -> None:
    first, second = MemorySender(answers=[Outcome.LATER] * 10), MemorySender()
    by = two(circuits, first, second)
    assert [Outcome.LATER] * 10 + [Outcome.TAKEN] == [sent(by) for _ in range(11)]
    assert 1 == len(second.taken)


def test_it_is_probed_by_one_after_its_rest_and_comes_back(circuits, clock, seen) -> None:
    first, second = MemorySender(answers=[Outcome.AWAY] * 3), MemorySender()
    by = two(circuits, first, second)
    for _ in range(2):
        sent(by)
    clock.pass_(seconds=FIRST_REST.total_seconds())
    sent(by)
    assert [] == first.answers, "one probe"
    clock.pass_(seconds=FIRST_REST.total_seconds())
    sent(by)
    assert [] == first.taken, "it rests longer after a probe that failed"
    clock.pass_(seconds=FIRST_REST.total_seconds())
    assert [Outcome.TAKEN] * 2 == [sent(by) for _ in range(2)]
    assert 2 == len(first.taken)
    assert Gate.CLOSED is seen.gates["first"]


def test_while_one_probes_the_others_go_to_the_next(circuits, clock) -> None:
    first, second = MemorySender(answers=[Outcome.AWAY] * 2), MemorySender()
    by = two(circuits, first, second)
    for _ in range(2):
        sent(by)
    clock.pass_(seconds=FIRST_REST.total_seconds())
    take = first.send

    def probe(to: str, message: Message, reference: Any) -> HandOver:
        assert Outcome.TAKEN is sent(two(circuits, MemorySender(answers=[Outcome.AWAY]), second))
        return take(to, message, reference)

    first.send = probe
    before = len(second.taken)
    sent(by)
    assert (1, before + 1) == (len(first.taken), len(second.taken))


def test_with_every_one_away_it_is_said_so(circuits) -> None:
    by = two(
        circuits,
        MemorySender(answers=[Outcome.AWAY] * 9),
        MemorySender(answers=[Outcome.AWAY] * 9),
    )
    assert {Outcome.AWAY} == {sent(by) for _ in range(5)}


def test_where_there_is_nobody_else_what_fails_is_asked_on_by_one_at_a_time(circuits, seen) -> None:
    """Every second hand-over is lost, two in a row at first: what is to be sent goes on."""
    lost = [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.TAKEN] * 3
    sender = MemorySender(answers=[*lost])
    by = FirstThatWorks(providers=[("only", sender)], circuits=circuits)
    assert lost == [sent(by) for _ in lost]
    assert len(lost) == len(sender.taken)


def test_while_one_is_asked_though_it_rests_the_others_wait(circuits, seen) -> None:
    sender = MemorySender(answers=[Outcome.AWAY] * 2)
    by = FirstThatWorks(providers=[("only", sender)], circuits=circuits)
    for _ in range(2):
        sent(by)
    assert Gate.OPEN is seen.gates["only"]
    take = sender.send

    def slowly(to: str, message: Message, reference: Any) -> HandOver:
        beside = by.send(to, message, uuid4())
        assert ("every provider is away", Outcome.AWAY) == (beside.why, beside.outcome)
        return take(to, message, reference)

    sender.send = slowly
    assert Outcome.TAKEN is sent(by)
    assert 1 == len(sender.taken)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(list(Outcome)),
        st.sampled_from([QUICK, SLOW]),
        st.integers(0, 300),
    ),
    max_size=40,
)


@given(STEPS)
def test_no_provider_is_given_up_for_ever_and_one_that_works_is_asked(steps) -> None:
    circuit, now = Circuit(), NOON
    for outcome, took, pause in steps:
        if circuit.gate(now) is Gate.HALF_OPEN:
            circuit = circuit.probed(now)
            assert circuit.gate(now) is Gate.OPEN, "one probe at a time"
        circuit = circuit.heard(outcome, took, now)
        assert (circuit.open_until is None) or circuit.against >= ENOUGH
        assert circuit.gate(now + LONGEST_REST + PROBE_LASTS) is not Gate.OPEN
        now += timedelta(seconds=pause)
    assert circuit.heard(Outcome.TAKEN, QUICK, now) == Circuit()
