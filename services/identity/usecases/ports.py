"""What the use cases need."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from kernel.ports import Audit, Idempotency
from services.identity.domain.application import Application
from services.identity.domain.events import Event, Snapshot
from services.identity.domain.subscriber import Profile, Subscriber
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.channel_ports import ChannelRequests, QuietHoursStore
from services.identity.usecases.complaint_ports import Complaints
from services.identity.usecases.directory_ports import Branches, RecordReads, Relayed
from services.identity.usecases.group_ports import Groups
from services.identity.usecases.keycloak_ports import HeedEvents
from services.identity.usecases.membership_ports import Invitations, Members
from services.identity.usecases.partner_ports import PartnerSignIns, PartnerSites
from services.identity.usecases.passkey_ports import Passkeys
from services.identity.usecases.premises_ports import Organisations, PremisesStore
from services.identity.usecases.privacy_ports import PrivacyReceipts, PrivacyRequests
from services.identity.usecases.provider_ports import Providers
from services.identity.usecases.role_grant_ports import RoleGrants
from services.identity.usecases.seat_ports import Seats
from services.identity.usecases.sighting_ports import Sightings
from services.identity.usecases.subscription_ports import (
    Postcodes,
    SubscriptionRequests,
    Subscriptions,
    Texts,
)
from services.identity.usecases.verification_ports import (
    ProviderChecks,
    TierTerms,
    Verifications,
)


class TaskKind(Enum):
    """What is to be carried to Keycloak."""

    SYNC = "SYNC"  # bring tier, roles, version and standing to what the record says
    INVITE = "INVITE"  # have Keycloak mail the link on which the password is set
    DELETE = "DELETE"  # remove the account
    PARTNER = "PARTNER"  # bring a partner site's client to what the record says
    PROVIDER = "PROVIDER"  # the same of a partner's identity provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to be carried to Keycloak, kept until it is done."""

    task_id: UUID
    subject: str  # a person's, or the id of a partner's site or provider
    kind: TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person. `variables` may hold a token: they go when the mail is sent."""

    mail_id: UUID
    to: str
    language: str
    template: str
    variables: Mapping[str, str]


class Subscribers(Protocol):
    """The people of one transaction."""

    def add(self, subscriber: Subscriber) -> None:
        """Keep a new person."""
        ...

    def get(self, subject: str, *, lock: bool = False) -> Subscriber:
        """Return a person; locked, nobody else changes them before the transaction ends.

        Raises:
            SubscriberNotFound: there is none.
        """
        ...

    def known(self, subjects: Collection[str]) -> Mapping[str, Subscriber]:
        """Return those of these people who are there, by subject, in one look."""
        ...

    def with_newest_outcome(self, subject: str) -> tuple[Subscriber, Outcome | None]:
        """Return a person, and where their newest case stands if they have one.

        Raises:
            SubscriberNotFound: there is none.
        """
        ...

    def find_by_email(self, email: str) -> Subscriber | None:
        """Return the person with an address, or None."""
        ...

    def emails_of(self, subjects: Collection[str]) -> Mapping[str, str]:
        """Return the addresses of these people's accounts; nothing of who is not known."""
        ...

    def save(self, subscriber: Subscriber, *, over: int | None = None) -> None:
        """Keep the next version of a person, and their rights with it.

        `over` is the version that it follows, where that is not the one before it.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def everyone(self) -> Sequence[Subscriber]:
        """Return every person."""
        ...

    def without_organisation(self, *, size: int) -> Sequence[Subscriber]:
        """Return some with an account in use who named an organisation and have none, locked.

        Those that others hold are left to them.
        """
        ...

    def not_warned(self, *, size: int) -> Sequence[Subscriber]:
        """Return some with an account in use whose alerts by mail were never begun, locked.

        Those that others hold are left to them.
        """
        ...

    def warned(self, subject: str, at: datetime) -> None:
        """Keep that a person's alerts by mail were begun, or are not to be."""
        ...


class Applications(Protocol):
    """The applications of one transaction."""

    def add(self, application: Application) -> None:
        """Keep a new application."""
        ...

    def find(self, token_digest: bytes) -> Application | None:
        """Return the application with a token, locked, or None."""
        ...

    def save(self, application: Application) -> None:
        """Keep an application that was confirmed."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete those made before then, confirmed or not; return how many."""
        ...


class Tasks(Protocol):
    """What waits to be carried to Keycloak."""

    def add(self, task: Task) -> None:
        """Keep a task."""
        ...

    def claim(self, now: datetime) -> Task | None:
        """Return the oldest task that is due, locked, leaving those that others hold."""
        ...

    def done(self, task: Task) -> None:
        """Forget a task."""
        ...

    def later(self, task: Task, at: datetime, why: str) -> None:
        """Try a task again then."""
        ...


class Mails(Protocol):
    """What waits to be sent."""

    def add(self, mail: Mail) -> None:
        """Keep a mail."""
        ...

    def claim(self, now: datetime) -> Mail | None:
        """Return the oldest mail that is due, locked, leaving those that others hold."""
        ...

    def sent(self, mail: Mail, at: datetime) -> None:
        """Mark a mail sent, and forget what it said."""
        ...

    def later(self, mail: Mail, at: datetime, why: str) -> None:
        """Try a mail again then."""
        ...

    def count(self, to: str, template: str, since: datetime) -> int:
        """Return how many of a kind were kept for an address since then."""
        ...

    def forget(self, to: str, templates: Collection[str]) -> int:
        """Delete those of these kinds for an address, sent or not; return how many."""
        ...

    def forget_sent(self, before: datetime) -> int:
        """Delete those sent before then; return how many."""
        ...


