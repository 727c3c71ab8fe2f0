"""Domain events as messages in the outbox."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection

from chassis.postgres.outbox import OutboxTable, OutgoingEvent
from chassis.postgres.personal_data import forget_messages
from chassis.snapshots import snapshot_of
from chassis.usage import UsageEvents
from isp.identity.v1 import identity_events_pb2, premises_pb2, seats_pb2, subscriptions_pb2
from kernel.ports import Clock, Ids
from kernel.usage import Used
from services.identity.domain.contact import Channel
from services.identity.domain.events import (
    ConsentChanged,
    Event,
    Heartbeat,
    MatchesPutOff,
    OrganisationChanged,
    PremisesChanged,
    PrincipalChanged,
    QuietHoursChanged,
    RecipientChanged,
    SeatChanged,
    Snapshot,
)
from services.identity.domain.organisation import Organisation
from services.identity.domain.premises import Premises
from services.identity.domain.seat import Seat, Tenure
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.subscription import Subscription
from services.identity.outbound.consent_message import consent_message
from services.identity.outbound.postgres.channel_stores import PostgresQuietHours
from services.identity.outbound.postgres.postcodes_store import PostgresPostcodes
from services.identity.outbound.postgres.subscribers_store import principal_row

_CHANNELS: Final = {
    Channel.EMAIL: subscriptions_pb2.SUBSCRIPTION_CHANNEL_EMAIL,
    Channel.SMS: subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS,
}
_AGAIN: Final = UUID("5f0c2f3e-93e5-4d0c-8d5b-3b0a6f5c9a42")


@dataclass(frozen=True, slots=True)
class PublishedEvents:
    """The outbox of identity on one transaction."""

    connection: Connection
    ids: Ids
    clock: Clock
    usage: UsageEvents

    def add(self, *events: Event) -> None:
        """Keep events to be sent."""
        told = [self._message(each) for each in events]
        OutboxTable(self.connection).append(*told, *self._officers(events))

    def again(self, event: Snapshot) -> None:
        """Keep a snapshot under an id that is the same for the same version of it."""
        told = self._message(event)
        for each in (told, *self._officers([event])):
            name = f"{each.aggregate_id}:{each.aggregate_version}"
            again = uuid5(_AGAIN, name if each is told else f"officer:{name}")
            OutboxTable(self.connection).append_again(replace(each, event_id=again))

    def forget(self, address: str) -> int:
        """Delete events that were sent, or were parked, and say an address."""
        return forget_messages(self.connection, address)

    def _message(self, event: Event) -> OutgoingEvent:
        match event:
            case PrincipalChanged():
                return self._changed(event)
            case RecipientChanged() | QuietHoursChanged():
                return self._telling(event)
            case OrganisationChanged() | PremisesChanged() | SeatChanged():
                return self._place(event)
            case ConsentChanged():
                return self._consent(event)
            case Heartbeat() | MatchesPutOff() | Used():
                return self._moment(event)

    def _moment(self, event: Heartbeat | MatchesPutOff | Used) -> OutgoingEvent:
        match event:
            case Heartbeat():
                return self._heartbeat(event)
            case MatchesPutOff():
                return self._put_off(event)
            case Used():
                return self.usage.recorded(
                    event.caller, event.metric, at=event.at, detail=event.detail
                )

    def _place(self, event: OrganisationChanged | PremisesChanged | SeatChanged) -> OutgoingEvent:
        match event:
            case OrganisationChanged(organisation):
                return self._organisation(organisation)
            case PremisesChanged(premises):
                return self._premises(premises)
            case SeatChanged(seat):
                return self._seat(seat)

    def _put_off(self, event: MatchesPutOff) -> OutgoingEvent:
        message = identity_events_pb2.SavedSearchMailPutOff(
            subject=event.subject, since_us=event.since_us
        )
        message.until.FromDatetime(event.until)
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=message,
            aggregate_id=event.subject,
            aggregate_version=1,
            occurred_at=event.at,
        )

    def _consent(self, event: ConsentChanged) -> OutgoingEvent:
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=consent_message(event),
            aggregate_id=f"consent:{event.subject}",
            aggregate_version=event.version,
            occurred_at=self.clock.now(),
        )

    def _officers(self, events: Iterable[Event]) -> Iterator[OutgoingEvent]:
        """Say where people are paged who hold a role: with each word of their rights."""
        for event in events:
            if isinstance(event, PrincipalChanged) and event.subscriber.roles:
                yield self._officer(event.subscriber)

    def _officer(self, person: Subscriber) -> OutgoingEvent:
        message = identity_events_pb2.RecipientChanged(
            recipient_id=person.subject,
            version=person.rights_version,
            language=person.profile.language,
            officer_subject=person.subject,
            officer_email=person.profile.email,
        )
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=message,
            aggregate_id=person.subject,
            aggregate_version=person.rights_version,
            occurred_at=self.clock.now(),
        )

    def _changed(self, event: PrincipalChanged) -> OutgoingEvent:
        person = event.subscriber
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=identity_events_pb2.PrincipalChanged(
                principal=snapshot_of(principal_row(person))
            ),
            aggregate_id=person.subject,
            aggregate_version=person.rights_version,
            occurred_at=self.clock.now(),
        )

    def _heartbeat(self, event: Heartbeat) -> OutgoingEvent:
        message = identity_events_pb2.IdentityHeartbeat(
            passkey_keys=[
                identity_events_pb2.PasskeyKey(key_id=each.key_id, public_key=each.public_key)
                for each in event.keys
            ]
        )
        message.sent_at.FromDatetime(event.at)
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=message,
            aggregate_id="identity",
            aggregate_version=0,
            occurred_at=event.at,
        )

    def _telling(self, event: RecipientChanged | QuietHoursChanged) -> OutgoingEvent:
        match event:
            case RecipientChanged(there):
                return self._recipient(there)
            case QuietHoursChanged():
                return self._quiet(event)

    def _recipient(self, there: Subscription) -> OutgoingEvent:
        message = identity_events_pb2.RecipientChanged(
            recipient_id=str(there.subscription_id), version=there.version, active=there.active
        )
        if there.active and there.contact is not None:
            message.channel = _CHANNELS[there.contact.channel]
            message.address = there.contact.address
            message.regions.extend(sorted(there.regions))
            message.outward_codes.extend(sorted({each.outward for each in there.postcodes}))
            message.language = there.language
            message.stop_token = there.stop_token
            message.locations.extend(self._locations(there))
            message.account_subject = there.subject or ""
            quiet = PostgresQuietHours(self.connection).of(there.subject) if there.subject else None
            if quiet is not None:
                message.quiet_hours.from_minute = quiet.from_minute
                message.quiet_hours.until_minute = quiet.until_minute
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=message,
            aggregate_id=str(there.subscription_id),
            aggregate_version=there.version,
            occurred_at=self.clock.now(),
        )

    def _quiet(self, event: QuietHoursChanged) -> OutgoingEvent:
        message = identity_events_pb2.RecipientChanged(
            recipient_id=event.subject,
            version=event.version,
            active=True,
            quiet_subject=event.subject,
        )
        if event.quiet is not None:
            message.quiet_hours.from_minute = event.quiet.from_minute
            message.quiet_hours.until_minute = event.quiet.until_minute
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=message,
            aggregate_id=f"quiet:{event.subject}",
            aggregate_version=event.version,
            occurred_at=self.clock.now(),
        )

    def _locations(self, there: Subscription) -> list[premises_pb2.Location]:
        """Return where the postcodes are, as far as the directory knows it now."""
        known = PostgresPostcodes(self.connection)
        found = (known.locate(each) for each in there.postcodes)
        return [
            premises_pb2.Location(latitude=each.latitude, longitude=each.longitude)
            for each in found
            if each is not None
        ]

    def _organisation(self, there: Organisation) -> OutgoingEvent:
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=identity_events_pb2.OrganisationChanged(
                organisation_id=str(there.organisation_id),
                version=there.version,
                active=there.open,
                name=there.name,
                sectors=sorted(there.sectors),
            ),
            aggregate_id=str(there.organisation_id),
            aggregate_version=there.version,
            occurred_at=self.clock.now(),
        )

    def _premises(self, there: Premises) -> OutgoingEvent:
        message = identity_events_pb2.PremisesChanged(
            premises_id=str(there.premises_id),
            organisation_id=str(there.organisation_id),
            version=there.version,
            active=there.details is not None,
        )
        if there.details is not None:
            message.regions.extend(there.whereabouts.regions)
            message.outward_code = there.details.postcode.outward
            message.type = there.details.type
            message.capacity = there.details.capacity or 0
        if there.location is not None:
            point = there.location
            message.location.CopyFrom(
                premises_pb2.Location(latitude=point.latitude, longitude=point.longitude)
            )
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=message,
            aggregate_id=str(there.premises_id),
            aggregate_version=there.version,
            occurred_at=self.clock.now(),
        )

    def _seat(self, there: Seat) -> OutgoingEvent:
        message = identity_events_pb2.SeatChanged(
            seat_id=str(there.seat_id),
            version=there.version,
            active=there.open,
            role=seats_pb2.SeatRole.Value(f"SEAT_ROLE_{there.place.role.name}"),
            region=there.place.region,
            sector=there.place.sector,
            district=there.place.district,
        )
        if there.holder is not None:
            message.holder.CopyFrom(_sitter(there.holder))
        if there.deputy is not None:
            message.deputy.CopyFrom(_sitter(there.deputy))
        return OutgoingEvent(
            event_id=self.ids.new(),
            message=message,
            aggregate_id=str(there.seat_id),
            aggregate_version=there.version,
            occurred_at=self.clock.now(),
        )


def _sitter(tenure: Tenure) -> seats_pb2.Sitter:
    message = seats_pb2.Sitter(subject=tenure.subject)
    message.since.FromDatetime(tenure.since)
    if tenure.until is not None:
        message.until.FromDatetime(tenure.until)
    return message
