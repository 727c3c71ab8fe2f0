"""Alerts in memory, and alerts as tests make them."""

from collections.abc import Collection, Sequence
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
from services.alerts.domain.alert import PUBLISHED, Alert, Status, is_staff
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.cap.terms import Category, ResponseType
from services.alerts.domain.content import AlertContent, Certainty, Severity, Urgency
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.kinds import Kinds
from services.alerts.domain.public_part import seen_by
from services.alerts.domain.status import EDITABLE
from services.alerts.domain.welsh import Confirmation
from services.alerts.domain.wording import CapStatus, Channel, Translation
from tests.fakes.answers import MemoryAnswers, MemoryHelpDesk
from tests.fakes.cascades import MemoryCascades, MemorySeats
from tests.fakes.cordons import MemoryCordons
from tests.fakes.decisions import MemoryDecisions
from tests.fakes.deliveries import MemoryDeliveries, MemoryDispatches
from tests.fakes.devices import MemoryDevices
from tests.fakes.drills import MemoryDrills
from tests.fakes.fan_out import MemoryFanOut
from tests.fakes.freezes import MemoryFreezes
from tests.fakes.looking import SOMEBODY, MemoryReach, MemorySharing
from tests.fakes.paging import MemoryPaging
from tests.fakes.passkey_keys import MemoryPasskeyKeys
from tests.fakes.plumbing import (
    MemoryAudit,
    MemoryIdempotency,
    MemoryOutbox,
    MemoryPlumbingRows,
    MemoryUnitOfWork,
)
from tests.fakes.quiet_accounts import MemoryQuietAccounts
from tests.fakes.recipients import MemoryRecipients
from tests.fakes.record import MemoryCapImports, MemoryLog, MemoryMessages
from tests.fakes.rumours import MemoryRumours
from tests.fakes.sites import MemorySiteOverrides
from tests.fakes.situations import MemorySituations
from tests.fakes.templates import MemoryTemplates
from tests.fakes.threat_levels import MemoryThreatLevelChanges
from tests.fakes.webhook_store import MemoryWebhooks
from tests.fakes.whereabouts import MemoryWhereabouts

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
            and alert.successor is None
            and (_readable(alert, reader) or seen_by(alert, reader) is not None)
        ]
        if after is None:
            return found[:size]
        place = (after.at, after.item_id)
        if after.backwards:
            return [alert for alert in found if _place(alert) > place][-size:]
        return [alert for alert in found if _place(alert) < place][:size]

    def of_thread(self, thread_id: UUID) -> Sequence[Alert]:
        found = [alert for alert in self.kept.values() if alert.thread.thread_id == thread_id]
        newest = sorted(found, key=lambda a: (a.thread.number, a.created_at), reverse=True)
        shown = sorted(newest, key=lambda a: a.status not in PUBLISHED)[:100]
        return [alert for alert in newest if alert in shown]

    def standing_in(self, thread_id: UUID) -> Alert | None:
        found = [
            alert
            for alert in self.kept.values()
            if alert.thread.thread_id == thread_id
            and alert.status in PUBLISHED
            and alert.successor is None
        ]
        return max(found, key=lambda alert: alert.thread.number, default=None)

    def open_drafts(self, thread_id: UUID) -> int:
        return sum(
            alert.thread.thread_id == thread_id and alert.status in EDITABLE
            for alert in self.kept.values()
        )

    def awaiting_review(self, *, most: int) -> Sequence[Alert]:
        found = [
            (alert.review.due_at, alert.alert_id, alert)
            for alert in self.kept.values()
            if alert.review and alert.review.waits
        ]
        return [alert for _, _, alert in sorted(found, key=lambda each: each[:2])][:most]

    def owing_welsh(self, *, most: int) -> Sequence[Alert]:
        found = [
            (alert.welsh.due_at, alert.alert_id, alert)
            for alert in self.kept.values()
            if alert.welsh.due_at and alert.status is Status.ISSUED and alert.successor is None
        ]
        return [alert for _, _, alert in sorted(found, key=lambda each: each[:2])][:most]

    def many(self, alert_ids: Collection[UUID]) -> Sequence[Alert]:
        return [alert for alert in self.kept.values() if alert.alert_id in alert_ids]

    def next_due(self, at: datetime, *, but: Collection[UUID]) -> UUID | None:
        due = [
            alert
            for alert in self.kept.values()
            if alert.status is Status.ISSUED
            and alert.successor is None
            and alert.content.expires_at <= at
            and alert.alert_id not in but
        ]
        first = min(due, key=lambda alert: alert.content.expires_at, default=None)
        return None if first is None else first.alert_id

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
    if alert.content.cap_status is CapStatus.TEST and not is_staff(reader):
        return False
    staff = replace(reader, roles=reader.roles | {"alert-author"})
    return alert.readable_by(staff)


