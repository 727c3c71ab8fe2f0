"""End sessions from which nothing comes any more."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock, Ids
from services.training.domain.launch import ABANDONED_AFTER
from services.training.usecases.move_on import abandon
from services.training.usecases.records_ports import RecordsUnitOfWork

AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonSessions:
    """Say `abandoned` of each session that was silent for `ABANDONED_AFTER` (cmi5, 9.3.6)."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many ended; each in a transaction of its own."""
        silent_since = self.clock.now() - ABANDONED_AFTER
        with self.unit_of_work() as tx:
            silent = tx.launches.silent_since(silent_since, AT_ONCE)
        ended = 0
        for session_id, _ in silent:
            with self.unit_of_work() as tx:
                launched = tx.launches.session(session_id)
                if launched is None or not launched.session.open:
                    continue
                if launched.heard_at <= silent_since:
                    abandon(tx, launched, ids=self.ids, at=self.clock.now())
                    ended += 1
        return ended
