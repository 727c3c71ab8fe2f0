"""Turns alerts into rows in memory, each recipient by the domain's own rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from uuid import UUID, uuid4

from services.alerts.domain.aim import Aim
from services.alerts.domain.alert import Alert
from services.alerts.domain.audience import Person
from services.alerts.domain.cascade import DIRECT, Branch, Step, come_by
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.recipient import Recipient, judged
from services.alerts.usecases.delivery_ports import Chunk
from tests.fakes.cascades import MemoryCascades
from tests.fakes.deliveries import MemoryDeliveries
from tests.fakes.recipients import MemoryRecipients


@dataclass
class MemoryFanOut:
    """One after another."""

    recipients: MemoryRecipients
    deliveries: MemoryDeliveries
    cascades: MemoryCascades

    def chunk(
        self,
        dispatch: Dispatch,
        alert: Alert,
        *,
        steps: Mapping[Branch, Step] | None,
        at: datetime,
        most: int,
    ) -> Chunk:
        left = [e for e in self.recipients.everyone() if e.recipient_id > dispatch.after]
        had = self.deliveries.had(alert.thread.earlier, [each.recipient_id for each in left])
        rows, came = [], list[tuple[UUID, Branch]]()
        for to in left[:most]:
            before = had.get(to.recipient_id, ())
            by = come_by(meant(to, alert.content), steps)
            branches = (DIRECT,) if to.recipient_id in had else by
            ways = to.reached_by(alert.content, had=before) if branches is not None else ()
            came += [(to.recipient_id, each) for each in branches or () if ways]
            rows += [
                dispatch.delivery(uuid4(), alert, to.recipient_id, channel, at=at)
                for channel in ways
            ]
        if steps is not None:
            self.cascades.came_by(alert.alert_id, came)
        last = left[most - 1].recipient_id if len(left) >= most else None
        return Chunk(added=self.deliveries.add(rows), last=last)


def meant(to: Recipient, aim: Aim) -> list[Person]:
    """Return of what a recipient is that for which an alert is for them."""
    selves = to.selves()
    return list(compress(selves, *judged([selves], aim)))
