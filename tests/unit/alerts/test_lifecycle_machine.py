"""An alert under whatever people and the clock do, in any order: what must hold all the time."""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chassis.errors import Refusal
from services.alerts.domain.alert import PUBLISHED, TRANSITIONS, Alert, Status
from tests.fakes.alerts import NOON, content, drafted

PEOPLE = st.sampled_from(["ada", "bea", "cal"])
HEADLINES = st.sampled_from(["One", "Two", "Three"])
AFTER = timedelta(hours=7)


class AlertsLife(RuleBasedStateMachine):
    """Any person tries any act with any digest that was ever shown."""

    def __init__(self) -> None:
        super().__init__()
        self.alert = drafted(by="ada")
        self.before = self.alert
        self.touched = {"ada"}
        """Who had a hand in what stands here, by our own reckoning."""
        self.shown = [self.alert.digest]
        """In the order in which they were shown: their own order is another one in each run."""
        self.issuer: str | None = None
        self.proposer: str | None = None

    def _try(self, act: Any) -> bool:
        try:
            moved: Alert = act(self.alert)
        except Refusal:
            return False
        self.before, self.alert = self.alert, moved
        if moved.digest not in self.shown:
            self.shown.append(moved.digest)
        return True

    @rule(who=PEOPLE)
    def submit(self, who: str) -> None:
        if self._try(lambda alert: alert.submit(by=who, reach=1)):
            self.touched.add(who)

    @rule(who=PEOPLE, headline=HEADLINES)
    def edit(self, who: str, headline: str) -> None:
        if self._try(lambda alert: alert.edit(content(headline=headline), by=who, at=NOON)):
            self.touched.add(who)
            assert self.alert.status is not Status.SUBMITTED

    @rule(who=PEOPLE)
    def send_back(self, who: str) -> None:
        self._try(lambda alert: alert.return_(by=who, why="w", at=NOON))

    @rule()
    def discard(self) -> None:
        self._try(lambda alert: alert.discard())

    @rule(who=PEOPLE, data=st.data())
    def approve(self, who: str, data: st.DataObject) -> None:
        read = data.draw(st.sampled_from(tuple(self.shown)))
        if self._try(lambda alert: alert.approve(by=who, read=read, at=NOON)):
            assert read == self.before.digest
            assert who not in self.touched
            self.issuer = who

    @rule(who=PEOPLE)
    def withdraw(self, who: str) -> None:
        self._try(lambda alert: alert.withdraw(by=who, why="w", at=NOON))

    @rule(who=PEOPLE, text=HEADLINES)
    def propose(self, who: str, text: str) -> None:
        if self._try(
            lambda alert: alert.propose_all_clear(by=who, text=text, authority_reference="R")
        ):
            self.proposer = who

    @precondition(lambda self: self.alert.proposal is not None)
    @rule(who=PEOPLE)
    def give(self, who: str) -> None:
        read = self.alert.proposal_digest or b""
        if self._try(lambda alert: alert.give_all_clear(by=who, read=read, at=NOON)):
            assert who != self.proposer

    @rule(late=st.booleans())
    def tick(self, *, late: bool) -> None:
        if self._try(lambda alert: alert.expire(at=NOON + AFTER if late else NOON)):
            assert late

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        if self.before.status is not self.alert.status:
            assert self.alert.status in TRANSITIONS[self.before.status]

    @invariant()
    def nothing_is_out_without_a_second_person(self) -> None:
        assert (self.alert.status in PUBLISHED) == (self.issuer is not None)
        assert self.alert.hands == self.touched

    @invariant()
    def an_issued_alert_never_changes(self) -> None:
        if self.before.status in PUBLISHED:
            assert self.before.content == self.alert.content
            assert self.before.worked == self.alert.worked

    @invariant()
    def only_an_end_has_an_ending_and_it_says_which(self) -> None:
        ended = self.alert.status in PUBLISHED - {Status.ISSUED}
        assert ended == (self.alert.ending is not None)
        if self.alert.ending is not None:
            cleared = self.alert.status is Status.ALL_CLEAR
            assert cleared == bool(self.alert.ending.authority_reference)

    @invariant()
    def versions_count_up_by_one(self) -> None:
        assert self.alert.version - self.before.version in {0, 1}


TestAlertsLife = AlertsLife.TestCase
TestAlertsLife.settings = settings(max_examples=200, stateful_step_count=25, deadline=None)
