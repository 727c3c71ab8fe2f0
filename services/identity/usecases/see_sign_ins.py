"""Keep the day of whoever signs in at Keycloak, wherever they go from there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from kernel.ports import Clock
from services.identity.domain.errors import AccountsUnavailable
from services.identity.usecases.keycloak_ports import SignIns
from services.identity.usecases.ports import UnitOfWork

OVERLAP: Final = timedelta(minutes=2)
"""An event may be seen a little later than its time: what is noted is not noted twice."""

EVENTS_KEPT: Final = timedelta(days=7)
"""How far a process looks back when it begins: no sign-in is kept for longer at Keycloak."""

BATCH: Final = 100
MOST_NOTED: Final = 50_000


@dataclass(slots=True)
class _Looked:
    """Until when this process has looked, and whom it noted on which day."""

    until: datetime | None = None
    noted: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeSignIns:
    """Note everyone once a day: the day alone, so that it cannot be followed what they do.

    Whatever is called with a token began with a sign-in some hours before: a program that reads
    alerts by REST and never asks identity is seen here, as is who goes to a partner's site.
    """

    unit_of_work: UnitOfWork
    keycloak: SignIns
    clock: Clock
    _looked: _Looked = field(default_factory=_Looked, repr=False)

    def __call__(self) -> int:
        """Return how many were noted; what Keycloak does not tell now it tells the next time."""
        now = self.clock.now()
        since = (self._looked.until or now - EVENTS_KEPT) - OVERLAP
        days: dict[str, date] = {}
        try:
            for subject, at in self.keycloak.signed_in(since):
                days[subject] = max(at.date(), days.get(subject, date.min))
        except AccountsUnavailable:
            return 0
        noted = self._looked.noted
        new = {who: day for who, day in days.items() if noted.get(who, date.min) < day}
        count = sum(self._note(batch, new) for batch in _batches(sorted(new)))
        self._looked.until = now
        return count

    def _note(self, batch: Sequence[str], days: Mapping[str, date]) -> int:
        with self.unit_of_work() as tx:
            known = tx.subscribers.known(batch)
            for subject in sorted(known):
                tx.sightings.note(subject, days[subject])
        if len(self._looked.noted) >= MOST_NOTED:
            self._looked.noted.clear()
        self._looked.noted.update({subject: days[subject] for subject in known})
        return len(known)


def _batches(subjects: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(subjects), BATCH):
        yield subjects[first : first + BATCH]
