"""Try again all that was given up of a channel."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.replay_webhook_delivery import sent_anew

AT_ONCE: Final = 500
"""Rows of one transaction: senders who look at them meanwhile wait for no more."""

MOST: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RequeueDeadDeliveries:
    """Queue the dead letters of a channel again, once its provider works.

    Whoever runs the platform does so also for alerts that they may not read: it is said how many
    there were, and of none of them which.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, channel: Channel) -> tuple[int, bool]:
        """Return how many are tried again, and whether others are left for another time."""
        done = 0
        while done < MOST:
            found = self._some(caller, channel)
            done += found
            if found < AT_ONCE:
                return done, False
        return done, True

    def _some(self, caller: Principal, channel: Channel) -> int:
        with self.unit_of_work() as tx:
            now = self.clock.now()
            found = tx.deliveries.dead_in_time(channel, at=now, most=AT_ONCE)
            for delivery in found:
                sent_anew(tx, delivery, now)
            if found:
                tx.audit.record(
                    caller,
                    "alerts:requeue-dead-deliveries",
                    channel.value,
                    count=str(len(found)),
                )
                tx.outbox.add(
                    Used(
                        caller=caller,
                        metric="alerts.deliveries-requeued",
                        at=now,
                        detail=channel.value.lower(),
                    )
                )
        return len(found)