def _people(alert: Alert) -> set[str | None]:
    return {
        *alert.hands,
        *alert.content.marking.named_subjects,
        alert.issued_by,
        alert.proposal.by if alert.proposal else None,
        alert.ending.by if alert.ending else None,
        alert.returned.by if alert.returned else None,
        alert.review.by if alert.review else None,
        alert.welsh.confirmation.by if alert.welsh.confirmation else None,
    }


def _renamed(alert: Alert, subject: str, pseudonym: str) -> Alert:
    def name(who: str | None) -> str | None:
        return pseudonym if who == subject else who

    marking = alert.content.marking
    named = frozenset(name(who) or "" for who in marking.named_subjects)
    proposal, ending, returned = alert.proposal, alert.ending, alert.returned
    said = alert.welsh.confirmation
    return replace(
        alert,
        content=replace(alert.content, marking=replace(marking, named_subjects=named)),
        worked=tuple(replace(hand, by=name(hand.by) or "") for hand in alert.worked),
        issued_by=name(alert.issued_by),
        proposal=proposal and replace(proposal, by=name(proposal.by) or ""),
        ending=ending and replace(ending, by=name(ending.by)),
        review=alert.review and replace(alert.review, by=name(alert.review.by)),
        welsh=replace(alert.welsh, confirmation=said and replace(said, by=name(said.by) or "")),
        returned=returned and replace(returned, by=name(returned.by) or ""),
    )


@dataclass
class SnapshotOutbox(MemoryOutbox):
    """An outbox that also sends again."""

    def again(self, event: Any) -> None:
        self.events.append(event)


@dataclass
class MemorySentTo:
    """What went to people, in memory."""

    rows: dict[str, list[tuple[str, str, dict[str, Any]]]] = field(default_factory=dict)

    def of(self, subject: str) -> list[tuple[str, str, dict[str, Any]]]:
        return list(self.rows.get(subject, []))


