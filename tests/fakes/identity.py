"""Identity in memory, and people as tests make them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from kernel.idempotency import RequestKey
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.application import Application
from services.identity.domain.check import CallOutcome, Check, CheckKind, ContactSource
from services.identity.domain.subscriber import Profile, Subscriber
from services.identity.domain.verification import Verification
from services.identity.usecases.waiting_ports import CHANGES, HOPELESS, Mail, Task, TaskKind
from tests.fakes.agreements import MemoryAgreements
from tests.fakes.alerts import SnapshotOutbox
from tests.fakes.channels import MemoryChannelRequests, MemoryQuietHours
from tests.fakes.directory import MemoryBranches, MemoryRecordReads, MemoryRelayed
from tests.fakes.groups import MemoryGroups
from tests.fakes.held import MemoryLooks
from tests.fakes.keycloak_events import MemoryHeedEvents
from tests.fakes.membership import MemoryInvitations, MemoryMembers
from tests.fakes.partners import MemoryPartnerSignIns, MemoryPartnerSites
from tests.fakes.passkeys import MemoryPasskeys
from tests.fakes.plumbing import MemoryAudit, MemoryIdempotency, MemoryUnitOfWork
from tests.fakes.premises import MemoryOrganisations, MemoryPremises
from tests.fakes.privacy import MemoryComplaints, MemoryPrivacyReceipts, MemoryPrivacyRequests
from tests.fakes.providers import MemoryProviders
from tests.fakes.role_grants import MemoryRoleGrants
from tests.fakes.seats import MemorySeats
from tests.fakes.second_factors import MemoryFactorLinks, MemoryFactorResets
from tests.fakes.sightings import MemorySightings
from tests.fakes.subscribers import MemorySubscribers
from tests.fakes.subscriptions import (
    MemoryPostcodes,
    MemorySubscriptionRequests,
    MemorySubscriptions,
    MemoryTexts,
)
from tests.fakes.verifications import MemoryProviderChecks, MemoryTierTerms, MemoryVerifications

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class MemoryApplications:
    """Applications in a dictionary."""

    kept: dict[bytes, Application] = field(default_factory=dict)

    def add(self, application: Application) -> None:
        self.kept[application.token_digest] = application

    def find(self, token_digest: bytes) -> Application | None:
        return self.kept.get(token_digest)

    def save(self, application: Application) -> None:
        self.kept[application.token_digest] = application

    def forget(self, before: datetime) -> int:
        old = [digest for digest, each in self.kept.items() if each.created_at < before]
        for digest in old:
            del self.kept[digest]
        return len(old)


ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Waiting:
    """One thing that waits, and since when it is due."""

    what: Any
    due: datetime = ALWAYS
    why: str = ""


@dataclass
class MemoryWaiting:
    """Tasks or mails in a list."""

    waiting: list[Waiting] = field(default_factory=list)
    finished: list[Any] = field(default_factory=list)

    def add(self, what: Task | Mail) -> None:
        self.waiting.append(Waiting(what))

    def claim(self, now: datetime) -> Any:
        due = sorted((w for w in self.waiting if w.due <= now), key=lambda w: w.due)
        return due[0].what if due else None

    def waits(self, subject: str, kind: TaskKind) -> bool:
        return any((w.what.subject, w.what.kind) == (subject, kind) for w in self.waiting)

    def changes(self, subject: str) -> bool:
        return self._fresh(subject, *CHANGES)

    def restores(self, subject: str) -> bool:
        return self._fresh(subject, TaskKind.RESTORE)

    def _fresh(self, subject: str, *kinds: TaskKind) -> bool:
        return any(
            w.what.subject == subject and w.what.kind in kinds and w.what.tries < HOPELESS
            for w in self.waiting
        )

    def done(self, what: Task) -> None:
        self.waiting = [w for w in self.waiting if w.what.task_id != what.task_id]
        self.finished.append(what)

    def sent(self, what: Mail, at: datetime) -> None:
        self.waiting = [w for w in self.waiting if w.what != what]
        self.finished.append(replace(what, variables={}))

    def later(self, what: Task | Mail, at: datetime, why: str) -> None:
        self.waiting = [
            Waiting(_tried(w.what), at, why) if _id_of(w.what) == _id_of(what) else w
            for w in self.waiting
        ]


def _id_of(what: Task | Mail) -> UUID:
    return what.task_id if isinstance(what, Task) else what.mail_id


def _tried(what: Any) -> Any:
    return replace(what, tries=what.tries + 1) if isinstance(what, Task) else what


@dataclass
class MemoryMails(MemoryWaiting):
    """Mails in a list; `moment` is when those are kept that are added."""

    moment: datetime = NOON
    told: list[tuple[str, str, datetime]] = field(default_factory=list)
    sent_at: dict[UUID, datetime] = field(default_factory=dict)

    def add(self, what: Task | Mail) -> None:
        assert isinstance(what, Mail)
        self.told.append((what.to, what.template, self.moment))
        super().add(what)

    def add_once(self, mail: Mail) -> None:
        kept = [*(each.what for each in self.waiting), *self.finished]
        if mail.mail_id not in {each.mail_id for each in kept}:
            self.add(mail)

    def take_back(self, mail_id: UUID, at: datetime) -> None:
        waits = [each.what for each in self.waiting if each.what.mail_id == mail_id]
        if not waits and mail_id in {each.mail_id for each in self.finished}:
            return
        none = Mail(mail_id=mail_id, to="", language="", template="taken-back", variables={})
        self.sent(waits[0] if waits else none, at)

    def count(self, to: str, template: str, since: datetime) -> int:
        return sum((to, template) == each[:2] and each[2] >= since for each in self.told)

    def forget(self, to: str, templates: Collection[str]) -> int:
        before = len(self.told)
        self.told = [each for each in self.told if each[0] != to or each[1] not in templates]
        self.waiting = [
            each
            for each in self.waiting
            if each.what.to != to or each.what.template not in templates
        ]
        self.finished = [
            each for each in self.finished if each.to != to or each.template not in templates
        ]
        return before - len(self.told)

    def sent(self, what: Mail, at: datetime) -> None:
        super().sent(what, at)
        self.sent_at[what.mail_id] = at

    def forget_sent(self, before: datetime) -> int:
        gone = {each for each, at in self.sent_at.items() if at < before}
        self.finished = [each for each in self.finished if each.mail_id not in gone]
        self.sent_at = {each: at for each, at in self.sent_at.items() if each not in gone}
        return len(gone)


@dataclass
class MemoryPersonalData:
    """Says that it was asked; what is exported and erased is PostgreSQL's own matter."""

    erased: list[str] = field(default_factory=list)
    late: dict[str, int] = field(default_factory=dict)

    def export(self, subscriber: Subscriber) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
        return [("subscribers", "running the person's account", {"subject": subscriber.subject})]

    def erase(self, subscriber: Subscriber, pseudonym: str) -> int:
        again = subscriber.subject in self.erased
        self.erased.append(subscriber.subject)
        return self.late.pop(subscriber.subject, 0) + (0 if again else 2)


