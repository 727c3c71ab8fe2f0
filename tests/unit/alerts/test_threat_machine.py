"""Whoever does what in any order: no level stands that two people did not agree on."""

from datetime import timedelta
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.errors import Refusal
from services.alerts.domain.events import ThreatLevelChanged
from services.alerts.domain.threat_change import ChangeStatus, StandingLevel
from services.alerts.domain.threat_levels import ResponseLevel, ThreatLevel, ThreatSeries
from services.alerts.usecases.approve_threat_level import ApproveThreatLevel
from services.alerts.usecases.propose_threat_level import ProposeThreatLevel
from services.alerts.usecases.withdraw_threat_level import WithdrawThreatLevel
from tests.fakes.alerts import NOON, key, memory, person
from tests.fakes.plumbing import FreshIds, SetClock
from tests.fakes.threat_levels import proposal

PEOPLE = st.sampled_from([person(name, "duty-officer") for name in ("ada", "bea", "cal")])
SERIES = st.sampled_from(ThreatSeries)


class ThreatLevels(RuleBasedStateMachine):
    """Three people at two series; a model beside it that knows only what must come out."""

    @initialize()
    def begin(self) -> None:
        self.work, self.clock = memory(), SetClock(NOON)
        needs = {"unit_of_work": self.work, "clock": self.clock}
        self.propose_ = ProposeThreatLevel(**needs, ids=FreshIds())
        self.approve_ = ApproveThreatLevel(**needs)
        self.withdraw_ = WithdrawThreatLevel(**needs)
        self.open: dict[ThreatSeries, tuple[UUID, str]] = {}
        self.digests: list[bytes] = [b"0" * 32]
        self.levels: dict[ThreatSeries, list[tuple[ThreatLevel, ResponseLevel]]] = {
            series: [] for series in ThreatSeries
        }

    @rule(
        who=PEOPLE,
        series=SERIES,
        level=st.sampled_from(ThreatLevel),
        response=st.sampled_from(ResponseLevel),
        back=st.none() | st.integers(-1, 3),
    )
    def propose(self, who, series, level, response, back) -> None:
        self.clock.pass_(hours=1)
        since = None if back is None else self.clock.now() - timedelta(hours=back)
        said = proposal(series=series, level=level, response=response, since=since)
        standing = self.work.stores.threat_levels.standing().get(series)
        good = (
            series not in self.open
            and [(level, response)] != self.levels[series][-1:]
            and (since is None or since <= self.clock.now())
            and (since is None or standing is None or since > standing.since)
        )
        try:
            change = self.propose_(
                who, proposal=said, key=key(str(uuid4()), rpc="ProposeThreatLevel")
            )
        except Refusal:
            assert not good
        else:
            assert good
            self.open[series] = change.change_id, who.person
            self.digests.append(change.digest)

    @rule(who=PEOPLE, series=SERIES, stale=st.booleans())
    def approve(self, who, series, stale) -> None:
        if series not in self.open:
            return
        self.clock.pass_(minutes=1)
        change_id, by = self.open[series]
        change = self.work.stores.threat_levels.get(change_id)
        read = next(each for each in self.digests if each != change.digest) if stale else None
        try:
            self.approve_(who, change_id=change_id, read=read or change.digest)
        except Refusal:
            assert stale or who.person == by
        else:
            assert not stale
            assert who.person != by
            self.levels[series].append((change.proposal.level, change.proposal.response))
            del self.open[series]

    @rule(who=PEOPLE, series=SERIES, expected=st.integers(1, 2))
    def withdraw(self, who, series, expected) -> None:
        if series not in self.open:
            return
        change_id, _ = self.open[series]
        try:
            self.withdraw_(who, change_id=change_id, expected_version=expected, why="No.")
        except Refusal:
            assert 2 == expected
        else:
            assert 1 == expected
            del self.open[series]

    @invariant()
    def what_stands_is_what_two_people_agreed_on_last(self) -> None:
        store = self.work.stores.threat_levels
        for series, agreed in self.levels.items():
            levels = list(reversed(store.history(series, before=None, size=1000)))
            assert agreed == [(each.level, each.response) for each in levels]
            assert list(range(1, len(levels) + 1)) == [each.number for each in levels]
            assert sorted({each.since for each in levels}) == [each.since for each in levels]
        decided = [each for each in store.kept.values() if each.status is ChangeStatus.APPROVED]
        assert all(each.proposed.by != each.approved.by for each in decided)
        waiting = [each for each in store.kept.values() if each.status is ChangeStatus.PROPOSED]
        assert self.open.keys() == {each.proposal.series for each in waiting}
        assert len(waiting) == len(self.open)

    @invariant()
    def each_level_was_told_once_and_each_act_is_on_record(self) -> None:
        told: list[StandingLevel] = [
            each.standing
            for each in self.work.stores.outbox.events
            if isinstance(each, ThreatLevelChanged)
        ]
        assert sum(map(len, self.levels.values())) == len(told)
        assert len(told) == len({(each.series, each.number) for each in told})
        acts = [row[1] for row in self.work.stores.audit.rows]
        assert len(self.digests) - 1 == acts.count("alerts:propose-threat-level")
        assert len(told) == acts.count("alerts:approve-threat-level")


ThreatLevels.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestThreatLevels = ThreatLevels.TestCase
