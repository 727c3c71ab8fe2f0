"""One message to one recipient by one channel: what may become of it, and how long it is tried."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.content import Severity
from services.alerts.domain.recipient import Channel

PRIORITIES: Final = {
    Severity.EXTREME: 0,
    Severity.SEVERE: 1,
    Severity.MODERATE: 2,
    Severity.MINOR: 3,
}
"""What is sent first. What is not an alert, a newsletter say, comes after all of these."""

URGENT: Final = 1
"""Up to this priority a message has senders of its own, which no bulk ever holds."""

ENDING_KEPT: Final = timedelta(hours=24)
"""How long it is tried to tell of an alert's end."""

MOST_ATTEMPTS: Final = 12
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=10)
ENDPOINT_ATTEMPTS: Final = 18
ENDPOINT_LONGEST_PAUSE: Final = timedelta(hours=1)
"""A machine of an organisation may be away for hours, and nobody is asked instead of it. Even the
shortest pauses add up to more than the six hours of nothing after which it is disabled."""

AWAY_PAUSE: Final = timedelta(seconds=5)
FAULT_PAUSE: Final = timedelta(seconds=30)
"""How long one waits that cannot be looked at or written, by a fault of ours: the others are sent.
"""

WHY_LONGEST: Final = 200


class State(Enum):
    """Where a delivery stands."""

    QUEUED = "QUEUED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    TEMPORARY = "TEMPORARY"
    UNKNOWN = "UNKNOWN"
    PERMANENT = "PERMANENT"
    DROPPED = "DROPPED"
    DEAD = "DEAD"


WAITING: Final = frozenset({State.QUEUED, State.TEMPORARY, State.UNKNOWN})
"""The states out of which a delivery is sent, or sent again."""

UNDER_WAY: Final = WAITING | {State.SENDING}
"""Those that are no end."""


class Outcome(Enum):
    """What became of a hand-over to a provider."""

    TAKEN = "TAKEN"
    """The provider has it."""

    LATER = "LATER"
    """This one was not taken now, and may be later."""

    AWAY = "AWAY"
    """The provider takes nothing now; this says nothing of the message."""

    NO_ADDRESS = "NO_ADDRESS"
    """The address does not exist."""

    REFUSED = "REFUSED"
    """This message is not taken, whoever it is to."""

    UNKNOWN = "UNKNOWN"
    """The provider may have it: its answer was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A hand-over's outcome; `why` never says an address.

    `not_before` is how long the provider asks to be left alone about it.
    """

    outcome: Outcome
    provider_id: str = ""
    why: str = ""
    not_before: timedelta = timedelta()


