"""What the use cases about alerts without an account need."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.identity.domain.contact import Contact
from services.identity.domain.held import Look, Message
from services.identity.domain.location import Location
from services.identity.domain.postcode import Postcode
from services.identity.domain.postcode_area import PostcodeArea
from services.identity.domain.postcode_directory import Entry
from services.identity.domain.subscription import Subscription
from services.identity.domain.subscription_request import SubscriptionRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text message to one phone. `variables` may hold a code: they go when it is sent.

    After `good_until` it is not sent any more: a code that is too old only confuses.
    """

    text_id: UUID
    to: str
    language: str
    template: str
    variables: Mapping[str, str]
    good_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What a new directory changed: postcodes there now, put in or moved, and gone."""

    total: int
    changed: int
    removed: int


class Subscriptions(Protocol):
    """The subscriptions of one transaction, one for each address."""

    def add(self, subscription: Subscription) -> None:
        """Keep a new one.

        Raises:
            StaleVersion: the address got one meanwhile.
        """
        ...

    def save(self, subscription: Subscription) -> None:
        """Keep the next version of one.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def find(self, contact_digest: str) -> Subscription | None:
        """Return that of an address, locked, or None."""
        ...

    def with_token(self, stop_token: str) -> Subscription | None:
        """Return the one that a stop link names, locked, or None."""
        ...

    def of_subject(self, subject: str) -> Sequence[Subscription]:
        """Return those at which an account is told, active alone, locked, the first begun first."""
        ...

    def page(self, *, after: UUID | None, size: int) -> Sequence[Subscription]:
        """Return every one, stopped ones included, in the order of their ids, locked."""
        ...

    def stopped_before(self, at: datetime, *, size: int) -> Sequence[Subscription]:
        """Return some that were stopped before then and are not forgotten, locked."""
        ...


class SubscriptionRequests(Protocol):
    """The requests of one transaction."""

    def add(self, request: SubscriptionRequest) -> None:
        """Keep a new one."""
        ...

    def get(self, request_id: UUID) -> SubscriptionRequest | None:
        """Return one, locked, or None."""
        ...

    def with_proof(self, proof: bytes) -> SubscriptionRequest | None:
        """Return the one that a link's token proves, locked, or None."""
        ...

    def save(self, request: SubscriptionRequest) -> None:
        """Keep that one was confirmed, or tried in vain."""
        ...

    def withdraw(self, contact_digest: str) -> int:
        """Delete those of an address that are not confirmed; return how many."""
        ...

    def forget(self, contact_digest: str) -> int:
        """Delete all of an address; return how many."""
        ...

    def forget_unconfirmed(self, before: datetime) -> int:
        """Delete those made before then that were never confirmed; return how many."""
        ...


class Looks(Protocol):
    """Who may look at what is held of which address, and what that is."""

    def add(self, look: Look) -> None:
        """Keep that a link is sent."""
        ...

    def with_proof(self, proof: bytes) -> Look | None:
        """Return the one that a secret proves, locked, or None."""
        ...

    def opened(self, look: Look, link: bytes) -> None:
        """Keep the look that a link began, under its own proof; `link` is the proof before."""
        ...

    def forget(self, contact_digest: str) -> int:
        """Delete all of an address; return how many."""
        ...

    def forget_before(self, at: datetime) -> int:
        """Delete those of links asked for before then; return how many."""
        ...

    def requests(self, contact_digest: str) -> Sequence[SubscriptionRequest]:
        """Return what was asked for an address, the oldest first."""
        ...

    def messages(self, contact: Contact, templates: Collection[str]) -> Sequence[Message]:
        """Return what was sent to an address of these kinds, or waits, the oldest first."""
        ...


class Texts(Protocol):
    """The text messages that wait to be sent."""

    def add(self, text: Text) -> None:
        """Keep a text."""
        ...

    def claim(self, now: datetime) -> Text | None:
        """Return the oldest text that is due, locked, leaving those that others hold."""
        ...

    def sent(self, text: Text, at: datetime, provider_id: str) -> None:
        """Mark a text taken by the provider, and forget what it said."""
        ...

    def dropped(self, text: Text, at: datetime, why: str) -> None:
        """Mark a text that is never sent, and forget what it said."""
        ...

    def later(self, text: Text, at: datetime, why: str) -> None:
        """Try a text again then."""
        ...

    def count(self, to: str, template: str, since: datetime) -> int:
        """Return how many of a kind were kept for a phone since then."""
        ...

    def forget(self, to: str, templates: Collection[str]) -> int:
        """Delete those of these kinds for a phone, sent or not; return how many."""
        ...

    def forget_sent(self, before: datetime) -> int:
        """Delete those sent or dropped before then; return how many."""
        ...


class Postcodes(Protocol):
    """The imported directory."""

    def find(self, postcode: Postcode) -> str | None:
        """Return the region of a postcode, or None if the directory does not have it."""
        ...

    def locate(self, postcode: Postcode) -> Location | None:
        """Return the point of a postcode, or None if the directory does not have that."""
        ...

    def frame(self, area: PostcodeArea) -> tuple[Location, Location] | None:
        """Return the frame around the postcodes that begin so, or None where none has a point.

        Its corners in the south-west and in the north-east.
        """
        ...

    def replace(self, entries: Iterable[Entry]) -> Replaced:
        """Put a whole directory in the place of what is there, reading it as it is written.

        Of a postcode that comes twice the last counts.
        """
        ...


class TextMessages(Protocol):
    """The provider of text messages."""

    def send(self, to: str, text: str, reference: str) -> str:
        """Hand a text over and return the provider's id for it.

        Raises:
            TextsUnavailable: the provider does not take texts at the moment.
            TextRefused: it will never take this one.
        """
        ...