class PersonalData(Protocol):
    """Everything that the record holds about a person, table by table."""

    def export(self, subscriber: Subscriber) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
        """Return (table, purpose, row) for every row about a person."""
        ...

    def erase(self, subscriber: Subscriber, pseudonym: str) -> int:
        """Remove or rename everything but the subscriber's own row; return the rows changed."""
        ...


class Outbox(Protocol):
    """Events to be sent after the commit."""

    def add(self, *events: Event) -> None:
        """Keep events."""
        ...

    def again(self, event: Snapshot) -> None:
        """Keep an event that was sent before, under an id that is the same each time."""
        ...


class Stores(Protocol):
    """Everything on one transaction."""

    @property
    def subscribers(self) -> Subscribers:
        """The people."""
        ...

    @property
    def applications(self) -> Applications:
        """The applications."""
        ...

    @property
    def verifications(self) -> Verifications:
        """The cases."""
        ...

    @property
    def tier_terms(self) -> TierTerms:
        """How long tiers last."""
        ...

    @property
    def provider_checks(self) -> ProviderChecks:
        """What providers are asked."""
        ...

    @property
    def tasks(self) -> Tasks:
        """What waits for Keycloak."""
        ...

    @property
    def mails(self) -> Mails:
        """What waits to be sent."""
        ...

    @property
    def seats(self) -> Seats:
        """Who stands for what."""
        ...

    @property
    def partner_sites(self) -> PartnerSites:
        """The partner sites."""
        ...

    @property
    def providers(self) -> Providers:
        """The partners' identity providers."""
        ...

    @property
    def partner_sign_ins(self) -> PartnerSignIns:
        """Who signed in there."""
        ...

    @property
    def role_grants(self) -> RoleGrants:
        """Which roles people hold, and by whose word."""
        ...

    @property
    def sightings(self) -> Sightings:
        """On which day people were last here."""
        ...

    @property
    def groups(self) -> Groups:
        """The closed groups, and who is in them."""
        ...

    @property
    def subscriptions(self) -> Subscriptions:
        """Who gets alerts without an account."""
        ...

    @property
    def subscription_requests(self) -> SubscriptionRequests:
        """Who asked for that."""
        ...

    @property
    def quiet_hours(self) -> QuietHoursStore:
        """When people would rather be left alone."""
        ...

    @property
    def channel_requests(self) -> ChannelRequests:
        """Further addresses that wait to be confirmed."""
        ...

    @property
    def branches(self) -> Branches:
        """The people of branches."""
        ...

    @property
    def record_reads(self) -> RecordReads:
        """Which records of others were read."""
        ...

    @property
    def relayed(self) -> Relayed:
        """What went through us."""
        ...

    @property
    def texts(self) -> Texts:
        """The text messages that wait."""
        ...

    @property
    def postcodes(self) -> Postcodes:
        """The imported directory."""
        ...

    @property
    def organisations(self) -> Organisations:
        """Whom people act for."""
        ...

    @property
    def members(self) -> Members:
        """Who belongs to them."""
        ...

    @property
    def invitations(self) -> Invitations:
        """Whom they invited."""
        ...

    @property
    def premises(self) -> PremisesStore:
        """The places that they look after."""
        ...

    @property
    def passkeys(self) -> Passkeys:
        """The passkeys of those who approve."""
        ...

    @property
    def keycloak_events(self) -> HeedEvents:
        """How far what was done at Keycloak was heeded."""
        ...

    @property
    def privacy_requests(self) -> PrivacyRequests:
        """Who asked for their data, or for its end."""
        ...

    @property
    def privacy_receipts(self) -> PrivacyReceipts:
        """What those who hold data answered."""
        ...

    @property
    def complaints(self) -> Complaints:
        """What people complain of."""
        ...

    @property
    def personal_data(self) -> PersonalData:
        """Everything about a person."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The events."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit log."""
        ...

    @property
    def idempotency(self) -> Idempotency:
        """The keys."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractContextManager[Stores]:
        """Yield the stores; commit at the end, undo at an error."""
        ...


class Accounts(Protocol):
    """Keycloak's users. Identity is the only one who writes them.

    Every method may raise AccountsUnavailable.
    """

    def create(self, profile: Profile) -> str | None:
        """Make an account of tier REGISTERED and rights version 1, and return its subject.

        An account that an earlier attempt of ours left behind is returned again. None means that
        the address belongs to an account that is not ours to take.
        """
        ...

    def sync(self, subscriber: Subscriber) -> None:
        """Bring tier, roles, version and standing to what the record says.

        The sessions of someone who may not use the account end.
        """
        ...

    def has_second_factor(self, subject: str) -> bool:
        """Tell whether the account has a second factor or a passkey."""
        ...

    def invite(self, subject: str) -> None:
        """Have a mail sent with the link on which the password is set."""
        ...

    def delete(self, subject: str) -> bool:
        """Remove an account, and tell whether there was one; one that is gone is no error."""
        ...


class MailServer(Protocol):
    """Hands a mail over."""

    def send(self, to: str, subject: str, text: str, unsubscribe: str | None = None) -> None:
        """Return when the server has taken it.

        `unsubscribe` is the address that a mail program posts to at one click (RFC 8058).

        Raises:
            MailUnavailable: it did not.
        """
        ...
