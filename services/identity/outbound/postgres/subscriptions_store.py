"""Subscriptions, and the requests before them, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_unless

from chassis.errors import StaleVersion
from services.identity.domain.consent import Wording
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.postcode import Postcode
from services.identity.domain.subscription import Subscription
from services.identity.domain.subscription_request import SubscriptionRequest
from services.identity.outbound.postgres.tables import ALERT_SUBSCRIPTIONS as SUBSCRIPTIONS
from services.identity.outbound.postgres.tables import SUBSCRIPTION_REQUESTS as REQUESTS

_MEANWHILE = "The subscription changed meanwhile: try again."


@dataclass(frozen=True, slots=True)
class PostgresSubscriptions:
    """The subscriptions on one transaction."""

    connection: Connection

    def add(self, subscription: Subscription) -> None:
        """Insert one.

        Raises:
            StaleVersion: the address got one meanwhile.
        """
        added = self.connection.execute(
            insert_unless(SUBSCRIPTIONS)
            .values(_row(subscription))
            .on_conflict_do_nothing()
            .returning(SUBSCRIPTIONS.c.subscription_id)
        ).first()
        if added is None:
            raise StaleVersion(_MEANWHILE)

    def save(self, subscription: Subscription) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(SUBSCRIPTIONS)
            .where(
                SUBSCRIPTIONS.c.subscription_id == subscription.subscription_id,
                SUBSCRIPTIONS.c.version == subscription.version - 1,
            )
            .values(_row(subscription))
        ).rowcount
        if changed != 1:
            raise StaleVersion(_MEANWHILE)

    def find(self, contact_digest: str) -> Subscription | None:
        """Return that of an address, its row locked until the transaction ends."""
        return self._one(SUBSCRIPTIONS.c.contact_digest == contact_digest)

    def with_token(self, stop_token: str) -> Subscription | None:
        """Return the one that a stop link names, its row locked until the transaction ends."""
        return self._one(SUBSCRIPTIONS.c.stop_token == stop_token)

    def of_subject(self, subject: str) -> Sequence[Subscription]:
        """Return the active ones of an account, locked until the transaction ends."""
        query = (
            select(SUBSCRIPTIONS)
            .where(SUBSCRIPTIONS.c.subject == subject, SUBSCRIPTIONS.c.active)
            .order_by(SUBSCRIPTIONS.c.started_at, SUBSCRIPTIONS.c.subscription_id)
        )
        return [_subscription(row) for row in self.connection.execute(query.with_for_update())]

    def page(self, *, after: UUID | None, size: int) -> Sequence[Subscription]:
        """Return every one in the order of their ids, locked until the transaction ends."""
        query = select(SUBSCRIPTIONS).order_by(SUBSCRIPTIONS.c.subscription_id).limit(size)
        if after is not None:
            query = query.where(SUBSCRIPTIONS.c.subscription_id > after)
        return [_subscription(row) for row in self.connection.execute(query.with_for_update())]

    def stopped_before(self, at: datetime, *, size: int) -> Sequence[Subscription]:
        """Return some that stopped before then and have an address still, locked."""
        due = (
            select(SUBSCRIPTIONS)
            .where(
                SUBSCRIPTIONS.c.active.is_(False),
                SUBSCRIPTIONS.c.address.is_not(None),
                SUBSCRIPTIONS.c.stopped_at < at,
            )
            .order_by(SUBSCRIPTIONS.c.stopped_at)
            .limit(size)
        )
        locked = due.with_for_update(skip_locked=True)
        return [_subscription(row) for row in self.connection.execute(locked)]

    def _one(self, which: ColumnElement[bool]) -> Subscription | None:
        query = select(SUBSCRIPTIONS).where(which).with_for_update()
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _subscription(row)


@dataclass(frozen=True, slots=True)
class PostgresSubscriptionRequests:
    """The requests on one transaction."""

    connection: Connection

    def add(self, request: SubscriptionRequest) -> None:
        """Insert one."""
        self.connection.execute(
            insert(REQUESTS).values(
                request_id=request.request_id,
                contact_digest=request.contact_digest,
                channel=request.contact.channel.value,
                address=request.contact.address,
                postcode=request.postcode.text,
                language=request.language,
                wording_version=request.wording.version,
                wording=request.wording.text,
                proof=request.proof,
                tries=request.tries,
                created_at=request.created_at,
                confirmed_at=request.confirmed_at,
            )
        )

    def get(self, request_id: UUID) -> SubscriptionRequest | None:
        """Return one, its row locked until the transaction ends."""
        return self._one(REQUESTS.c.request_id == request_id)

    def with_proof(self, proof: bytes) -> SubscriptionRequest | None:
        """Return the one with a proof, its row locked until the transaction ends."""
        return self._one(REQUESTS.c.proof == proof)

    def save(self, request: SubscriptionRequest) -> None:
        """Keep the tries, and when it was confirmed."""
        self.connection.execute(
            update(REQUESTS)
            .where(REQUESTS.c.request_id == request.request_id)
            .values(tries=request.tries, confirmed_at=request.confirmed_at)
        )

    def withdraw(self, contact_digest: str) -> int:
        """Delete those of an address that are not confirmed."""
        return self._delete(
            REQUESTS.c.contact_digest == contact_digest, REQUESTS.c.confirmed_at.is_(None)
        )

    def forget(self, contact_digest: str) -> int:
        """Delete all of an address."""
        return self._delete(REQUESTS.c.contact_digest == contact_digest)

    def forget_unconfirmed(self, before: datetime) -> int:
        """Delete those from before then that were never confirmed."""
        return self._delete(REQUESTS.c.created_at < before, REQUESTS.c.confirmed_at.is_(None))

    def _delete(self, *which: ColumnElement[bool]) -> int:
        return self.connection.execute(delete(REQUESTS).where(*which)).rowcount

    def _one(self, which: ColumnElement[bool]) -> SubscriptionRequest | None:
        query = select(REQUESTS).where(which).with_for_update()
        row = self.connection.execute(query).one_or_none()
        return None if row is None else request_of(row)


def request_of(row: Row[Any]) -> SubscriptionRequest:
    """Return the request that a row is."""
    return SubscriptionRequest(
        request_id=row.request_id,
        contact=Contact(channel=Channel(row.channel), address=row.address),
        contact_digest=row.contact_digest,
        postcode=Postcode(row.postcode),
        language=row.language,
        wording=Wording(version=row.wording_version, language=row.language, text=row.wording),
        proof=row.proof,
        created_at=row.created_at,
        tries=row.tries,
        confirmed_at=row.confirmed_at,
    )


def _row(subscription: Subscription) -> dict[str, Any]:
    contact = subscription.contact
    return {
        "subscription_id": subscription.subscription_id,
        "contact_digest": subscription.contact_digest,
        "channel": contact and contact.channel.value,
        "address": contact and contact.address,
        "postcodes": [each.text for each in subscription.postcodes],
        "regions": sorted(subscription.regions),
        "language": subscription.language,
        "active": subscription.active,
        "stop_token": subscription.stop_token,
        "version": subscription.version,
        "started_at": subscription.started_at,
        "stopped_at": subscription.stopped_at,
        "subject": subscription.subject,
    }


def _subscription(row: Row[Any]) -> Subscription:
    contact = row.address and Contact(channel=Channel(row.channel), address=row.address)
    return Subscription(
        subscription_id=row.subscription_id,
        contact=contact,
        contact_digest=row.contact_digest,
        postcodes=tuple(Postcode(each) for each in row.postcodes),
        regions=frozenset(row.regions),
        language=row.language,
        active=row.active,
        stop_token=row.stop_token,
        version=row.version,
        started_at=row.started_at,
        stopped_at=row.stopped_at,
        subject=row.subject,
    )