class Report(Enum):
    """What a provider says later of what it took."""

    DELIVERED = "DELIVERED"
    TEMPORARY = "TEMPORARY"
    PERMANENT = "PERMANENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the delivery log.

    `delivery_id` is the reference that the provider gets, each time the same. `handed_at` is when
    it was first handed over, or may have been: who has it must be told of the alert's end.
    `unsure` while the last hand-over's outcome is not known; `begun_at` is when the one under way
    began; `recipient_version` is whose address it was handed to: what identity told of the
    recipient until then.
    """

    delivery_id: UUID
    alert_id: UUID
    alert_version: int
    notice: Status
    recipient_id: UUID
    channel: Channel
    priority: int
    state: State
    due_at: datetime
    send_by: datetime
    attempts: int = 0
    handed_at: datetime | None = None
    unsure: bool = False
    begun_at: datetime | None = None
    possible_repeats: int = 0
    provider_id: str = ""
    why: str = ""
    recipient_version: int | None = None

    @classmethod
    def queued(
        cls, delivery_id: UUID, alert: Alert, recipient_id: UUID, channel: Channel, *, at: datetime
    ) -> "Delivery":
        """Return the delivery of what an alert has to say as it stands: itself, or its end."""
        return cls(
            delivery_id=delivery_id,
            alert_id=alert.alert_id,
            alert_version=alert.version,
            notice=alert.status,
            recipient_id=recipient_id,
            channel=channel,
            priority=PRIORITIES[alert.content.severity],
            state=State.QUEUED,
            due_at=at,
            send_by=last_moment(alert),
        )

    def settled(self, hand_over: HandOver, at: datetime) -> "Delivery":
        """Return it after a hand-over."""
        why = hand_over.why[:WHY_LONGEST]
        tried = replace(self, attempts=self.attempts + 1, begun_at=None, why=why)
        match hand_over.outcome:
            case Outcome.TAKEN:
                return replace(
                    _handed(tried, at),
                    state=State.SENT,
                    unsure=False,
                    provider_id=hand_over.provider_id,
                )
            case Outcome.UNKNOWN:
                return _not_known(tried, at)
            case Outcome.LATER:
                return _again(tried, State.TEMPORARY, at, hand_over.not_before)
            case Outcome.AWAY:
                waits = replace(self.released(), why=why)
                return _due(waits, at + max(AWAY_PAUSE, hand_over.not_before))
            case Outcome.NO_ADDRESS | Outcome.REFUSED:
                return replace(tried, state=State.PERMANENT)

    def deferred(self, until: datetime) -> "Delivery":
        """Return it to be tried later; nothing was tried now."""
        return _due(self.released(), until)

    def again(self, at: datetime) -> "Delivery":
        """Return one that has come to its end as if it were new, under its own id.

        Where nobody knows whether the provider has it, that stays so: what is taken now may be a
        repeat.
        """
        state = State.UNKNOWN if self.unsure else State.QUEUED
        return replace(self, state=state, due_at=at, attempts=0, begun_at=None, why="")

    def begun(self, at: datetime) -> "Delivery":
        """Return it as one that is handed over from now on."""
        return replace(self, begun_at=at)

    def lost(self, at: datetime) -> "Delivery":
        """Return it after its sender died.

        Whether the provider has it is not known where the hand-over had begun. Where it had not,
        nothing happened.
        """
        if self.begun_at is None:
            return self.released()
        tried = replace(self, attempts=self.attempts + 1, begun_at=None, why="the sender ended")
        return _not_known(tried, at)

    def released(self) -> "Delivery":
        """Return it as it was before it was claimed."""
        return replace(self, state=self._waiting, begun_at=None)

    def dropped(self, why: str) -> "Delivery":
        """Return it as one that is not sent, or not again, with the reason."""
        return replace(self, state=State.DROPPED, begun_at=None, why=why[:WHY_LONGEST])

    def reported(self, report: Report, provider_id: str, at: datetime) -> "Delivery":
        """Return it after the provider's word of one hand-over.

        A word that comes late, twice or about an earlier hand-over changes nothing, but for a good
        one: who has the message needs no other. It may overtake the sender's own word.
        """
        open_still = self.state in WAITING | {State.SENDING, State.SENT}
        told = replace(self, handed_at=self.handed_at or at, unsure=False, begun_at=None)
        if open_still and report is Report.DELIVERED:
            # It came by an earlier hand-over, while it is being handed over once more.
            again = self.state is State.SENDING and None not in {self.begun_at, self.handed_at}
            repeats = self.possible_repeats + (1 if again else 0)
            return replace(told, state=State.DELIVERED, why="", possible_repeats=repeats)
        if not self._is_of_the_last(provider_id):
            return self
        told = replace(told, why="the provider's report", provider_id=provider_id)
        if report is Report.PERMANENT:
            return replace(told, state=State.PERMANENT)
        tried = replace(told, attempts=max(self.attempts, 1))
        return _again(tried, State.TEMPORARY, at)

    def _is_of_the_last(self, provider_id: str) -> bool:
        """Tell whether a word can only be of the last hand-over: of the others all is known.

        The provider's id of that is not known while it is under way, or where its answer was lost:
        then it must be the only one that anybody can have had.
        """
        if self.state is State.SENT:
            return self.provider_id in {"", provider_id}
        if self.state is State.SENDING:
            return self.begun_at is not None and self.handed_at is None
        return self.state is State.UNKNOWN and not self.provider_id and not self.possible_repeats

    @property
    def _waiting(self) -> State:
        if self.unsure:
            return State.UNKNOWN
        return State.TEMPORARY if self.attempts else State.QUEUED


def _handed(delivery: Delivery, at: datetime) -> Delivery:
    """Count it as had by the provider; once more where that was not known before."""
    repeats = delivery.possible_repeats + (1 if delivery.unsure else 0)
    return replace(delivery, handed_at=delivery.handed_at or at, possible_repeats=repeats)


def _not_known(delivery: Delivery, at: datetime) -> Delivery:
    """Return it tried once more, with nobody knowing whether the provider has it."""
    return _again(replace(_handed(delivery, at), unsure=True), State.UNKNOWN, at)


def _again(
    delivery: Delivery, state: State, at: datetime, not_before: timedelta = timedelta()
) -> Delivery:
    endpoint = delivery.channel is Channel.WEBHOOK
    if delivery.attempts >= (ENDPOINT_ATTEMPTS if endpoint else MOST_ATTEMPTS):
        return replace(delivery, state=State.DEAD)
    longest = ENDPOINT_LONGEST_PAUSE if endpoint else LONGEST_PAUSE
    pause = max(pause_after(delivery.attempts, delivery.delivery_id, longest), not_before)
    return _due(replace(delivery, state=state), at + pause)


def _due(delivery: Delivery, due_at: datetime) -> Delivery:
    if due_at >= delivery.send_by:
        why = f"out of time; {delivery.why}"[:WHY_LONGEST]
        return replace(delivery, state=State.DEAD, why=why)
    return replace(delivery, due_at=due_at)


def last_moment(alert: Alert) -> datetime:
    """Return the moment from which what an alert has to say is sent to nobody any more."""
    if alert.ending is None:
        return alert.content.expires_at
    return alert.ending.ended_at + ENDING_KEPT


def pause_after(attempts: int, delivery_id: UUID, longest: timedelta = LONGEST_PAUSE) -> timedelta:
    """Return how long to wait after so many attempts: twice as long each time, spread by a quarter.

    What spreads is the id, so that many that failed together do not come back together.
    """
    doubled = FIRST_PAUSE * float(2 ** min(attempts - 1, 20))
    return min(doubled, longest) * (0.75 + (delivery_id.int % 1000) / 2000)
