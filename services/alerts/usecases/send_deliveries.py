"""Hand over what is due, after looking again whether it may still be sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from chassis.errors import Unavailable
from kernel.access import may_read
from kernel.ports import Clock, Ids, RandomIds
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.answer import thread_of
from services.alerts.domain.asking import answer_address
from services.alerts.domain.context_words import with_context
from services.alerts.domain.delivery import FAULT_PAUSE, Delivery, Outcome, State
from services.alerts.domain.message import Message, mail, text
from services.alerts.domain.push import push
from services.alerts.domain.quiet_hours import HELD, QuietHours, is_life_safety
from services.alerts.domain.recipient import Channel, Recipient
from services.alerts.usecases.answer_ports import AnswerLink, AnswerLinks
from services.alerts.usecases.beside import beside, changed_under_way
from services.alerts.usecases.delivery_ports import (
    Claimed,
    DeliveryMeasures,
    MailSender,
    TextSender,
)
from services.alerts.usecases.other_channels import use_other_channels
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.queue_deliveries import ENDED, SUPERSEDED

BATCH: Final = 20
PUSHED: Final = frozenset({Channel.WEB_PUSH, Channel.MOBILE_PUSH})
"""The channels whose messages are notifications."""

SLICE: Final = timedelta(seconds=2)
"""After so long what is left of a batch goes back, for a more urgent one to come before it."""

QUIET: Final = "quiet hours until its time is over"
MAY_NOT_HEAR: Final = "the recipient may not read it any more"
LEASE: Final = timedelta(seconds=45)
"""How long nobody else takes a batch: the slice, and the longest that one hand-over may last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What is handed over now, and to which address: that of which version of the recipient."""

    message: Message
    to: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDeliveries:
    """One sender of one channel; several run beside each other, in any number of processes.

    That a hand-over begins is committed before it, and its outcome at once after it. A sender that
    dies in between leaves one delivery of which nobody knows: it is handed over again under the
    same reference, and counted. One that cannot be looked at or written, by a fault of ours, is put
    off and said: it holds up none behind it.
    """

    unit_of_work: UnitOfWork
    channel: Channel
    sender: MailSender | TextSender
    measures: DeliveryMeasures
    clock: Clock
    public_url: str
    links: AnswerLinks
    up_to: int | None = None
    ids: Ids = field(default_factory=RandomIds)

    def __call__(self) -> int | None:
        """Send one batch; return how many were settled, or None if nothing can be sent now."""
        return send_batch(
            self.unit_of_work, self.clock, self.channel, self._one_or_none, up_to=self.up_to
        )

    def _one_or_none(self, claimed: Claimed) -> bool:
        """Send one; put it off if that fails."""
        try:
            return self._one(claimed)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, others wait behind it
            self.measures.failed(claimed.delivery, error)
            self._put_off(claimed)
            return True

    def _put_off(self, claimed: Claimed) -> None:
        """Give one back for later. If the provider may have it, that is what is said of it."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            there = tx.deliveries.find(claimed.delivery.delivery_id)
            if there is not None and there.state is State.SENDING:
                begun = there.begun_at is not None
                after = there.lost(now) if begun else there.deferred(now + FAULT_PAUSE)
                tx.deliveries.settle(claimed, after)

    def _one(self, claimed: Claimed) -> bool:
        """Send one; tell whether the provider takes anything at all."""
        delivery, now = claimed.delivery, self.clock.now()
        with self.unit_of_work() as tx:
            ready = look_again(tx, delivery, now, self.public_url, self.links)
            if isinstance(ready, datetime):  # quiet hours: it is due again when they end
                tx.deliveries.settle(claimed, delivery.deferred(ready))
                return True
            if isinstance(ready, str):
                dropped = delivery.dropped(ready)
                ours = tx.deliveries.settle(claimed, dropped)
            elif not tx.deliveries.begin(claimed, now, version=ready.version):
                return True  # our time ran out, and somebody else has it
        if isinstance(ready, str):
            if ours:
                self.measures.settled(delivery, dropped)
            return True
        delivery = replace(delivery, recipient_version=ready.version)
        hand_over = self.sender.send(ready.to, ready.message, delivery.delivery_id)
        settled = delivery.settled(hand_over, self.clock.now())
        with self.unit_of_work() as tx:
            ours = tx.deliveries.settle(claimed, settled)
            if ours and hand_over.outcome is Outcome.NO_ADDRESS:
                tx.recipients.suspend(
                    delivery.recipient_id, delivery.channel, hand_over.why, version=ready.version
                )
                use_other_channels(tx, delivery, clock=self.clock, ids=self.ids)
        if ours:
            self.measures.settled(delivery, settled)
        if hand_over.outcome is Outcome.REFUSED:
            self.measures.refused(delivery, hand_over.why)
        return hand_over.outcome is not Outcome.AWAY


