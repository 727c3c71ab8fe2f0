"""What the use cases of delivery need."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cascade import Branch, Step
from services.alerts.domain.delivery import Delivery, HandOver, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.message import Message
from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.domain.recipient import Channel, Recipient


class Recipients(Protocol):
    """Whom alerts may be sent to, on one transaction."""

    def keep(self, recipient: Recipient) -> bool:
        """Keep what identity told of one unless a newer version is there; tell if it was kept.

        The addresses are those that it names and no others. An address that was suspended may be
        tried again: its owner has just confirmed it, or moved.
        """
        ...

    def find(self, recipient_id: UUID) -> Recipient | None:
        """Return one with the rights of their account as they are now."""
        ...

    def find_many(self, recipient_ids: Collection[UUID]) -> Mapping[UUID, Recipient]:
        """Return those that there are, likewise, by their ids; without addresses and places."""
        ...

    def suspend(
        self, recipient_id: UUID, channel: Channel, why: str, *, version: int | None
    ) -> None:
        """Send nothing to an address any more until identity tells of it anew.

        `version` is of the recipient whose address it was: nothing happens where identity told
        something later. None is for what was handed over before this was kept: whatever it is now.
        """
        ...

    def of(self, subject: str) -> Sequence[Recipient]:
        """Return what is kept of someone who has an account."""
        ...

    def forget(self, subject: str) -> int:
        """Forget the addresses of someone who has an account; return how many rows changed."""
        ...


class QuietAccounts(Protocol):
    """When accounts would rather be left alone, on one transaction."""

    def keep(self, account: QuietAccount) -> bool:
        """Keep what identity told of one unless a newer version is there; tell if it was kept."""
        ...

    def of(self, subject: str) -> QuietAccount | None:
        """Return what somebody said, or None of who never did."""
        ...

    def forget(self, subject: str) -> int:
        """Forget what somebody said; return how many rows went."""
        ...

    def forget_closed(self, *, most: int) -> int:
        """Forget some of those whose account was closed; return how many."""
        ...


class Dispatches(Protocol):
    """What is still to be turned into deliveries, on one transaction."""

    def add(self, dispatch: Dispatch) -> None:
        """Keep one; keeping it again changes nothing."""
        ...

    def claim(self, at: datetime, *, up_to: int | None = None) -> Dispatch | None:
        """Return the most urgent that is due, locked, leaving those that others hold.

        `up_to` is the last priority that is looked at.
        """
        ...

    def save(self, dispatch: Dispatch) -> None:
        """Keep how far it is."""
        ...

    def of(self, alert_id: UUID) -> Sequence[Dispatch]:
        """Return those of an alert, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a chunk of a dispatch came to: how many rows, and who was looked at last.

    None where nobody is left.
    """

    added: int
    last: UUID | None


class FanOut(Protocol):
    """Turns a version of an alert into rows of the delivery log, on one transaction."""

    def chunk(
        self,
        dispatch: Dispatch,
        alert: Alert,
        *,
        steps: Mapping[Branch, Step] | None,
        at: datetime,
        most: int,
    ) -> Chunk:
        """Keep a row for each channel of those who come next, in the order of their ids.

        Of whom it is for and to whom it has come by the steps (None where it goes along no seats:
        then it has come to everyone), and of whoever was handed what it takes the place of. Nobody
        is left out: Recipient.reached_by says whom it is for. A row that is there stays as it is.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A delivery that was given up, and when."""

    delivery: Delivery
    given_up_at: datetime

    @property
    def place(self) -> Place:
        """Where it stands among them."""
        return Place(self.given_up_at, self.delivery.delivery_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many deliveries of an alert stand how."""

    notice: Status
    channel: Channel
    state: State
    count: int
    possible_repeats: int


