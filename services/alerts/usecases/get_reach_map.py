"""Show where an alert's premises are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.reach_map import Square, frame_of, meant, squares
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable

MOST: Final = 50_000
"""Premises in a frame that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The squares, how many premises they have together, and whether all were looked at."""

    squares: Sequence[Square] = ()
    premises: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReachMap:
    """Count the premises that an alert's areas are about, square by square."""

    unit_of_work: UnitOfWork
    most: int = MOST

    def __call__(self, caller: Principal, *, alert_id: UUID) -> Mapped:
        """Return them; nothing for an alert without an area.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            rows = get_readable(tx.alerts, caller, alert_id).content.audience
            frame = frame_of(rows)
            if frame is None:
                return Mapped()
            there = tx.whereabouts.premises_within(frame, most=self.most + 1)
            owners = {each.organisation_id for each in there}
            organisations = tx.whereabouts.organisations(owners)
        found = meant(rows, there[: self.most], organisations)
        return Mapped(
            squares=squares(frame, found),
            premises=len(found),
            complete=len(there) <= self.most,
        )