def send_batch(
    unit_of_work: UnitOfWork,
    clock: Clock,
    channel: Channel,
    one: Callable[[Claimed], bool],
    *,
    up_to: int | None,
) -> int | None:
    """Claim a batch and send each by `one`, which tells whether more can be sent now.

    Return how many were settled, or None if there is nothing to send or nothing can be.
    """
    began = clock.now()
    with unit_of_work() as tx:
        batch = tx.deliveries.claim(channel, at=began, until=began + LEASE, most=BATCH, up_to=up_to)
    for number, claimed in enumerate(batch):
        if clock.now() >= began + SLICE:
            _give_back(unit_of_work, batch[number:])
            return number
        if not one(claimed):
            _give_back(unit_of_work, batch[number + 1 :])
            return None
    return len(batch) or None


def _give_back(unit_of_work: UnitOfWork, rest: Sequence[Claimed]) -> None:
    if not rest:
        return
    with unit_of_work() as tx:
        for claimed in rest:
            tx.deliveries.settle(claimed, claimed.delivery.released())


def look_again(
    tx: Stores, delivery: Delivery, at: datetime, public_url: str, links: AnswerLinks
) -> Ready | datetime | str:
    """Return what may be sent at this moment, else from when on, or why it may not."""
    alert = tx.alerts.get(delivery.alert_id)
    why = over(alert, delivery, at) or changed_under_way(tx, alert)
    if why is not None:
        return why
    to = tx.recipients.find(delivery.recipient_id)
    address = to.address_for(delivery.channel) if to and to.active else None
    if to is None or address is None:
        return "the recipient stopped"
    if not to.may_get(alert.content, address):
        return "the address is suspended" if address.suspended else "a test goes to simulators"
    held = _held(tx, alert, delivery, to, at)
    if held is not None:
        return held
    added = beside(tx, alert, delivery, to)
    if delivery.channel in PUSHED:  # it opens the page: whoever is signed in answers there
        notification = push(alert, delivery, to, public_url, at=at, added=added)
        return Ready(message=notification, to=address.address, version=to.version)
    code = next((each.code for each in tx.messages.of_alert(alert.alert_id)), "")
    answer = _answer(alert, delivery, to, public_url, links)
    message = _written(alert, delivery, to, public_url, code=code, answer=answer)
    message = with_context(message, added, alert, to, short=delivery.channel is Channel.SMS)
    return Ready(message=message, to=address.address, version=to.version)


def over(alert: Alert, delivery: Delivery, at: datetime) -> str | None:
    """Return why nobody is sent it any more, or None."""
    if delivery.notice is Status.ISSUED and alert.status is not Status.ISSUED:
        return ENDED
    if delivery.notice is Status.ISSUED and alert.successor is not None:
        return SUPERSEDED
    return "out of time" if at >= delivery.send_by else None


def _held(
    tx: Stores, alert: Alert, delivery: Delivery, to: Recipient, at: datetime
) -> datetime | str | None:
    """Return why somebody is not sent it at all, or from when on they are; None for now."""
    if not may_hear(tx, alert, delivery.notice, to):
        return MAY_NOT_HEAR
    quiet = quiet_until(alert, delivery, to, at)
    return QUIET if quiet is not None and quiet >= delivery.send_by else quiet


def quiet_until(alert: Alert, delivery: Delivery, to: Recipient, at: datetime) -> datetime | None:
    """Return when the quiet hours end that hold a message back; None where none do."""
    if to.quiet is None or delivery.channel not in HELD or is_life_safety(alert.content):
        return None
    return QuietHours(*to.quiet).end_after(at)


def may_hear(tx: Stores, alert: Alert, notice: Status, to: Recipient) -> bool:
    """Tell whether somebody may hear that there is something, if not what.

    Of an end, and of an update, whoever had what was before may; the words name nothing then.
    """
    if notice is not Status.ISSUED or may_read(to.principal(), alert.content.heard_under):
        return True
    return bool(tx.deliveries.had(alert.thread.earlier, [to.recipient_id]))


def _written(
    alert: Alert, delivery: Delivery, to: Recipient, public_url: str, *, code: str, answer: str
) -> Message:
    write = mail if delivery.channel is Channel.EMAIL else text
    return write(alert, delivery.notice, to, public_url, code=code, answer=answer)


def _answer(
    alert: Alert, delivery: Delivery, to: Recipient, public_url: str, links: AnswerLinks
) -> str:
    """Return the address at which this recipient answers; empty where nobody is asked."""
    if delivery.notice is not Status.ISSUED or not alert.content.asks_answer:
        return ""
    link = AnswerLink(
        thread_id=thread_of(alert),
        recipient_id=to.recipient_id,
        ends_at=alert.content.expires_at,
    )
    return answer_address(links.seal(link), to.language, public_url)
