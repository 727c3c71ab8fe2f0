"""Delivery in memory, and recipients as tests make them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from kernel.pages import Place
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.delivery import WAITING, Delivery, HandOver, Outcome, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.message import Message
from services.alerts.domain.recipient import Account, Address, Channel, Recipient
from services.alerts.usecases.delivery_ports import Claimed, DeadLetter, Tally
from tests.fakes.recipients import MemoryRecipients


@dataclass
class MemoryDispatches:
    """Dispatches in a dictionary."""

    kept: dict[tuple[UUID, int] | tuple[UUID, int, str, str], Dispatch] = field(
        default_factory=dict
    )

    def add(self, dispatch: Dispatch) -> None:
        self.kept.setdefault(_dispatch_key(dispatch), dispatch)

    def claim(self, at: datetime, *, up_to: int | None = None) -> Dispatch | None:
        due = [
            each
            for each in self.kept.values()
            if each.finished_at is None and each.due_at <= at
            if up_to is None or each.priority <= up_to
        ]
        return min(due, key=lambda each: (each.priority, each.created_at), default=None)

    def save(self, dispatch: Dispatch) -> None:
        self.kept[_dispatch_key(dispatch)] = dispatch

    def of(self, alert_id: UUID) -> Sequence[Dispatch]:
        found = [each for each in self.kept.values() if each.alert_id == alert_id]
        return sorted(found, key=lambda each: (each.alert_version, each.region, each.sector))


def _dispatch_key(dispatch: Dispatch) -> tuple[UUID, int] | tuple[UUID, int, str, str]:
    whole = (dispatch.alert_id, dispatch.alert_version)
    return (*whole, dispatch.region, dispatch.sector) if dispatch.region else whole


@dataclass
class MemoryDeliveries:
    """The delivery log in dictionaries: rows, and who holds which until when."""

    recipients: MemoryRecipients = field(default_factory=MemoryRecipients)
    alerts: dict[UUID, Alert] = field(default_factory=dict)
    kept: dict[UUID, Delivery] = field(default_factory=dict)
    held: dict[UUID, tuple[UUID, datetime]] = field(default_factory=dict)
    changed: dict[UUID, datetime] = field(default_factory=dict)

    def add(self, deliveries: Sequence[Delivery]) -> int:
        there = {_key(each) for each in self.kept.values()}
        new = {_key(each): each for each in deliveries if _key(each) not in there}
        self.kept |= {each.delivery_id: each for each in new.values()}
        return len(new)

    def handed(self, alert_ids: Collection[UUID], *, after: UUID, most: int) -> Sequence[Delivery]:
        found = sorted(
            (
                each
                for each in self._issues_of(alert_ids)
                if each.handed_at is not None and each.recipient_id > after
            ),
            key=lambda each: (each.recipient_id, each.channel.value),
        )
        last = max((each.recipient_id for each in found[:most]), default=after)
        return [each for each in found if each.recipient_id <= last]

    def handed_since(
        self, alert_ids: Collection[UUID], since: datetime, *, not_in: tuple[UUID, int]
    ) -> Sequence[Delivery]:
        told = {
            (each.recipient_id, each.channel)
            for each in self.kept.values()
            if (each.alert_id, each.alert_version) == not_in
        }
        return [
            each
            for each in self._issues_of(alert_ids)
            if each.handed_at is not None
            and each.handed_at >= since
            and (each.recipient_id, each.channel) not in told
        ]

    def had(
        self, alert_ids: Collection[UUID], recipient_ids: Collection[UUID]
    ) -> Mapping[UUID, Collection[Channel]]:
        found: dict[UUID, set[Channel]] = defaultdict(set)
        for each in self._issues_of(alert_ids):
            if each.handed_at is not None and each.recipient_id in recipient_ids:
                found[each.recipient_id].add(each.channel)
        return found

    def stop_waiting(self, alert_ids: Collection[UUID], why: str, *, most: int) -> int:
        waiting = [each for each in self._issues_of(alert_ids) if each.state in WAITING][:most]
        for each in waiting:
            self.save(each.dropped(why))
        return len(waiting)

    def sending(self, alert_ids: Collection[UUID]) -> int:
        return sum(each.state is State.SENDING for each in self._issues_of(alert_ids))

    def claim(
        self,
        channel: Channel,
        *,
        at: datetime,
        until: datetime,
        most: int,
        up_to: int | None,
        begin: bool = False,
    ) -> Sequence[Claimed]:
        due = sorted(
            (
                each
                for each in self.kept.values()
                if each.channel is channel
                and each.state in WAITING
                and each.due_at <= at
                and (up_to is None or each.priority <= up_to)
            ),
            key=lambda each: (each.priority, each.due_at),
        )[:most]
        claim = uuid4()
        for each in due:
            begun_at = at if begin else each.begun_at
            self.kept[each.delivery_id] = replace(each, state=State.SENDING, begun_at=begun_at)
            self.held[each.delivery_id] = (claim, until)
        return [Claimed(self.kept[each.delivery_id], claim) for each in due]

    def begin(self, claimed: Claimed, at: datetime, *, version: int | None = None) -> bool:
        key = claimed.delivery.delivery_id
        if self.held.get(key, (None,))[0] != claimed.claim:
            return False
        self.kept[key] = replace(self.kept[key].begun(at), recipient_version=version)
        return True

    def settle_many(self, settled: Collection[tuple[Claimed, Delivery]]) -> Collection[UUID]:
        return {after.delivery_id for held, after in settled if self.settle(held, after)}

    def settle(self, claimed: Claimed, delivery: Delivery) -> bool:
        holder = self.held.get(delivery.delivery_id)
        if holder is None or holder[0] != claimed.claim:
            return False
        self.save(delivery)
        return True

    def lost(self, at: datetime, *, most: int) -> Sequence[Delivery]:
        late = sorted((until, key) for key, (_, until) in self.held.items() if until < at)
        return [self.kept[key] for _, key in late[:most]]

    def find(self, delivery_id: UUID) -> Delivery | None:
        return self.kept.get(delivery_id)

    def save(self, delivery: Delivery) -> None:
        self.kept[delivery.delivery_id] = delivery
        self.held.pop(delivery.delivery_id, None)

    def tally(self, alert_id: UUID) -> Sequence[Tally]:
        counts: Counter[tuple[int, Status, Channel, State]] = Counter()
        repeats: Counter[tuple[int, Status, Channel, State]] = Counter()
        for each in self._of(alert_id):
            place = (each.alert_version, each.notice, each.channel, each.state)
            counts[place] += 1
            repeats[place] += each.possible_repeats
        ordered = sorted(counts, key=lambda place: (place[0], place[2].value, place[3].value))
        return [
            Tally(
                notice=place[1],
                channel=place[2],
                state=place[3],
                count=counts[place],
                possible_repeats=repeats[place],
            )
            for place in ordered
        ]

    def reached(self, alert_ids: Collection[UUID]) -> int:
        return len(
            {
                self.subjects.get(each.recipient_id, each.recipient_id)
                for each in self.kept.values()
                if each.alert_id in alert_ids
                and each.notice is Status.ISSUED
                and each.handed_at
                and each.channel is not Channel.WEBHOOK
            }
        )

    @property
    def subjects(self) -> dict[UUID, str]:
        """Whose account a recipient is."""
        people = self.recipients.kept.items()
        return {key: each.subject for key, each in people if each.subject}

    def backlog(self, at: datetime) -> Mapping[Channel, float]:
        return {
            channel: max(
                (
                    (at - each.due_at).total_seconds()
                    for each in self.kept.values()
                    if each.channel is channel and each.state in WAITING and each.due_at <= at
                ),
                default=0.0,
            )
            for channel in Channel
        }

    def dead_in_time(self, channel: Channel, *, at: datetime, most: int) -> Sequence[Delivery]:
        dead = [each for each in self.kept.values() if each.state is State.DEAD]
        found = [each for each in dead if each.channel is channel and each.send_by > at]
        return [each for each in found if self._may_be_said(each)][:most]

    def _may_be_said(self, delivery: Delivery) -> bool:
        alert = self.alerts[delivery.alert_id]
        out = alert.status is Status.ISSUED and alert.successor is None
        return out or delivery.notice is not Status.ISSUED

    def dead(self, *, after: Place | None, size: int) -> Sequence[DeadLetter]:
        """As if each had been given up when it was due."""
        found = [
            DeadLetter(delivery=each, given_up_at=each.due_at)
            for each in self.kept.values()
            if each.state is State.DEAD
        ]
        newest = sorted(found, key=lambda each: (each.place.at, each.place.item_id), reverse=True)
        if after is not None:
            place = (after.at, after.item_id)
            newest = [each for each in newest if (each.place.at, each.place.item_id) < place]
        return newest[:size]

    def forget(self, before: datetime, *, most: int) -> int:
        """As if every row had changed when it was due."""
        old = [
            each.delivery_id
            for each in self.kept.values()
            if each.state not in WAITING | {State.SENDING} and each.due_at < before
        ][:most]
        for key in old:
            del self.kept[key]
        return len(old)

    def _of(self, alert_id: UUID) -> list[Delivery]:
        return [each for each in self.kept.values() if each.alert_id == alert_id]

    def _issues_of(self, alert_ids: Collection[UUID]) -> list[Delivery]:
        return [
            each
            for each in self.kept.values()
            if each.alert_id in alert_ids and each.notice is Status.ISSUED
        ]


def _key(delivery: Delivery) -> tuple[Any, ...]:
    return delivery.alert_id, delivery.alert_version, delivery.recipient_id, delivery.channel


@dataclass
class MemorySender:
    """A provider that keeps what it took, and answers what the test says, good unless said."""

    taken: list[tuple[str, Message, UUID]] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        outcome = self.answers.pop(0) if self.answers else Outcome.TAKEN
        if outcome in {Outcome.TAKEN, Outcome.UNKNOWN}:
            self.taken.append((to, message, reference))
        return HandOver(outcome=outcome, provider_id=f"p-{len(self.taken)}", why=outcome.value)

    @property
    def reached(self) -> list[str]:
        return [to for to, _, _ in self.taken]


@dataclass
class MemoryMeasures:
    """Keeps what was counted."""

    states: list[State] = field(default_factory=list)
    seconds: dict[Channel, float] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def settled(self, before: Delivery, after: Delivery) -> None:
        self.states.append(after.state)

    def refused(self, delivery: Delivery, why: str) -> None:
        self.refusals.append(why)

    def failed(self, delivery: Delivery, error: Exception) -> None:
        self.faults.append(error)

    def backlog(self, seconds: Mapping[Channel, float]) -> None:
        self.seconds = dict(seconds)


def recipient(address: str = "shop@corner.example", **given: Any) -> Recipient:
    """Somebody without an account in London who gets mails, unless said otherwise."""
    channel = given.pop("channel", Channel.SMS if address.startswith("+") else Channel.EMAIL)
    return Recipient(
        **{
            "recipient_id": uuid4(),
            "version": 1,
            "active": True,
            "regions": frozenset({"LON"}),
            "stop_token": "stop-token",
            "addresses": (Address(channel=channel, address=address),),
        }
        | given
    )


def account(**given: Any) -> Account:
    """A verified person's rights in London's retail, unless said otherwise."""
    return Account(
        **{
            "active": True,
            "tier": Tier.VERIFIED,
            "roles": frozenset(),
            "regions": frozenset({"LON"}),
            "sectors": frozenset({"retail"}),
            "closed_groups": frozenset(),
            "organisation_id": None,
        }
        | given
    )
