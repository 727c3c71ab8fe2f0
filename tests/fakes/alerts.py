"""Alerts in memory, and alerts as tests make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.idempotency import RequestKey
from kernel.markings import Marking
from kernel.pages import Place
from kernel.principals import Principal
from kernel.tiers import Tier
from services.alerts.domain.alert import PUBLISHED, Alert, Status
from services.alerts.domain.content import AlertContent, Certainty, Severity, Urgency
from services.alerts.domain.errors import AlertNotFound
from tests.fakes.deliveries import MemoryDeliveries, MemoryDispatches, MemoryRecipients
from tests.fakes.plumbing import (
    MemoryAudit,
    MemoryIdempotency,
    MemoryOutbox,
    MemoryPlumbingRows,
    MemoryUnitOfWork,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class MemoryAlerts:
    """Alerts in a dictionary."""

    kept: dict[UUID, Alert] = field(default_factory=dict)

    def add(self, alert: Alert) -> None:
        self.kept[alert.alert_id] = alert

    def get(self, alert_id: UUID, *, lock: bool = False) -> Alert:
        if alert_id not in self.kept:
            raise AlertNotFound("There is no such alert.")
        return self.kept[alert_id]

    def save(self, alert: Alert) -> None:
        if self.kept[alert.alert_id].version != alert.version - 1:
            raise StaleVersion("The alert changed meanwhile: read it again.")
        self.kept[alert.alert_id] = alert

    def page(
        self, reader: Principal, statuses: frozenset[Status], *, after: Place | None, size: int
    ) -> Sequence[Alert]:
        found = [
            alert
            for alert in sorted(self.kept.values(), key=_place, reverse=True)
            if alert.status in statuses
            and _readable(alert, reader)
            and (after is None or _place(alert) < (after.at, after.item_id))
        ]
        return found[:size]

    def due(self, at: datetime, *, most: int) -> Sequence[Alert]:
        due = [
            alert
            for alert in self.kept.values()
            if alert.status is Status.ISSUED and alert.content.expires_at <= at
        ]
        return sorted(due, key=lambda alert: alert.content.expires_at)[:most]

    def published(self) -> Sequence[Alert]:
        return sorted((a for a in self.kept.values() if a.status in PUBLISHED), key=_place)

    def handled_by(self, subject: str) -> Sequence[Alert]:
        found = [alert for alert in self.kept.values() if subject in _people(alert)]
        return sorted(found, key=lambda alert: alert.created_at)

    def rename(self, subject: str, pseudonym: str) -> int:
        changed = self.handled_by(subject)
        for alert in changed:
            self.kept[alert.alert_id] = _renamed(alert, subject, pseudonym)
        return len(changed)


def _place(alert: Alert) -> tuple[datetime, UUID]:
    return alert.issued_at or alert.created_at, alert.alert_id


def _readable(alert: Alert, reader: Principal) -> bool:
    """As the record's query has it: whether drafts are asked for at all, ListAlerts decides."""
    staff = replace(reader, roles=reader.roles | {"alert-author"})
    return alert.readable_by(staff)


def _people(alert: Alert) -> set[str | None]:
    return {
        *alert.hands,
        *alert.content.marking.named_subjects,
        alert.issued_by,
        alert.proposal.by if alert.proposal else None,
        alert.ending.by if alert.ending else None,
    }


def _renamed(alert: Alert, subject: str, pseudonym: str) -> Alert:
    def name(who: str | None) -> str | None:
        return pseudonym if who == subject else who

    marking = alert.content.marking
    named = frozenset(name(who) or "" for who in marking.named_subjects)
    proposal, ending = alert.proposal, alert.ending
    return replace(
        alert,
        content=replace(alert.content, marking=replace(marking, named_subjects=named)),
        hands=frozenset(name(who) or "" for who in alert.hands),
        issued_by=name(alert.issued_by),
        proposal=proposal and replace(proposal, by=name(proposal.by) or ""),
        ending=ending and replace(ending, by=name(ending.by)),
    )


@dataclass
class SnapshotOutbox(MemoryOutbox):
    """An outbox that also sends again."""

    def again(self, event: Any) -> None:
        self.events.append(event)


@dataclass
class MemoryAlertsStores:
    """Everything of alerts, in memory."""

    alerts: MemoryAlerts = field(default_factory=MemoryAlerts)
    recipients: MemoryRecipients = field(default_factory=MemoryRecipients)
    dispatches: MemoryDispatches = field(default_factory=MemoryDispatches)
    deliveries: MemoryDeliveries = field(default_factory=MemoryDeliveries)
    outbox: SnapshotOutbox = field(default_factory=SnapshotOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    idempotency: MemoryIdempotency = field(default_factory=MemoryIdempotency)
    plumbing: MemoryPlumbingRows = field(default_factory=MemoryPlumbingRows)


def memory() -> MemoryUnitOfWork[MemoryAlertsStores]:
    """A unit of work on nothing yet."""
    return MemoryUnitOfWork(MemoryAlertsStores())


def content(**given: Any) -> AlertContent:
    """What a good alert says, unless said otherwise."""
    return AlertContent(
        **{
            "headline": "Demonstration",
            "description": "Demonstration, not official.",
            "instruction": "Do nothing.",
            "action_line": "Demonstration: do nothing.",
            "language": "en-GB",
            "severity": Severity.SEVERE,
            "urgency": Urgency.IMMEDIATE,
            "certainty": Certainty.OBSERVED,
            "marking": Marking.clear(),
            "audience": (AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),),
            "expires_at": NOON + timedelta(hours=6),
        }
        | given
    )


def person(name: str, *roles: str, tier: Tier = Tier.TRUSTED, **more: Any) -> Principal:
    """Someone with these roles."""
    return Principal(subject=name, tier=tier, roles=frozenset(roles), **more)


AUTHOR = person("author", "alert-author")
APPROVER = person("approver", "alert-approver")
SECOND = person("second", "alert-approver")
READER = person("reader", tier=Tier.REGISTERED)


def key(value: str = "k", body: bytes = b"1" * 32, rpc: str = "DraftAlert") -> RequestKey:
    """A request's key."""
    return RequestKey(rpc=rpc, key=value, body_digest=body)


def drafted(by: str = "author", at: datetime = NOON, **given: Any) -> Alert:
    """A draft."""
    return Alert.drafted(uuid4(), content(**given), by=by, at=at)


def submitted(**given: Any) -> Alert:
    """An alert that waits for a second person."""
    return drafted(**given).submit(by="author")


def issued(at: datetime = NOON, **given: Any) -> Alert:
    """An alert that is out."""
    waiting = submitted(**given)
    return waiting.approve(by="approver", read=waiting.digest, at=at)
