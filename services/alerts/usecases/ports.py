"""What the use cases need."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.ports import Audit, Idempotency, PlumbingRows
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.events import AlertEnded, AlertIssued, Event
from services.alerts.usecases.delivery_ports import Deliveries, Dispatches, Recipients


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a stream ticket says. `subject` is None for someone without an account."""

    subject: str | None
    rights_version: int
    expires_at: datetime


class Alerts(Protocol):
    """The alerts of one transaction."""

    def add(self, alert: Alert) -> None:
        """Keep a new alert."""
        ...

    def get(self, alert_id: UUID, *, lock: bool = False) -> Alert:
        """Return an alert; locked, nobody else changes it before the transaction ends.

        Raises:
            AlertNotFound: there is none.
        """
        ...

    def save(self, alert: Alert) -> None:
        """Keep the next version of an alert.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def page(
        self, reader: Principal, statuses: frozenset[Status], *, after: Place | None, size: int
    ) -> Sequence[Alert]:
        """Return the alerts that a person may read, newest first, at most `size`."""
        ...

    def due(self, at: datetime, *, most: int) -> Sequence[Alert]:
        """Return issued alerts whose expiry has come, locked, leaving those that others hold."""
        ...

    def published(self) -> Sequence[Alert]:
        """Return every alert that was ever issued, oldest first."""
        ...

    def handled_by(self, subject: str) -> Sequence[Alert]:
        """Return the alerts in which a person had a hand."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place everywhere; return the number of alerts changed."""
        ...


class Outbox(Protocol):
    """Events to be sent after the commit."""

    def add(self, *events: Event) -> None:
        """Keep events."""
        ...

    def again(self, event: AlertIssued | AlertEnded) -> None:
        """Keep an event that was sent before, under an id that is the same each time."""
        ...


class Stores(Protocol):
    """Everything on one transaction."""

    @property
    def alerts(self) -> Alerts:
        """The alerts."""
        ...

    @property
    def recipients(self) -> Recipients:
        """Whom alerts may be sent to."""
        ...

    @property
    def dispatches(self) -> Dispatches:
        """What is still to be turned into deliveries."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """The delivery log."""
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

    @property
    def plumbing(self) -> PlumbingRows:
        """What the plumbing keeps about people."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractContextManager[Stores]:
        """Yield the stores; commit at the end, undo at an error."""
        ...


class StreamTickets(Protocol):
    """Signs and opens stream tickets."""

    def sign(self, ticket: Ticket) -> str:
        """Return the ticket as text."""
        ...

    def open(self, text: str, at: datetime) -> Ticket:
        """Return what a ticket says.

        Raises:
            TicketRefused: it is forged, spoiled or too old.
        """
        ...
