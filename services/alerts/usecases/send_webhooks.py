"""Post to endpoints what is due, after looking again what may be said to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.errors import Unavailable
from kernel.ports import Clock
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.delivery import FAULT_PAUSE, Delivery, HandOver, Outcome
from services.alerts.domain.recipient import Channel, Recipient
from services.alerts.domain.webhook import Webhook
from services.alerts.domain.webhook_message import alert_message, named_to
from services.alerts.usecases.beside import beside, changed_under_way
from services.alerts.usecases.delivery_ports import Claimed, DeliveryMeasures
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.send_deliveries import LEASE, MAY_NOT_HEAR, may_hear, over
from services.alerts.usecases.webhook_ports import Heard, Post, WebhookPoster

FEWEST: Final = 25
MOST: Final = 400
LOOKED_AT: Final = timedelta(milliseconds=500)
"""How long a look at what may be said to whom is good: as long as rights are kept elsewhere."""


DISABLED: Final = "the endpoint is disabled"


@dataclass(slots=True)
class Pace:
    """How many a sender takes at once: as many as it can post before the look at them is old.

    What an endpoint takes in a millisecond or in a second nobody knows beforehand.
    """

    most: int = FEWEST

    def heard(self, *, posted: int, ready: int) -> None:
        """Take more next time if all were posted in time, else about as many as that were."""
        if posted < ready:
            self.most = max(FEWEST, posted)
        elif ready * 2 > self.most:
            self.most = min(MOST, self.most * 2)


@dataclass(frozen=True, slots=True)
class Said:
    """What is posted, and to whom."""

    webhook: Webhook
    body: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a batch needs to know: to whom, and its alerts with why nothing of them is sent."""

    webhooks: Mapping[UUID, Webhook]
    people: Mapping[UUID, Recipient]
    alerts: dict[UUID, tuple[Alert, str | None]] = field(default_factory=dict)
    bodies: dict[tuple[UUID, Status, bool], str] = field(default_factory=dict)
    """What was written already: most of a batch says the same."""

    def alert(self, tx: Stores, alert_id: UUID) -> tuple[Alert, str | None]:
        """Return an alert of the batch; it is looked at once."""
        if alert_id not in self.alerts:
            alert = tx.alerts.get(alert_id)
            self.alerts[alert_id] = alert, changed_under_way(tx, alert)
        return self.alerts[alert_id]


