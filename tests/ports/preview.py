"""What is counted before an alert is approved is what is queued after it, whoever keeps it."""

from collections.abc import Callable
from typing import Any

import pytest

from chassis.principals import PrincipalRow
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain import wording
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.content import Urgency
from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.push import PushSubscription
from services.alerts.domain.recipient import Address, Channel, Recipient
from services.alerts.domain.webhook import Mode as EndpointMode
from services.alerts.domain.webhook import Webhook
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from tests.fakes.alerts import NOON, issued, with_welsh
from tests.fakes.deliveries import recipient
from tests.fakes.plumbing import FreshIds, SetClock, a_row
from tests.fakes.webhooks import webhook

Rights = Callable[[list[PrincipalRow]], None]
LONDON, WALES = frozenset({"LON"}), frozenset({"WAL"})
ACCOUNTS = [
    a_row("verified", tier=Tier.VERIFIED, regions=LONDON, sectors=frozenset({"retail"})),
    a_row("suspended", tier=Tier.TRUSTED, regions=LONDON, standing=Standing.SUSPENDED),
    a_row(
        "venue",
        tier=Tier.VERIFIED,
        regions=LONDON,
        roles=frozenset({"integrator"}),
        organisation_id="hall",
    ),
    a_row("left", tier=Tier.VERIFIED, regions=LONDON, organisation_id="elsewhere"),
    a_row("elsewhere", tier=Tier.VERIFIED, regions=WALES, sectors=frozenset({"retail"})),
]
BOTH = (
    Address(channel=Channel.EMAIL, address="both@corner.example"),
    Address(channel=Channel.SMS, address="+447911123456"),
)
EVERYONE = (AudienceRow(Mode.INCLUDE, Kind.EVERYONE, ""),)
RETAIL = (*EVERYONE, AudienceRow(Mode.MUST_BE, Kind.SECTOR, "retail"))
NOT_WALES = (*EVERYONE, AudienceRow(Mode.EXCLUDE, Kind.REGION, "WAL"))
VERIFIED = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
MAIL = frozenset({wording.Channel.EMAIL})
POSTS = frozenset({wording.Channel.WEBHOOK})


def everybody() -> list[Recipient]:
    """Return people of every kind there is, a good many of the first."""
    return [
        *(recipient(f"{number}@corner.example") for number in range(7)),
        recipient("+447911123456"),
        recipient("shop@corner.co.uk", regions=WALES),
        recipient(addresses=BOTH),
        recipient(addresses=BOTH, subject="verified", regions=frozenset()),
        recipient(
            "both@corner.example",
            subject="verified",
            regions=WALES,
            outward_codes=frozenset({"CF10"}),
        ),
        recipient("+447911123457", subject="suspended"),
        recipient("elsewhere@corner.example", subject="elsewhere"),
        recipient("nobody@corner.example", subject="unknown"),
        *(browser(number).recipient("verified", version=1, language="en") for number in (1, 2)),
        browser(3).recipient("suspended", version=1, language="en"),
        Recipient.stopped(recipient().recipient_id, 2),
    ]


def endpoints() -> list[Webhook]:
    """Return endpoints of both kinds, and those of people who do not answer for them now."""
    off = webhook(description="off").disabled("gone", NOON)
    return [
        *(
            webhook(owner=owner, mode=mode)
            for owner in ("venue", "left", None)
            for mode in EndpointMode
        ),
        off,
    ]


def browser(number: int) -> PushSubscription:
    """Return a browser's subscription."""
    where = f"https://push.example/{number}"
    return PushSubscription(endpoint=where, p256dh="key", auth="secret")


class PreviewSuite:
    """Run with fixtures `unit_of_work` and `rights`."""

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"channels": MAIL},
            {"channels": POSTS},
            {"channels": frozenset({wording.Channel.WEB_PUSH})},
            {"cap_status": CapStatus.TEST},
            {"cap_status": CapStatus.EXERCISE},
            {"audience": EVERYONE},
            {"audience": RETAIL},
            {"audience": NOT_WALES},
            {"audience": EVERYONE, "marking": VERIFIED},
            {"audience": EVERYONE, "marking": VERIFIED, "urgency": Urgency.IMMEDIATE},
        ],
        ids=str,
    )
    def test_as_many_rows_are_queued_as_were_counted(
        self, unit_of_work: UnitOfWork, rights: Rights, given: dict[str, Any]
    ) -> None:
        """And of an update as well, which goes also to whoever was sent what it replaces."""
        rights(ACCOUNTS)
        with unit_of_work() as tx:
            for each in everybody():
                tx.recipients.keep(each)
            for there in endpoints():
                tx.webhooks.add(there)
                tx.recipients.keep(there.recipient())
        out = issued(**given)
        assert counted(unit_of_work, out) == queued(unit_of_work, out)
        hand_over_some(unit_of_work, out)
        wales = {"audience": (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)}
        draft = out.update(FreshIds().new(), issued(**given | wales).content, by="a", at=NOON)
        waiting = with_welsh(draft.submit(by="a", reach=1))
        update = waiting.approve(by="b", read=waiting.digest, at=NOON)
        before = counted(unit_of_work, update)
        with unit_of_work() as tx:
            tx.alerts.save(out.succeeded(by=update.alert_id, at=NOON))
        assert before == queued(unit_of_work, update)
        with unit_of_work() as tx:
            assert all(each.finished_at for each in tx.dispatches.of(update.alert_id))


def counted(unit_of_work: UnitOfWork, alert: Alert) -> int:
    """Return how many messages are counted."""
    with unit_of_work() as tx:
        found = tx.reach.count(alert.content, alert.thread.earlier)
    assert found is not None
    return found.messages


def queued(unit_of_work: UnitOfWork, out: Alert) -> int:
    """Issue an alert, queue all of it in small chunks, and return how many rows there are."""
    with unit_of_work() as tx:
        tx.alerts.add(out)
        tx.dispatches.add(Dispatch.of(out, at=NOON))
    queue = QueueDeliveries(
        unit_of_work=unit_of_work, clock=SetClock(NOON), ids=FreshIds(), chunk=4
    )
    while queue() is not None:
        pass
    with unit_of_work() as tx:
        return sum(each.count for each in tx.deliveries.tally(out.alert_id))


def hand_over_some(unit_of_work: UnitOfWork, out: Alert) -> None:
    """Let a few mails of an alert be taken, and a post; the rest waits."""
    with unit_of_work() as tx:
        some = {"at": NOON, "until": NOON, "up_to": None}
        mails = tx.deliveries.claim(Channel.EMAIL, most=5, **some)
        posts = tx.deliveries.claim(Channel.WEBHOOK, most=1, **some)
        for claimed in (*mails, *posts):
            assert (out.alert_id, Status.ISSUED) == (
                claimed.delivery.alert_id,
                claimed.delivery.notice,
            )
            sent = claimed.delivery.settled(HandOver(outcome=Outcome.TAKEN), NOON)
            tx.deliveries.settle(claimed, sent)
