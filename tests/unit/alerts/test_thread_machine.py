"""A thread under updates and ends in any order: one message is current, or none any more."""

from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from chassis.errors import Refusal
from services.alerts.domain.alert import PUBLISHED, Alert, Status
from services.alerts.inbound.stream.ring import Ring
from tests.fakes.alerts import NOON, content, issued
from tests.unit.alerts.stream.stage import entry

LATER = issued().content.expires_at


class ThreadsLife(RuleBasedStateMachine):
    """Updates are written against any message, approved in any order, and ended in between.

    What is issued or ended is told to a ring, as NATS may: late, twice, in any order.
    """

    def __init__(self) -> None:
        super().__init__()
        first = issued()
        self.alerts: list[Alert] = [first]
        self.told = [self._entry(first)]
        self.ring = Ring()
        self.shown: list[tuple[int, int]] = []

    @staticmethod
    def _entry(alert: Alert) -> object:
        return entry(
            alert_id=str(alert.alert_id),
            version=alert.version,
            ended=alert.status is not Status.ISSUED,
            thread_id=str(alert.thread.thread_id),
            number=alert.thread.number,
        )

    def _pick(self, data: st.DataObject) -> int:
        return data.draw(st.integers(0, len(self.alerts) - 1))

    @rule(data=st.data())
    def write(self, data: st.DataObject) -> None:
        base = self.alerts[self._pick(data)]
        try:
            draft = base.update(uuid4(), content(), by="author", at=NOON)
        except Refusal:
            assert base.status is not Status.ISSUED or base.successor is not None
            return
        self.alerts.append(draft.submit(by="author", reach=1))

    @rule(data=st.data())
    def approve(self, data: st.DataObject) -> None:
        place = self._pick(data)
        waiting = self.alerts[place]
        try:
            out = waiting.approve(by="approver", read=waiting.digest, at=NOON)
            base = next(
                number
                for number, each in enumerate(self.alerts)
                if each.alert_id == waiting.thread.updates
            )
            before = self.alerts[base].succeeded(by=out.alert_id, at=NOON)
        except Refusal:
            return
        self.alerts[base], self.alerts[place] = before, out
        self.told.append(self._entry(out))

    @rule(data=st.data(), how=st.sampled_from(["withdraw", "expire"]))
    def end(self, data: st.DataObject, how: str) -> None:
        place = self._pick(data)
        alert = self.alerts[place]
        try:
            ended = (
                alert.withdraw(by="x", why="w", at=NOON)
                if how == "withdraw"
                else alert.expire(at=LATER)
            )
        except Refusal:
            return
        self.alerts[place] = ended
        self.told.append(self._entry(ended))

    @rule(data=st.data())
    def tell(self, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(self.told))
        if self.ring.add(event):
            self.shown.append(event.order)

    @invariant()
    def at_most_one_message_is_current(self) -> None:
        current = [
            each for each in self.alerts if each.status is Status.ISSUED and each.successor is None
        ]
        ended = [each for each in self.alerts if each.status in PUBLISHED - {Status.ISSUED}]
        assert 1 == len(current) + len(ended)

    @invariant()
    def each_message_follows_those_before_it(self) -> None:
        for each in self.alerts:
            assert each.thread.number == len(each.thread.earlier) + 1
            assert each.thread.thread_id == self.alerts[0].alert_id

    @invariant()
    def nothing_is_shown_after_what_is_later(self) -> None:
        assert self.shown == sorted(set(self.shown))


TestThreadsLife = ThreadsLife.TestCase
TestThreadsLife.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
