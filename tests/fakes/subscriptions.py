"""Alerts without an account, in memory, and people as tests make them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from chassis.pseudonyms import Pseudonyms
from services.identity.domain.consent import wording
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.errors import TextRefused, TextsUnavailable
from services.identity.domain.location import Location
from services.identity.domain.postcode import Postcode
from services.identity.domain.postcode_area import PostcodeArea
from services.identity.domain.postcode_directory import Entry
from services.identity.domain.subscription import Subscription
from services.identity.domain.subscription_request import SubscriptionRequest, token_proof
from services.identity.usecases.subscription_ports import Replaced, Text

PSEUDONYMS = Pseudonyms(b"pseudonyms")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SHOP = Contact(channel=Channel.EMAIL, address="shop@corner.example")
PHONE = Contact(channel=Channel.SMS, address="+447700900123")
LONDON = Postcode("SW1A 1AA")
CARDIFF = Postcode("CF10 1EP")
BY_WHICH_WAY = (SHOP, PHONE)


@dataclass
class MemorySubscriptions:
    """Subscriptions in a dictionary."""

    kept: dict[UUID, Subscription] = field(default_factory=dict)

    def add(self, subscription: Subscription) -> None:
        if self.find(subscription.contact_digest) is not None:
            raise StaleVersion("The subscription changed meanwhile: try again.")
        self.kept[subscription.subscription_id] = subscription

    def save(self, subscription: Subscription) -> None:
        if self.kept[subscription.subscription_id].version != subscription.version - 1:
            raise StaleVersion("The subscription changed meanwhile: try again.")
        self.kept[subscription.subscription_id] = subscription

    def find(self, contact_digest: str) -> Subscription | None:
        return self._one("contact_digest", contact_digest)

    def with_token(self, stop_token: str) -> Subscription | None:
        return self._one("stop_token", stop_token)

    def of_subject(self, subject: str) -> Sequence[Subscription]:
        found = [each for each in self.kept.values() if each.active and each.subject == subject]
        return sorted(found, key=lambda each: (each.started_at, each.subscription_id))

    def page(self, *, after: UUID | None, size: int) -> Sequence[Subscription]:
        ids = sorted(each for each in self.kept if after is None or each > after)
        return [self.kept[each] for each in ids[:size]]

    def stopped_before(self, at: datetime, *, size: int) -> Sequence[Subscription]:
        due = [
            each
            for each in self.kept.values()
            if not each.active and each.contact and each.stopped_at and each.stopped_at < at
        ]
        return due[:size]

    def _one(self, name: str, value: str) -> Subscription | None:
        return next((each for each in self.kept.values() if getattr(each, name) == value), None)


@dataclass
class MemorySubscriptionRequests:
    """Requests in a dictionary."""

    kept: dict[UUID, SubscriptionRequest] = field(default_factory=dict)

    def add(self, request: SubscriptionRequest) -> None:
        self.kept[request.request_id] = request

    def get(self, request_id: UUID) -> SubscriptionRequest | None:
        return self.kept.get(request_id)

    def with_proof(self, proof: bytes) -> SubscriptionRequest | None:
        return next((each for each in self.kept.values() if each.proof == proof), None)

    def save(self, request: SubscriptionRequest) -> None:
        there = self.kept[request.request_id]
        self.kept[request.request_id] = replace(
            there, tries=request.tries, confirmed_at=request.confirmed_at
        )

    def withdraw(self, contact_digest: str) -> int:
        return self._delete(
            lambda each: each.contact_digest == contact_digest and each.confirmed_at is None
        )

    def forget(self, contact_digest: str) -> int:
        return self._delete(lambda each: each.contact_digest == contact_digest)

    def forget_unconfirmed(self, before: datetime) -> int:
        return self._delete(lambda each: each.created_at < before and each.confirmed_at is None)

    def _delete(self, which: Any) -> int:
        gone = [key for key, each in self.kept.items() if which(each)]
        for key in gone:
            del self.kept[key]
        return len(gone)


@dataclass
class WaitingText:
    """One text, when it was kept, and what became of it."""

    what: Text
    kept_at: datetime
    due: datetime
    why: str = ""
    sent_at: datetime | None = None
    provider_id: str = ""


@dataclass
class MemoryTexts:
    """Texts in a list; `clock` says when each was kept."""

    kept: list[WaitingText] = field(default_factory=list)
    moment: datetime = NOON

    def add(self, text: Text) -> None:
        self.kept.append(WaitingText(text, self.moment, datetime(2000, 1, 1, tzinfo=UTC)))

    def claim(self, now: datetime) -> Text | None:
        due = [each for each in self.kept if each.sent_at is None and each.due <= now]
        return min(due, key=lambda each: each.due).what if due else None

    def sent(self, text: Text, at: datetime, provider_id: str) -> None:
        self._over(text, sent_at=at, provider_id=provider_id)

    def dropped(self, text: Text, at: datetime, why: str) -> None:
        self._over(text, sent_at=at, why=why)

    def later(self, text: Text, at: datetime, why: str) -> None:
        self.kept = [
            replace(each, due=at, why=why) if each.what == text else each for each in self.kept
        ]

    def count(self, to: str, template: str, since: datetime) -> int:
        return sum(
            each.what.to == to and each.what.template == template and each.kept_at >= since
            for each in self.kept
        )

    def forget(self, to: str, templates: Collection[str]) -> int:
        left = [
            each for each in self.kept if each.what.to != to or each.what.template not in templates
        ]
        gone, self.kept = len(self.kept) - len(left), left
        return gone

    def forget_sent(self, before: datetime) -> int:
        left = [each for each in self.kept if each.sent_at is None or each.sent_at >= before]
        gone, self.kept = len(self.kept) - len(left), left
        return gone

    def _over(self, text: Text, **how: Any) -> None:
        self.kept = [
            replace(each, what=replace(text, variables={}), **how) if each.what == text else each
            for each in self.kept
        ]


@dataclass
class MemoryPostcodes:
    """The directory in a dictionary."""

    kept: dict[str, str] = field(default_factory=dict)
    points: dict[str, Location | None] = field(default_factory=dict)

    def find(self, postcode: Postcode) -> str | None:
        return self.kept.get(postcode.text)

    def locate(self, postcode: Postcode) -> Location | None:
        return self.points.get(postcode.text)

    def frame(self, area: PostcodeArea) -> tuple[Location, Location] | None:
        there = [
            point
            for postcode, point in self.points.items()
            if point is not None
            and (
                postcode.partition(" ")[0] == area.text
                or (not area.is_outward and Postcode(postcode).area == area.text)
            )
        ]
        if not there:
            return None
        norths = [each.latitude for each in there]
        easts = [each.longitude for each in there]
        return (
            Location(latitude=min(norths), longitude=min(easts)),
            Location(latitude=max(norths), longitude=max(easts)),
        )

    def replace(self, entries: Iterable[Entry]) -> Replaced:
        new = {each.postcode: (each.region, each.location) for each in entries}
        changed = sum(self._said(postcode) != said for postcode, said in new.items())
        removed = len(self.kept.keys() - new.keys())
        self.kept = {postcode: region for postcode, (region, _) in new.items()}
        self.points = {postcode: location for postcode, (_, location) in new.items()}
        return Replaced(total=len(new), changed=changed, removed=removed)

    def _said(self, postcode: str) -> tuple[str | None, Location | None]:
        return self.kept.get(postcode), self.points.get(postcode)


@dataclass
class MemoryTextMessages:
    """A provider that keeps what it takes; can be away, or refuse a number."""

    taken: list[tuple[str, str, str]] = field(default_factory=list)
    away: bool = False
    refused: set[str] = field(default_factory=set)

    def send(self, to: str, text: str, reference: str) -> str:
        if self.away:
            raise TextsUnavailable("text not taken")
        if to in self.refused:
            raise TextRefused("no text to this number")
        self.taken.append((to, text, reference))
        return f"provider-{len(self.taken)}"


def digest(contact: Contact) -> str:
    """The keyed digest of a contact."""
    return PSEUDONYMS.of(contact.name)


def a_request(contact: Contact = SHOP, token: str | None = None, **given: Any) -> Any:
    """A request that was just made, with a link's token."""
    made = SubscriptionRequest(
        request_id=uuid4(),
        contact=contact,
        contact_digest=digest(contact),
        postcode=LONDON,
        language="en",
        wording=wording("en"),
        proof=token_proof(token or uuid4().hex),
        created_at=NOON,
    )
    return replace(made, **given)


def a_subscription(contact: Contact = SHOP, **given: Any) -> Subscription:
    """Somebody who gets alerts about London, unless said otherwise."""
    made = Subscription.started(
        uuid4(),
        contact,
        digest(contact),
        postcode=LONDON,
        regions=frozenset({"LON"}),
        language="en",
        stop_token=uuid4().hex,
        at=NOON,
    )
    return replace(made, **given)


def long_ago(**much: float) -> datetime:
    """A moment before noon."""
    return NOON - timedelta(**much)
