"""What the verbs of a cascade share: who stands where, opening what is below, who has it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid5

from kernel.principals import Principal
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cascade import (
    SETTLED,
    Branch,
    Rung,
    Step,
    StepState,
    regions_for,
    sectors_for,
)
from services.alerts.domain.cascade_regions import named_regions, within_areas
from services.alerts.domain.dispatch import NOBODY
from services.alerts.domain.paging import Page, Why, priority_of
from services.alerts.domain.seat import COORDINATOR, LEAD, Seat, Sitting, sitting
from services.alerts.usecases.ports import Stores


def begin(tx: Stores, alert: Alert, at: datetime) -> None:
    """Give an alert that was just issued to its regions; one without a coordinator passes it."""
    regions = _regions(tx, alert)
    standing = _Standing(tx, regions)
    steps = [
        Step.given(alert, (region, ""), standing.at(alert, (region, ""), at), at=at)
        for region in regions
    ]
    for step in tx.cascades.begin(steps):
        announce(tx, alert, step, standing.at(alert, step.branch, at), at)
        if step.state in SETTLED:
            open_sectors(tx, alert, step.region, at)


def _regions(tx: Stores, alert: Alert) -> list[str]:
    """Return the regions that an alert passes, those of its areas only as far as people are there.

    Who is in none that it passes has it at once: so nobody may be left out who is in one.
    """
    may_be, within = regions_for(alert), within_areas(alert.content)
    if within is None:
        return list(may_be)
    there = tx.reach.regions(within, frozenset(may_be)) | named_regions(alert.content.audience)
    return [each for each in may_be if each in there]


def open_sectors(tx: Stores, alert: Alert, region: str, at: datetime) -> None:
    """Give it to the sectors of a region; those whose seats are vacant have it from the hub."""
    standing = _Standing(tx, [region])
    branches = [(region, sector) for sector in sectors_for(alert)]
    steps = [Step.given(alert, each, standing.at(alert, each, at), at=at) for each in branches]
    for step in tx.cascades.begin(steps):
        announce(tx, alert, step, standing.at(alert, step.branch, at), at)


def standing_at(tx: Stores, alert: Alert, branch: Branch, at: datetime) -> Sitting:
    """Return who stands for a place, and may know of the alert."""
    return _Standing(tx, [branch[0]]).at(alert, branch, at)


def standing_among(
    tx: Stores, may_know: Callable[[Principal], bool], branches: Sequence[Branch], at: datetime
) -> list[Sitting]:
    """Return who stands for each of some places, of those who may know of what it is about."""
    standing = _Standing(tx, sorted({region for region, _ in branches}))
    return [standing.among(may_know, each, at) for each in branches]


class _Standing:
    """Who sits in some regions, asked for once."""

    def __init__(self, tx: Stores, regions: Sequence[str]) -> None:
        self._seats: Sequence[Seat] = tx.seats.of_regions(regions)
        sitters = {
            each.subject for seat in self._seats for each in (seat.holder, seat.deputy) if each
        }
        self._people: Mapping[str, Principal] = {
            each.person: each
            for role in (COORDINATOR, LEAD)
            for each in (tx.paging.holders(role, among=sitters) if sitters else ())
        }

    def at(self, alert: Alert, branch: Branch, at: datetime) -> Sitting:
        """Return who stands for a place, and may read the alert: they are to pass it on."""
        return self.among(alert.readable_by, branch, at)

    def among(self, may_know: Callable[[Principal], bool], branch: Branch, at: datetime) -> Sitting:
        """Return who stands for a place, of those who may know of what it is about."""
        region, sector = branch
        return sitting(self._seats, self._people, may_know, region=region, sector=sector, at=at)


def announce(tx: Stores, alert: Alert, step: Step, who: Sitting, at: datetime) -> None:
    """Page those whose turn it is; the same step and rung pages each of them once."""
    if step.state is not StepState.WAITING:
        return
    people = who.holders if step.rung is Rung.HOLDER else who.deputies
    rung = list(Rung).index(step.rung)
    tx.paging.queue(
        [
            Page(
                page_id=uuid5(step.step_id, f"{rung}:{subject}"),
                run_id=step.step_id,
                rung=rung,
                why=Why.CASCADE,
                alert_id=alert.alert_id,
                region=step.region,
                subject=subject,
                priority=priority_of(Why.CASCADE, alert),
                queued_at=at,
                due_at=at,
            )
            for subject in people
        ]
    )


def hand_down(tx: Stores, alert: Alert, step: Step, at: datetime) -> None:
    """Let what is below a settled step have it: a region's sectors, and those who wait there."""
    if not step.sector:
        open_sectors(tx, alert, step.region, at)
    first = next(each for each in tx.dispatches.of(alert.alert_id) if each.notice is Status.ISSUED)
    below = replace(
        first,
        region=step.region,
        sector=step.sector,
        created_at=at,
        due_at=at,
        after=NOBODY,
        queued=0,
        finished_at=None,
    )
    tx.dispatches.add(below)


def seats_of(tx: Stores, caller: Principal, at: datetime) -> frozenset[Branch]:
    """Return the places for which somebody stands at a moment."""
    return frozenset(
        (seat.region, seat.sector)
        for seat in tx.seats.of(caller.person)
        for each in (seat.holder, seat.deputy)
        if each is not None and each.subject == caller.person and each.sits(at)
    )
