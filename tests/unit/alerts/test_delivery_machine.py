"""Whatever fails when, in any order: nobody is missed, nobody hears of an alert after its end."""

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.alert import Status
from services.alerts.domain.delivery import HandOver, Outcome, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.message import Message
from services.alerts.domain.recipient import Channel, Recipient
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from services.alerts.usecases.recover_deliveries import RecoverDeliveries
from services.alerts.usecases.send_deliveries import LEASE, SendDeliveries
from tests.fakes.alerts import NOON, issued, memory, updated
from tests.fakes.deliveries import MemoryMeasures, recipient
from tests.fakes.plumbing import FreshIds, SetClock

PEOPLE = 5


class Killed(BaseException):
    """The process ends where it is: nothing after this happens, and nothing is undone but SQL."""


class Provider:
    """Takes what it takes; is killed, or breaks off, as it was told."""

    def __init__(self) -> None:
        self.next: list[str] = []
        self.taken: list[tuple[str, str, UUID]] = []
        self.maybe: set[str] = set()
        self.doubts: Counter[str] = Counter()

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        what = self.next.pop(0) if self.next else "take"
        if what == "die before":
            self.maybe.add(to)
            raise Killed
        if what in {"later", "away"}:
            outcome = Outcome.LATER if what == "later" else Outcome.AWAY
            return HandOver(outcome=outcome)
        self.taken.append((to, _kind(message), reference))
        if what == "die after":
            self.doubts[to] += 1
            raise Killed
        if what == "break off":
            self.doubts[to] += 1
            return HandOver(outcome=Outcome.UNKNOWN)
        return HandOver(outcome=Outcome.TAKEN)


def _kind(message: Message) -> str:
    if "in error" in message.subject:
        return "end"
    return "update" if message.subject.startswith("Update") else "issue"


FAULTS = st.sampled_from(["take", "later", "away", "die before", "die after", "break off"])


class DeliveryMachine(RuleBasedStateMachine):
    """One alert, an update of it for nobody new, a few people, two workers that die."""

    @initialize()
    def begin(self) -> None:
        self.work, self.clock, self.provider = memory(), SetClock(NOON), Provider()
        stores = self.work.stores
        self.names: dict[UUID, str] = {}
        for number in range(PEOPLE):
            stores.recipients.keep(there := recipient(f"{number}@corner.example"))
            self.names[there.recipient_id] = f"{number}@corner.example"
        self.alert = issued(expires_at=NOON + timedelta(days=6))
        stores.alerts.add(self.alert)
        stores.dispatches.add(Dispatch.of(self.alert, at=NOON))
        self.ended_after: int | None = None
        self.updated_after: int | None = None
        self.stopped: set[str] = set()
        given = {"unit_of_work": self.work, "clock": self.clock}
        measures = MemoryMeasures()
        self.queue = QueueDeliveries(**given, ids=FreshIds(), chunk=2)
        self.recover = RecoverDeliveries(**given, measures=measures)
        self.send = SendDeliveries(
            **given,
            channel=Channel.EMAIL,
            sender=self.provider,
            measures=measures,
            public_url="https://isp.example",
            links=LinkSealer("secret"),
        )

    @rule()
    def a_chunk_is_queued(self) -> None:
        self.queue()

    @rule()
    def queueing_dies_at_its_commit(self) -> None:
        def die() -> None:
            raise Killed

        self.work.fail_at_commit = die
        with suppress(Killed):
            self.queue()
        self.work.fail_at_commit = lambda: None

    @rule(faults=st.lists(FAULTS, max_size=4))
    def a_batch_is_sent(self, faults: list[str]) -> None:
        self.provider.next = faults
        with suppress(Killed):
            self.send()
        self.provider.next = []

    @rule()
    def a_sender_dies_before_it_can_say_what_became_of_it(self) -> None:
        self.provider.next = ["die after"]
        with suppress(Killed):
            self.send()
        self.provider.next = []

    @rule(seconds=st.sampled_from([1, 10, LEASE.total_seconds() + 1, 700]))
    def time_passes(self, seconds: float) -> None:
        self.clock.pass_(seconds=seconds)
        self.recover()

    @rule()
    def an_update_takes_its_place(self) -> None:
        """It is for another region, so that only those who had the former hear of it."""
        stores = self.work.stores
        if self.ended_after is not None or self.updated_after is not None:
            return
        wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
        there = stores.alerts.get(self.alert.alert_id)
        given = {"audience": wales, "expires_at": NOON + timedelta(days=6)}
        after, self.alert = updated(there, self.clock.now(), **given)
        stores.alerts.save(after)
        stores.alerts.add(self.alert)
        stores.dispatches.add(Dispatch.of(self.alert, at=self.clock.now()))
        self.updated_after = len(self.provider.taken)

    @rule()
    def the_alert_is_withdrawn(self) -> None:
        stores = self.work.stores
        if self.ended_after is not None:
            return
        there = stores.alerts.get(self.alert.alert_id)
        ended = there.withdraw(by="approver", why="wrong town", at=self.clock.now())
        stores.alerts.save(ended)
        stores.dispatches.add(Dispatch.of(ended, at=self.clock.now()))
        self.ended_after = len(self.provider.taken)

    @rule(number=st.integers(0, PEOPLE - 1))
    def somebody_stops(self, number: int) -> None:
        recipient_id = list(self.names)[number]
        self.work.stores.recipients.keep(Recipient.stopped(recipient_id, 2))
        self.stopped.add(self.names[recipient_id])

    def teardown(self) -> None:
        """Let everything that can still happen happen, without a fault; then look."""
        if not hasattr(self, "work"):
            return
        for _ in range(40):
            self.clock.pass_(seconds=800)
            self.recover()
            while self.queue() is not None:
                pass
            while self.send() is not None:
                pass
        got: dict[str, dict[str, list[UUID]]] = defaultdict(lambda: defaultdict(list))
        for to, kind, reference in self.provider.taken:
            got[kind][to].append(reference)
        rows = list(self.work.stores.deliveries.kept.values())
        given_up = {self.names[row.recipient_id] for row in rows if row.state is State.DEAD}
        everyone = set(self.names.values()) - self.stopped - given_up
        had = got["issue"].keys()
        assert got["update"].keys() <= had | self.provider.maybe
        if self.updated_after is not None:
            late = self.provider.taken[self.updated_after :]
            assert not [each for each in late if each[1] == "issue"]
        if self.ended_after is None:
            assert everyone <= got["issue"].keys() or self.updated_after is not None
            assert had & everyone <= got["update"].keys() or self.updated_after is None
            assert {} == got["end"]
        else:
            late = self.provider.taken[self.ended_after :]
            assert {"end"} >= {each[1] for each in late}
            had |= got["update"].keys()
            assert had & everyone <= got["end"].keys()
            assert got["end"].keys() <= had | self.provider.maybe
        for kinds in got.values():
            for to, references in kinds.items():
                assert 1 == len(set(references))
                assert len(references) <= 1 + self.provider.doubts[to]
        repeats = sum(len(each) - 1 for kinds in got.values() for each in kinds.values())
        assert repeats <= sum(row.possible_repeats for row in rows)
        assert {Status.ISSUED, Status.WITHDRAWN} >= {row.notice for row in rows}


DeliveryMachine.TestCase.settings = settings(
    max_examples=150, stateful_step_count=25, deadline=None
)
DeliveryMachine.TestCase.pytestmark = [pytest.mark.long]  # type: ignore[attr-defined] # read by pytest
TestDelivery = DeliveryMachine.TestCase