@dataclass
class MemoryAlertsStores:
    """Everything of alerts, in memory."""

    alerts: MemoryAlerts = field(default_factory=MemoryAlerts)
    recipients: MemoryRecipients = field(default_factory=MemoryRecipients)
    quiet_accounts: MemoryQuietAccounts = field(default_factory=MemoryQuietAccounts)
    passkey_keys: MemoryPasskeyKeys = field(default_factory=MemoryPasskeyKeys)
    whereabouts: MemoryWhereabouts = field(default_factory=MemoryWhereabouts)
    dispatches: MemoryDispatches = field(default_factory=MemoryDispatches)
    deliveries: MemoryDeliveries = field(default_factory=MemoryDeliveries)
    messages: MemoryMessages = field(init=False)
    cap_imports: MemoryCapImports = field(default_factory=MemoryCapImports)
    log: MemoryLog = field(init=False)
    freezes: MemoryFreezes = field(default_factory=MemoryFreezes)
    templates: MemoryTemplates = field(default_factory=MemoryTemplates)
    reach: MemoryReach = field(default_factory=lambda: MemoryReach([SOMEBODY]))
    fan_out: MemoryFanOut = field(init=False)
    sharing: MemorySharing = field(init=False)
    answers: MemoryAnswers = field(default_factory=MemoryAnswers)
    help: MemoryHelpDesk = field(default_factory=MemoryHelpDesk)
    paging: MemoryPaging = field(init=False)
    seats: MemorySeats = field(default_factory=MemorySeats)
    cascades: MemoryCascades = field(default_factory=MemoryCascades)
    situations: MemorySituations = field(default_factory=MemorySituations)
    site_overrides: MemorySiteOverrides = field(default_factory=MemorySiteOverrides)
    threat_levels: MemoryThreatLevelChanges = field(default_factory=MemoryThreatLevelChanges)
    rumours: MemoryRumours = field(default_factory=MemoryRumours)
    drills: MemoryDrills = field(init=False)
    cordons: MemoryCordons = field(default_factory=MemoryCordons)
    devices: MemoryDevices = field(default_factory=MemoryDevices)
    sent_to: MemorySentTo = field(default_factory=MemorySentTo)
    outbox: SnapshotOutbox = field(default_factory=SnapshotOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    idempotency: MemoryIdempotency = field(default_factory=MemoryIdempotency)
    plumbing: MemoryPlumbingRows = field(default_factory=MemoryPlumbingRows)

    webhooks: MemoryWebhooks = field(init=False)

    def __post_init__(self) -> None:
        self.recipients.quiet_accounts = self.quiet_accounts
        self.deliveries.recipients, self.deliveries.alerts = self.recipients, self.alerts.kept
        self.messages = MemoryMessages(self.alerts)
        self.sharing = MemorySharing(self.alerts.kept)
        self.drills = MemoryDrills(self.alerts.kept)
        self.log = MemoryLog(self.messages)
        self.reach.recipients, self.reach.deliveries = self.recipients, self.deliveries
        self.fan_out = MemoryFanOut(self.recipients, self.deliveries, self.cascades)
        self.paging = MemoryPaging(self.alerts.kept, self.answers, self.help)
        self.webhooks = MemoryWebhooks(self.dispatches, self.deliveries)
        self.reach.whereabouts = self.whereabouts

    @property
    def decisions(self) -> MemoryDecisions:
        """The audit log, read."""
        return MemoryDecisions(self.audit)


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
            "urgency": Urgency.EXPECTED,
            "certainty": Certainty.OBSERVED,
            "marking": Marking.clear(),
            "audience": (AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),),
            "expires_at": NOON + timedelta(hours=6),
        }
        | given
    )


EVERYTHING: dict[str, Any] = {
    "cap_status": CapStatus.EXERCISE,
    "asks_answer": True,
    "translations": (
        Translation(
            language="cy-GB",
            headline="Arddangosiad",
            description="Arddangosiad, nid yw'n swyddogol.",
            instruction="Peidiwch â gwneud dim.",
            action_line="Arddangosiad: peidiwch â gwneud dim.",
        ),
    ),
    "channels": frozenset({Channel.SMS, Channel.EMAIL}),
    "authority_reference": "CAD 1234",
    "kinds": Kinds.of(
        {Category.CBRNE, Category.SAFETY}, {ResponseType.AVOID, ResponseType.EVACUATE}
    ),
    "area": AlertArea.about("Bath", latitude=51.381, longitude=-2.359, radius_metres=500),
}
"""What an alert may say beside the usual."""


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
    return drafted(**given).submit(by="author", reach=1)


def with_welsh(alert: Alert) -> Alert:
    """An alert as if a Welsh approver had confirmed its Welsh, for tests of other things."""
    if not alert.welsh.needed(alert.content):
        return alert
    word = Confirmation(by="welsh", at=NOON, read=alert.digest)
    return replace(alert, welsh=replace(alert.welsh, confirmation=word))


def updated(out: Alert, at: datetime = NOON, **given: Any) -> tuple[Alert, Alert]:
    """What was out, and the update that took its place."""
    draft = out.update(uuid4(), content(**given), by="author", at=at).submit(by="author", reach=1)
    draft = with_welsh(draft)
    update = draft.approve(by="approver", read=draft.digest, at=at)
    return out.succeeded(by=update.alert_id, at=at), update


def broken_glass(by: str = "duty", at: datetime = NOON, **given: Any) -> Alert:
    """An alert that one person issued alone."""
    return Alert.broken_glass(uuid4(), content(**given), by=by, at=at, template_id=uuid4())


def issued(at: datetime = NOON, **given: Any) -> Alert:
    """An alert that is out."""
    waiting = with_welsh(submitted(**given))
    return waiting.approve(by="approver", read=waiting.digest, at=at)
