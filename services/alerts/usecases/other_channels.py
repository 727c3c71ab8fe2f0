"""Reach somebody by another way when an address turns out to be none."""

from dataclasses import replace

from kernel.ports import Clock, Ids
from services.alerts.domain.alert import Status
from services.alerts.domain.delivery import Delivery
from services.alerts.domain.recipient import Channel, Recipient
from services.alerts.usecases.ports import Stores


def use_other_channels(tx: Stores, failed: Delivery, *, clock: Clock, ids: Ids) -> int:
    """Queue what could not be delivered for the person's other addresses; return how many rows.

    The failed address is suspended before. Whoever gets the message by another channel already
    has a row there, and no second one comes about.
    """
    to = tx.recipients.find(failed.recipient_id)
    alert = tx.alerts.get(failed.alert_id)
    issue = failed.notice is Status.ISSUED
    current = alert.status is Status.ISSUED and alert.successor is None
    if to is None or not to.active or (issue and not current):
        return 0
    person = [to, *(tx.recipients.of(to.subject) if to.subject else ())]
    had = tx.deliveries.had(alert.thread.earlier, [each.recipient_id for each in person])
    rows = [
        replace(
            Delivery.queued(ids.new(), alert, each.recipient_id, channel, at=clock.now()),
            alert_version=failed.alert_version,
            notice=failed.notice,
        )
        for each in person
        for channel in _ways(each)
        if not issue
        or channel in each.reached_by(alert.content, had=had.get(each.recipient_id, ()))
    ]
    return tx.deliveries.add(rows)


def _ways(recipient: Recipient) -> list[Channel]:
    """Return the channels that are a person's own; an organisation's machine is nobody's."""
    return [
        each.channel
        for each in recipient.addresses
        if recipient.active and not each.suspended and each.channel is not Channel.WEBHOOK
    ]