@dataclass
class MemoryOldRecords:
    """When rows were over, by table; what is deleted is PostgreSQL's own matter."""

    over: dict[str, list[datetime]] = field(default_factory=dict)

    def over_before(self, before: datetime) -> Mapping[str, int]:
        return {table: sum(at < before for at in ends) for table, ends in self.over.items()}

    def forget(self, before: datetime) -> Mapping[str, int]:
        gone = self.over_before(before)
        self.over = {name: [at for at in ends if at >= before] for name, ends in self.over.items()}
        return gone


@dataclass
class ForgettingOutbox(SnapshotOutbox):
    """An outbox that is told which addresses to forget."""

    forgotten: list[str] = field(default_factory=list)

    def forget(self, address: str) -> int:
        self.forgotten.append(address)
        return 1


@dataclass
class MemoryIdentityStores:
    """Everything of identity, in memory."""

    subscribers: MemorySubscribers = field(default_factory=MemorySubscribers)
    applications: MemoryApplications = field(default_factory=MemoryApplications)
    verifications: MemoryVerifications = field(default_factory=MemoryVerifications)
    tier_terms: MemoryTierTerms = field(default_factory=MemoryTierTerms)
    provider_checks: MemoryProviderChecks = field(default_factory=MemoryProviderChecks)
    tasks: MemoryWaiting = field(default_factory=MemoryWaiting)
    mails: MemoryMails = field(default_factory=MemoryMails)
    subscriptions: MemorySubscriptions = field(default_factory=MemorySubscriptions)
    subscription_requests: MemorySubscriptionRequests = field(
        default_factory=MemorySubscriptionRequests
    )
    looks: MemoryLooks = field(default_factory=MemoryLooks)
    quiet_hours: MemoryQuietHours = field(default_factory=MemoryQuietHours)
    channel_requests: MemoryChannelRequests = field(default_factory=MemoryChannelRequests)
    branches: MemoryBranches = field(default_factory=MemoryBranches)
    record_reads: MemoryRecordReads = field(default_factory=MemoryRecordReads)
    relayed: MemoryRelayed = field(default_factory=MemoryRelayed)
    texts: MemoryTexts = field(default_factory=MemoryTexts)
    postcodes: MemoryPostcodes = field(default_factory=MemoryPostcodes)
    organisations: MemoryOrganisations = field(default_factory=MemoryOrganisations)
    members: MemoryMembers = field(default_factory=MemoryMembers)
    invitations: MemoryInvitations = field(default_factory=MemoryInvitations)
    premises: MemoryPremises = field(default_factory=MemoryPremises)
    passkeys: MemoryPasskeys = field(default_factory=MemoryPasskeys)
    factor_links: MemoryFactorLinks = field(default_factory=MemoryFactorLinks)
    factor_resets: MemoryFactorResets = field(default_factory=MemoryFactorResets)
    seats: MemorySeats = field(default_factory=MemorySeats)
    keycloak_events: MemoryHeedEvents = field(default_factory=MemoryHeedEvents)
    partner_sites: MemoryPartnerSites = field(default_factory=MemoryPartnerSites)
    providers: MemoryProviders = field(default_factory=MemoryProviders)
    partner_sign_ins: MemoryPartnerSignIns = field(default_factory=MemoryPartnerSignIns)
    sightings: MemorySightings = field(default_factory=MemorySightings)
    groups: MemoryGroups = field(default_factory=MemoryGroups)
    role_grants: MemoryRoleGrants = field(default_factory=MemoryRoleGrants)
    privacy_requests: MemoryPrivacyRequests = field(default_factory=MemoryPrivacyRequests)
    privacy_receipts: MemoryPrivacyReceipts = field(default_factory=MemoryPrivacyReceipts)
    agreements: MemoryAgreements = field(default_factory=MemoryAgreements)
    complaints: MemoryComplaints = field(default_factory=MemoryComplaints)
    old_records: MemoryOldRecords = field(default_factory=MemoryOldRecords)
    personal_data: MemoryPersonalData = field(default_factory=MemoryPersonalData)
    outbox: ForgettingOutbox = field(default_factory=ForgettingOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    idempotency: MemoryIdempotency = field(default_factory=MemoryIdempotency)

    def __post_init__(self) -> None:
        self.looks.asked, self.looks.mails = self.subscription_requests, self.mails
        self.looks.texts = self.texts
        self.subscribers.cases = self.verifications
        self.privacy_requests.receipts = self.privacy_receipts
        self.organisations.people = self.subscribers.kept
        self.sightings.people = self.subscribers.kept
        self.members.people = self.subscribers.kept
        self.members.organisations = self.organisations.kept
        self.branches.people = self.subscribers.kept
        self.record_reads.people = self.subscribers.kept


def memory() -> MemoryUnitOfWork[MemoryIdentityStores]:
    """A unit of work on nothing yet."""
    return MemoryUnitOfWork(MemoryIdentityStores())


def profile(**given: Any) -> Profile:
    """What a person says of themselves."""
    return Profile(
        **{
            "email": "owner@cafe.example",
            "given_name": "Cafe",
            "family_name": "Owner",
            "organisation_name": "Corner Cafe",
            "regions": frozenset({"LON"}),
            "sectors": frozenset({"retail"}),
            "language": "en",
        }
        | given
    )


def subscriber(subject: str | None = None, **given: Any) -> Subscriber:
    """A registered person, unless said otherwise."""
    subject = subject or str(uuid4())
    made = Subscriber.registered(subject, profile(email=f"{subject}@cafe.example"), NOON)
    return replace(made, **given)


def caller(subject: str, *roles: str, tier: Tier = Tier.TRUSTED) -> Principal:
    """Someone who calls."""
    return Principal(subject=subject, tier=tier, roles=frozenset(roles))


OFFICER = caller("officer", "verification-officer")
SECOND = caller("second", "verification-officer")


def check(kind: CheckKind, by: str = "officer", **given: Any) -> Check:
    """One check."""
    return Check(kind=kind, recorded_by=by, recorded_at=NOON, **given)


M1A = (
    check(CheckKind.EVIDENCE, document_type="uk-passport", strength=4, validity=2),
    check(CheckKind.FRAUD, score=1),
    check(CheckKind.VERIFICATION, score=2),
)
WITH_CONTACTS = (
    *M1A,
    check(
        CheckKind.CALL_BACK,
        note="switchboard",
        contact="020 7946 0000",
        contact_source=ContactSource.COMPANY_REGISTER,
        call_outcome=CallOutcome.CONFIRMED,
    ),
    check(CheckKind.ORGANISATION, note="confirmed"),
)
"""What meets M1A, with the call-back and the organisation's word."""


def case(subject: str = "owner", checks: tuple[Check, ...] = ()) -> Verification:
    """An open case with these checks."""
    opened = Verification.opened(uuid4(), subject, Tier.VERIFIED, NOON)
    for each in checks:
        opened = opened.with_check(each)
    return opened


def key(rpc: str, value: str = "k", body: bytes = b"1" * 32) -> RequestKey:
    """A request's key."""
    return RequestKey(rpc=rpc, key=value, body_digest=body)


SUSPENDED = Standing.SUSPENDED
