"""What the use cases need."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from kernel.ports import Audit, Idempotency
from services.identity.domain.application import Application
from services.identity.domain.events import Event, Snapshot
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.agreement_ports import Agreements
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
from services.identity.usecases.second_factor_ports import FactorLinks, FactorResets
from services.identity.usecases.sighting_ports import Sightings
from services.identity.usecases.subscription_ports import (
    Looks,
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
from services.identity.usecases.waiting_ports import Mails, Tasks


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


class PersonalData(Protocol):
    """Everything that the record holds about a person, table by table."""

    def export(self, subscriber: Subscriber) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
        """Return (table, purpose, row) for every row about a person."""
        ...

    def erase(self, subscriber: Subscriber, pseudonym: str) -> int:
        """Remove or rename everything but the subscriber's own row; return the rows changed."""
        ...


class OldRecords(Protocol):
    """What is kept for seven years after it is over, on one transaction."""

    def over_before(self, before: datetime) -> Mapping[str, int]:
        """Return of how many rows, by table, the end was before then."""
        ...

    def forget(self, before: datetime) -> Mapping[str, int]:
        """Delete them, or the names in them; return how many rows, by table."""
        ...


class Outbox(Protocol):
    """Events to be sent after the commit."""

    def add(self, *events: Event) -> None:
        """Keep events."""
        ...

    def again(self, event: Snapshot) -> None:
        """Keep an event that was sent before, under an id that is the same each time."""
        ...

    def forget(self, address: str) -> int:
        """Delete events that were sent and say an address; return how many.

        What is not sent yet stays, as others wait for it.
        """
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
    def looks(self) -> Looks:
        """Who looks at what is held."""
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
    def factor_links(self) -> FactorLinks:
        """By which people add a first second factor."""
        ...

    @property
    def factor_resets(self) -> FactorResets:
        """Whose second factors are to be taken away."""
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
    def agreements(self) -> Agreements:
        """The ledger of consent."""
        ...

    @property
    def complaints(self) -> Complaints:
        """What people complain of."""
        ...

    @property
    def old_records(self) -> OldRecords:
        """What is kept for seven years after it is over."""
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