class Deliveries(Protocol):
    """The delivery log, on one transaction."""

    def add(self, deliveries: Sequence[Delivery]) -> int:
        """Keep those that are not there yet; return how many were not.

        There is one row for each version of an alert, recipient and channel, whatever happens.
        """
        ...

    def handed(self, alert_ids: Collection[UUID], *, after: UUID, most: int) -> Sequence[Delivery]:
        """Return deliveries of the issue of any of these alerts that were handed over, or may be.

        In the order of the recipients, from the one after `after`, each recipient whole; about
        `most` of them, and none only at the end.
        """
        ...

    def handed_since(
        self, alert_ids: Collection[UUID], since: datetime, *, not_in: tuple[UUID, int]
    ) -> Sequence[Delivery]:
        """Return those likewise that were handed over lately, of whom that version has no row."""
        ...

    def had(
        self, alert_ids: Collection[UUID], recipient_ids: Collection[UUID]
    ) -> Mapping[UUID, Collection[Channel]]:
        """Return who of these was handed the issue of any of the alerts, and by which channels."""
        ...

    def stop_waiting(self, alert_ids: Collection[UUID], why: str, *, most: int) -> int:
        """Drop some of what waits of the issues of alerts; return how many."""
        ...

    def sending(self, alert_ids: Collection[UUID]) -> int:
        """Return how many of the issues of alerts are being handed over at this moment."""
        ...

    def claim(
        self,
        channel: Channel,
        *,
        at: datetime,
        until: datetime,
        most: int,
        up_to: int | None,
        begin: bool = False,
    ) -> Sequence["Claimed"]:
        """Take what is due, the most urgent first, leaving what others hold; commit to keep it.

        `up_to` is the last priority that is looked at. Nobody else takes them before `until`. With
        `begin` the hand-over of each begins now, as `begin` says it of one.
        """
        ...

    def begin(self, claimed: "Claimed", at: datetime, *, version: int | None = None) -> bool:
        """Say that a hand-over begins now, unless it is in other hands by now; commit to keep it.

        Of what is claimed and not begun it is known that nobody has it. `version` is that of the
        recipient whose address it is handed to.
        """
        ...

    def settle_many(self, settled: Collection[tuple["Claimed", Delivery]]) -> Collection[UUID]:
        """Keep what became of several; return the ids of those that were still in our hands."""
        ...

    def settle(self, claimed: "Claimed", delivery: Delivery) -> bool:
        """Keep what became of one that was claimed, unless it is in other hands by now."""
        ...

    def lost(self, at: datetime, *, most: int) -> Sequence[Delivery]:
        """Return those whose sender did not come back in time, locked."""
        ...

    def find(self, delivery_id: UUID) -> Delivery | None:
        """Return one, locked."""
        ...

    def save(self, delivery: Delivery) -> None:
        """Keep one that is locked; it is in nobody's hands afterwards."""
        ...

    def tally(self, alert_id: UUID) -> Sequence[Tally]:
        """Count the deliveries of an alert."""
        ...

    def reached(self, alert_ids: Collection[UUID]) -> int:
        """Count the people who were handed any of these alerts, or may have been."""
        ...

    def backlog(self, at: datetime) -> Mapping[Channel, float]:
        """Return how many seconds ago the oldest that is due was due, by channel."""
        ...

    def dead(self, *, after: Place | None, size: int) -> Sequence[DeadLetter]:
        """Return a page of what was given up, newest first."""
        ...

    def dead_in_time(self, channel: Channel, *, at: datetime, most: int) -> Sequence[Delivery]:
        """Return what was given up and may still be sent, the oldest first, locked.

        What others hold is left, and the issue of an alert that is not out any more.
        """
        ...

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete rows that have an end from before then; return how many."""
        ...


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that somebody is sending, with what they prove by that it is they."""

    delivery: Delivery
    claim: UUID


class MailSender(Protocol):
    """Hands mails to a server. It never raises for what a server or a network does."""

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        """Return what became of one mail; the same reference names the same mail."""
        ...


class TextSender(Protocol):
    """Hands text messages to a provider. It never raises for what a provider or a network does."""

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        """Return what became of one text; the same reference names the same text."""
        ...


class DeliveryMeasures(Protocol):
    """Counts what became of deliveries, for those who run the platform."""

    def settled(self, before: Delivery, after: Delivery) -> None:
        """Count one hand-over, or what stood in its way."""
        ...

    def refused(self, delivery: Delivery, why: str) -> None:
        """Say loudly that a provider will never take a message, whoever it is to."""
        ...

    def failed(self, delivery: Delivery, error: Exception) -> None:
        """Say loudly that one could not be handed over by a fault of ours."""
        ...

    def backlog(self, seconds: Mapping[Channel, float]) -> None:
        """Say how old the oldest is that is due."""
        ...
