"""What the use cases of webhooks need."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.alerts.domain.delivery import Delivery, HandOver
from services.alerts.domain.ping import Ping
from services.alerts.domain.webhook import Webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of an endpoint's delivery log: a delivery or a ping, and when it was queued."""

    queued_at: datetime
    what: Delivery | Ping

    @property
    def place(self) -> Place:
        """Where it stands in the log."""
        its_id = self.what.ping_id if isinstance(self.what, Ping) else self.what.delivery_id
        return Place(self.queued_at, its_id)


class Webhooks(Protocol):
    """The endpoints of organisations, on one transaction."""

    def add(self, webhook: Webhook) -> None:
        """Keep a new endpoint."""
        ...

    def find(self, webhook_id: UUID, *, lock: bool = False) -> Webhook | None:
        """Return one; locked, nobody else changes it before the transaction ends."""
        ...

    def find_many(self, webhook_ids: Collection[UUID]) -> Mapping[UUID, Webhook]:
        """Return those that there are, by their ids."""
        ...

    def of(self, organisation_id: str, *, lock: bool = False) -> Sequence[Webhook]:
        """Return those of an organisation, oldest first; locked, no other is added meanwhile."""
        ...

    def save(self, webhook: Webhook) -> None:
        """Keep one that is locked."""
        ...

    def delete(self, webhook_id: UUID) -> None:
        """Forget one, and its pings."""
        ...

    def untold(self, *, most: int) -> Sequence[Webhook]:
        """Return those that are disabled, whose owners were not told, locked; others' left out."""
        ...

    def owned_by(self, subject: str) -> Sequence[Webhook]:
        """Return those that a person answers for."""
        ...

    def told_by(self, subject: str) -> Sequence[Webhook]:
        """Return those whose address a person gave, locked."""
        ...

    def keep_ping(self, ping: Ping) -> None:
        """Keep a ping, new or changed."""
        ...

    def ping(self, ping_id: UUID) -> Ping | None:
        """Return a ping."""
        ...

    def pinged_since(self, webhook_id: UUID, since: datetime) -> int:
        """Count an endpoint's pings since then."""
        ...

    def waiting_ping(self) -> Ping | None:
        """Return the oldest ping that waits, locked, leaving those that others hold."""
        ...

    def lost_pings(self, before: datetime) -> Sequence[Ping]:
        """Return pings whose hand-over began before then and has no end, locked."""
        ...

    def forget_pings(self, before: datetime) -> int:
        """Delete the pings that were asked for before then; return how many."""
        ...

    def log(self, webhook_id: UUID, *, after: Place | None, size: int) -> Sequence[LogLine]:
        """Return a page of an endpoint's delivery log, newest first."""
        ...


class WebhookAddresses(Protocol):
    """Looks whether alerts may be posted to an address."""

    def wrong_with(self, url: str) -> str | None:
        """Return why nothing may be posted there as things stand, or None."""
        ...


class WebhookSecrets(Protocol):
    """Derives secrets; the record alone gives none away, and neither does the key alone."""

    def secret(self, webhook_id: UUID, secret_id: UUID) -> str:
        """Return a secret as its owners get it: "whsec_" and base64."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """What is posted to an endpoint, under which id."""

    webhook: Webhook
    message_id: UUID
    body: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a post, and when that was known."""

    hand_over: HandOver
    at: datetime


class WebhookPoster(Protocol):
    """Posts to endpoints. It never raises for what an endpoint or a network does."""

    def post(self, webhook: Webhook, message_id: UUID, body: str, at: datetime) -> HandOver:
        """Return what became of one post, signed with each secret that is good at that moment.

        NO_ADDRESS where the endpoint says that it is gone for good; never AWAY: each endpoint is
        its own provider.
        """
        ...

    def post_all(self, posts: Sequence[Post], *, until: datetime) -> Sequence[Heard | None]:
        """Post many beside each other; return likewise what became of each.

        None of what was not posted: none begins after `until`, but the first does in any case; and
        an endpoint that did not take one is posted no other.
        """
        ...
