"""Page whoever can do something about what waits, and then the next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, TypeAlias
from uuid import UUID, uuid5

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cascade import sectors_for
from services.alerts.domain.cordon import Cordon
from services.alerts.domain.paging import (
    IN_THEIR_PLACE,
    LEADS,
    NATION,
    SEATED,
    WELSH_APPROVER,
    ForsakenCalls,
    Page,
    PageRun,
    Why,
    may_know,
    paged_for,
    pause_after,
    priority_of,
    regions_of,
    roles_of,
    run_for_cordon,
    run_for_help,
    run_for_welsh,
    runs_for_review,
    runs_of,
    waits_for_its_region,
)
from services.alerts.domain.seat import COORDINATOR
from services.alerts.usecases.cascading import standing_among
from services.alerts.usecases.paging_settled import settled
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.putting_off import PutOff
from services.alerts.usecases.regional import people_of

MOST: Final = 100

Begin: TypeAlias = Callable[[Stores], None]
"""Begins one thing on a transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfficers:
    """Run by the clock; several may run at once, and any may be killed at any point.

    Each step is one transaction: a ladder and its pages have unique keys, so that what is done
    twice is there once, and what was not committed is done again. What cannot be done is put off
    and said: it holds up none of the others.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    put_off: PutOff

    def __call__(self) -> int:
        """Begin what has to begin, then climb what is due; return how many pages were queued."""
        self._begin()
        queued = 0
        while (found := self._climb()) is not None:
            queued += found
        return queued

    def _begin(self) -> None:
        passed_over = self.put_off.now()
        with self.unit_of_work() as tx:
            found = list(self._to_begin(tx, self.clock.now()))
        for which, begin in found:
            if which not in passed_over:
                with self.put_off.one(which), self.unit_of_work() as tx:
                    begin(tx)

    def _to_begin(self, tx: Stores, now: datetime) -> Iterator[tuple[UUID, Begin]]:
        """Find what has to begin: each by an id of its own, and what begins it."""
        for alert in tx.paging.unpaged(most=MOST):
            yield _named(alert.alert_id, "unpaged"), partial(self._wait, alert, now)
        for alert in tx.paging.welsh_overdue(now, most=MOST):
            yield _named(alert.alert_id, "welsh"), partial(self._owe, alert, now)
        for calls in tx.paging.forsaken(now, most=MOST):
            yield _named(calls.alert_id, f"help:{calls.queue}"), partial(self._call, calls, now)
        for alert in tx.paging.unreviewed(most=MOST):
            yield _named(alert.alert_id, "review"), partial(self._review, alert, now)
        for cordon in tx.cordons.unpaged(now, most=MOST):
            yield cordon.cordon_id, partial(self._update, cordon, now)

    def _wait(self, alert: Alert, now: datetime, tx: Stores) -> None:
        why = Why.APPROVAL if alert.status is Status.SUBMITTED else Why.NO_ANSWER
        ids = [self.ids.new() for _ in regions_of(alert)]
        tx.paging.begin(runs_of(alert, why, ids, now))

    def _owe(self, alert: Alert, now: datetime, tx: Stores) -> None:
        tx.paging.begin([run_for_welsh(alert, self.ids.new(), now)])

    def _review(self, alert: Alert, now: datetime, tx: Stores) -> None:
        tx.paging.begin(runs_for_review(alert, (self.ids.new(), self.ids.new()), now))

    def _update(self, cordon: Cordon, now: datetime, tx: Stores) -> None:
        alert = tx.alerts.get(cordon.alert_id)
        tx.paging.begin([run_for_cordon(cordon, alert, self.ids.new(), now)])
        tx.cordons.paged(cordon.paged())

    def _call(self, calls: ForsakenCalls, now: datetime, tx: Stores) -> None:
        """Begin the ladder of some calls for help; what goes on more slowly gives way to it."""
        before = tx.paging.latest(Why.HELP, calls.alert_id, calls.region)
        run = run_for_help(calls, before, tx.alerts.get(calls.alert_id), self.ids.new(), now)
        if run is None:
            return
        if before is not None and before.closed_at is None:
            tx.paging.save(before.closed("others called since", now))
        tx.paging.begin([run])

    def _climb(self) -> int | None:
        """Page one rung; return how many people it has, or None if nothing is due."""
        now, passed_over = self.clock.now(), self.put_off.now()
        with self.put_off.one() as held, self.unit_of_work() as tx:
            run = tx.paging.claim(now, but=passed_over)
            if run is None:
                return None
            held.which = run.run_id
            alert = tx.alerts.get(run.alert_id)
            done = settled(tx, run, alert, now)
            if done is not None:
                tx.paging.save(run.closed(done, now))
                return 0
            people = self._people(tx, run, alert, now)
            pages = [
                Page(
                    page_id=self.ids.new(),
                    run_id=run.run_id,
                    rung=run.rung,
                    why=run.why,
                    alert_id=run.alert_id,
                    region=run.region,
                    subject=subject,
                    priority=priority_of(run.why, alert),
                    queued_at=now,
                    due_at=now,
                )
                for subject in people
            ]
            queued = tx.paging.queue(pages)
            pause = pause_after(run, alert)
            tx.paging.save(run.climbed(people=len(people), pause=pause, at=now))
            tx.audit.record(
                ANONYMOUS,
                "alerts:page",
                str(run.alert_id),
                why=run.why.value,
                region=run.region,
                role=roles_of(run, alert)[0],
                people=len(people),
            )
            return queued
        return 0

    def _people(self, tx: Stores, run: PageRun, alert: Alert, at: datetime) -> list[str]:
        """Return who is paged: who sits in the seats of the region, where anybody does.

        About a region's own message nobody else is: no officer of the hub could issue it.
        Of a call for help the duty officers are paged besides: they alone can take it. Where the
        last rung would have nobody, those are paged who hold such a role anywhere.
        """
        if waits_for_its_region(run, alert):
            return _of_its_region(tx, run, alert, at)
        roles = roles_of(run, alert)
        there = [who for role in roles for who in tx.paging.holders(role)]
        holders = sorted({*paged_for(run, alert, there), *_of_welsh(tx, run, alert)})
        seated = _seated(tx, run, alert, at)
        if run.why is Why.HELP:
            holders, seated = sorted({*holders, *seated}), []
        people = seated or holders
        return people if people or not run.at_its_end else _in_their_place(tx, run, alert)


def _named(alert_id: UUID, what: str) -> UUID:
    return uuid5(alert_id, what)


def _in_their_place(tx: Stores, run: PageRun, alert: Alert) -> list[str]:
    """Return who is paged where nobody stands for the region: whoever could act for any."""
    anywhere = replace(run, region=NATION)
    found = (paged_for(anywhere, alert, tx.paging.holders(role)) for role in IN_THEIR_PLACE)
    return next(filter(None, found), [])


def _of_its_region(tx: Stores, run: PageRun, alert: Alert, at: datetime) -> list[str]:
    """Return who is paged about a region's own message: its people but those who wrote it.

    Wherever these live. Welsh approvers are besides, while nobody can issue it without their word.
    """
    own = tx.paging.holders(COORDINATOR, among=people_of(tx, alert.origin, at))
    people = paged_for(replace(run, region=NATION), alert, own)
    return sorted({*people, *_of_welsh(tx, run, alert)})


def _of_welsh(tx: Stores, run: PageRun, alert: Alert) -> list[str]:
    """Return who is paged for their word on the Welsh, where one is missing.

    Those of the region; where it has none who may give it, those of anywhere, since they can too.
    """
    if WELSH_APPROVER not in roles_of(run, alert):
        return []
    able = tx.paging.holders(WELSH_APPROVER)
    return paged_for(run, alert, able) or paged_for(replace(run, region=NATION), alert, able)


def _seated(tx: Stores, run: PageRun, alert: Alert, at: datetime) -> list[str]:
    """Return who is paged of those who sit in the seats of the run's region; none without seats."""
    whom = SEATED.get((run.why, run.step))
    if whom is None or run.region == NATION:
        return []
    sectors = sectors_for(alert) if whom is LEADS else ("",)
    found = standing_among(
        tx,
        partial(may_know, run.why, alert),
        [(run.region, sector) for sector in sectors],
        at,
    )
    people = {
        subject
        for each in found
        for subject in (each.deputies or each.holders if whom is LEADS else each.people)
    }
    return sorted(people)