@dataclass(slots=True)
class Round:
    """A batch under way: what is to be posted, and what became of it."""

    ready: Sequence[tuple[Claimed, Said]] = ()
    settled: list[tuple[Claimed, Delivery]] = field(default_factory=list)
    heard: list[tuple[Webhook, HandOver]] = field(default_factory=list)
    failed: dict[UUID, Webhook] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendWebhooks:
    """One sender of posts; several run beside each other, in any number of processes.

    A batch is claimed and begun, and looked at, by one transaction, and settled by another: each
    commit costs more than a post. What is left when the look grows old goes back. Of a sender that
    dies the whole batch may have been posted; an endpoint drops repeats by their id. An endpoint
    that failed rests: what is due for it waits, and holds no sender of the others. One that cannot
    be looked at or written, by a fault of ours, is put off and said.
    """

    unit_of_work: UnitOfWork
    poster: WebhookPoster
    measures: DeliveryMeasures
    clock: Clock
    public_url: str
    up_to: int | None = None
    pace: Pace = field(default_factory=Pace)

    def __call__(self, up_to: int | None = None) -> int | None:
        """Send one batch; return how many were settled, or None if there is nothing to send.

        `up_to` is the last priority that is looked at this time, where it is to be another.
        """
        began, this = self.clock.now(), Round()
        with self.unit_of_work() as tx:
            claimed = tx.deliveries.claim(
                Channel.WEBHOOK,
                at=began,
                until=began + LEASE,
                most=self.pace.most,
                up_to=self.up_to if up_to is None else up_to,
                begin=True,
            )
            this.ready = self._looked_at(tx, claimed, this, began)
            unsaid = list(this.settled)
            tx.deliveries.settle_many(unsaid)
        self._count(unsaid)
        if not claimed:
            return None
        self._post(this, until=self.clock.now() + LOOKED_AT)
        posted = this.settled[len(unsaid) :]
        with self.unit_of_work() as tx:
            tx.deliveries.settle_many(posted)
            for webhook, heard in this.heard:
                self._look_after(tx, webhook, heard)
        self._count(posted)
        return len(this.settled)

    def _looked_at(
        self, tx: Stores, claimed: Sequence[Claimed], this: Round, at: datetime
    ) -> Sequence[tuple[Claimed, Said]]:
        """Return what may be posted, and settle what may not."""
        ids = {each.delivery.recipient_id for each in claimed}
        known = Known(
            webhooks=tx.webhooks.find_many(ids),
            people=tx.recipients.find_many(ids),
        )
        ready = []
        for each in claimed:
            try:
                what = self._written(tx, each.delivery, known, at)
            except Unavailable:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it was, others wait behind it
                self.measures.failed(each.delivery, error)
                what = each.delivery.deferred(at + FAULT_PAUSE)
            if isinstance(what, Delivery):
                this.settled.append((each, what))
            else:
                ready.append((each, what))
        return ready

    def _written(
        self, tx: Stores, delivery: Delivery, known: Known, at: datetime
    ) -> Said | Delivery:
        """Return what to say at this moment, or the delivery of which nothing is to be said."""
        webhook = known.webhooks.get(delivery.recipient_id)
        to = known.people.get(delivery.recipient_id)
        if webhook is None:
            return delivery.dropped(DISABLED)
        if (kept_back := _kept_back(delivery, webhook, at)) is not None:
            return kept_back
        alert, changed = known.alert(tx, delivery.alert_id)
        if (why := over(alert, delivery, at) or changed) is not None:
            return delivery.dropped(why)
        if to is None:
            return delivery.dropped("the recipient stopped")
        if not may_hear(tx, alert, delivery.notice, to):
            return delivery.dropped(MAY_NOT_HEAR)
        added, named = beside(tx, alert, delivery, to), named_to(alert, to)
        what = (alert.alert_id, delivery.notice, named)
        body = None if added else known.bodies.get(what)
        if body is None:
            body = alert_message(alert, delivery.notice, self.public_url, named=named, added=added)
        if not added:
            known.bodies[what] = body
        return Said(webhook, body)

    def _post(self, this: Round, *, until: datetime) -> None:
        """Post while the look at them is good; what is left goes back."""
        posts = [
            Post(said.webhook, claimed.delivery.delivery_id, said.body)
            for claimed, said in this.ready
        ]
        heard = self.poster.post_all(posts, until=until) if posts else []
        for (claimed, said), became in zip(this.ready, heard, strict=True):
            if became is not None:
                this.settled.append((claimed, self._heard(this, claimed.delivery, said, became)))
        now, late = self.clock.now(), 0
        for (claimed, said), became in zip(this.ready, heard, strict=True):
            if became is None:
                failed = this.failed.get(said.webhook.webhook_id)
                late += failed is None
                kept_back = None if failed is None else _kept_back(claimed.delivery, failed, now)
                this.settled.append((claimed, kept_back or claimed.delivery.released()))
        self.pace.heard(posted=len(this.ready) - late, ready=len(this.ready))

    def _heard(self, this: Round, delivery: Delivery, said: Said, became: Heard) -> Delivery:
        """Return a delivery after its post; what it says of the endpoint is kept for later."""
        webhook, heard = said.webhook, became.hand_over
        if heard.outcome is not Outcome.TAKEN or webhook.failures:
            this.heard.append((webhook, heard))
        if heard.outcome is not Outcome.TAKEN:
            this.failed[webhook.webhook_id] = webhook.heard(heard.outcome, became.at)
        return delivery.settled(heard, became.at)

    def _count(self, settled: Sequence[tuple[Claimed, Delivery]]) -> None:
        for claimed, after in settled:
            self.measures.settled(claimed.delivery, after)

    def _look_after(self, tx: Stores, webhook: Webhook, heard: HandOver) -> None:
        """Keep how the endpoint is doing; say nothing to it any more once it is hopeless."""
        there = tx.webhooks.find(webhook.webhook_id, lock=True)
        if there is None:
            return
        after = there.heard(heard.outcome, self.clock.now())
        if after == there:
            return
        tx.webhooks.save(after)
        if after.disabled_at is not None and there.disabled_at is None:
            tx.recipients.keep(after.recipient())


def _kept_back(delivery: Delivery, webhook: Webhook, at: datetime) -> Delivery | None:
    """Return what becomes of one whose endpoint gets nothing now, or None if it gets it."""
    if webhook.disabled_at is not None:
        return delivery.dropped(DISABLED)
    if webhook.rests_until is not None and webhook.rests_until > at:
        return delivery.deferred(webhook.rests_until)
    return None
