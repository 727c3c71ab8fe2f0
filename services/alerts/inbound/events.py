"""The events that alerts consumes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from chassis.consumers import Consumption, IncomingEvent
from chassis.principals import PrincipalRow
from chassis.snapshots import row_from_snapshot
from isp.identity.v1 import identity_events_pb2, premises_pb2, seats_pb2, subscriptions_pb2
from services.alerts.domain.area import micro
from services.alerts.domain.passkey_key import PasskeyKey
from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.domain.recipient import Address, Channel, Recipient
from services.alerts.domain.seat import COORDINATOR, LEAD, Seat, Sitter
from services.alerts.domain.whereabouts import Organisation, Place, Premises
from services.alerts.usecases.keep_officer import KeepOfficer
from services.alerts.usecases.keep_organisation import KeepOrganisation
from services.alerts.usecases.keep_passkey_keys import KeepPasskeyKeys
from services.alerts.usecases.keep_premises import KeepPremises
from services.alerts.usecases.keep_quiet_account import KeepQuietAccount
from services.alerts.usecases.keep_recipient import KeepRecipient
from services.alerts.usecases.keep_seat import KeepSeat
from services.alerts.usecases.page_ports import Officer

_SEATS: Final = {
    seats_pb2.SEAT_ROLE_REGIONAL_COORDINATOR: COORDINATOR,
    seats_pb2.SEAT_ROLE_SECTOR_LEAD: LEAD,
}
LANGUAGES: Final = frozenset({"en", "cy"})
_CHANNELS: Final = {
    subscriptions_pb2.SUBSCRIPTION_CHANNEL_EMAIL: Channel.EMAIL,
    subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS: Channel.SMS,
}


@dataclass(frozen=True, slots=True)
class KeepPrincipal:
    """Keeps this service's copy of a person's rights."""

    keep: Callable[[PrincipalRow], None]

    def __call__(self, event: IncomingEvent[identity_events_pb2.PrincipalChanged]) -> None:
        """Keep the row unless a newer one is there."""
        self.keep(row_from_snapshot(event.message.principal))


@dataclass(frozen=True, slots=True)
class HearOfRecipient:
    """Keeps whom alerts may be sent to."""

    keep: KeepRecipient
    keep_officer: KeepOfficer
    keep_quiet: KeepQuietAccount

    def __call__(self, event: IncomingEvent[identity_events_pb2.RecipientChanged]) -> None:
        """Keep what identity says unless it is older than what is here.

        Raises:
            ValueError: it names a channel, a language or an hour that we do not know.
        """
        if event.message.officer_subject:
            self.keep_officer(officer_from(event.message))
        elif event.message.quiet_subject:
            self.keep_quiet(quiet_account_from(event.message))
        else:
            self.keep(recipient_from(event.message))


def officer_from(message: identity_events_pb2.RecipientChanged) -> Officer:
    """Return where an officer is reached.

    Raises:
        ValueError: the language is not known.
    """
    if message.language not in LANGUAGES:
        raise ValueError("a language that is not known")
    return Officer(
        subject=message.officer_subject,
        version=message.version,
        email=message.officer_email,
        language=message.language,
    )


def quiet_account_from(message: identity_events_pb2.RecipientChanged) -> QuietAccount:
    """Return when an account would rather be left alone.

    Raises:
        ValueError: no day has such hours.
    """
    return QuietAccount(
        subject=message.quiet_subject, version=message.version, quiet=_quiet(message)
    )


@dataclass(frozen=True, slots=True)
class HearOfPremises:
    """Keeps where an organisation's people have something to lose."""

    keep: KeepPremises

    def __call__(self, event: IncomingEvent[identity_events_pb2.PremisesChanged]) -> None:
        """Keep what identity says unless it is older than what is here.

        Raises:
            ValueError: an id is none.
        """
        self.keep(premises_from(event.message))


@dataclass(frozen=True, slots=True)
class HearOfOrganisation:
    """Keeps what an organisation is."""

    keep: KeepOrganisation

    def __call__(self, event: IncomingEvent[identity_events_pb2.OrganisationChanged]) -> None:
        """Keep what identity says unless it is older than what is here.

        Raises:
            ValueError: the id is none.
        """
        self.keep(organisation_from(event.message))


@dataclass(frozen=True, slots=True)
class HearOfPasskeyKeys:
    """Keeps by which keys sign-ins by passkey are signed."""

    keep: KeepPasskeyKeys

    def __call__(self, event: IncomingEvent[identity_events_pb2.IdentityHeartbeat]) -> None:
        """Keep what a heartbeat says unless it is older than what is here."""
        keys = [
            PasskeyKey(key_id=each.key_id, public_key=each.public_key)
            for each in event.message.passkey_keys
        ]
        self.keep(keys, told_at=event.message.sent_at.ToDatetime(tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class HearOfSeat:
    """Keeps who stands for what."""

    keep: KeepSeat

    def __call__(self, event: IncomingEvent[identity_events_pb2.SeatChanged]) -> None:
        """Keep what identity says unless it is older than what is here.

        Raises:
            ValueError: the id is none, or the role is not known.
        """
        self.keep(seat_from(event.message))


def seat_from(message: identity_events_pb2.SeatChanged) -> Seat:
    """Return the seat of an event; nobody sits in one that was taken away.

    Raises:
        ValueError: the id is none, or the role is not known.
    """
    if message.role not in _SEATS:
        raise ValueError("a role of a seat that is not known")
    return Seat(
        seat_id=UUID(message.seat_id),
        version=message.version,
        active=message.active,
        role=_SEATS[message.role],
        region=message.region,
        sector=message.sector,
        district=message.district,
        holder=_sitter(message.holder) if message.HasField("holder") else None,
        deputy=_sitter(message.deputy) if message.HasField("deputy") else None,
    )


def _sitter(said: seats_pb2.Sitter) -> Sitter:
    until = said.until.ToDatetime(UTC) if said.HasField("until") else None
    return Sitter(subject=said.subject, until=until)


def premises_from(message: identity_events_pb2.PremisesChanged) -> Premises:
    """Return the premises of an event; of removed ones nothing but whose they were.

    Raises:
        ValueError: an id is none.
    """
    premises_id, whose = UUID(message.premises_id), str(UUID(message.organisation_id))
    if not message.active:
        return Premises.removed(premises_id, whose, message.version)
    known = message.HasField("location")
    return Premises(
        premises_id=premises_id,
        organisation_id=whose,
        version=message.version,
        active=True,
        place=Place(
            regions=frozenset(message.regions),
            premises_type=message.type,
            point=_point(message.location) if known else None,
        ),
    )


def organisation_from(message: identity_events_pb2.OrganisationChanged) -> Organisation:
    """Return the organisation of an event; of one that is no more nothing but that.

    Raises:
        ValueError: the id is none.
    """
    return Organisation(
        organisation_id=str(UUID(message.organisation_id)),
        version=message.version,
        active=message.active,
        sectors=frozenset(message.sectors if message.active else ()),
    )


def _point(location: premises_pb2.Location) -> tuple[int, int]:
    return micro(location.latitude), micro(location.longitude)


MINUTES = range(24 * 60)


def recipient_from(message: identity_events_pb2.RecipientChanged) -> Recipient:
    """Return the recipient of an event; of one who stopped nothing but id and version.

    Raises:
        ValueError: the id is none, or the channel or the language is not known.
    """
    recipient_id = UUID(message.recipient_id)
    if not message.active:
        return Recipient.stopped(recipient_id, message.version)
    if message.channel not in _CHANNELS or message.language not in LANGUAGES:
        raise ValueError("a channel or a language that is not known")
    return Recipient(
        recipient_id=recipient_id,
        version=message.version,
        active=True,
        subject=message.account_subject or None,
        language=message.language,
        regions=frozenset(message.regions),
        outward_codes=frozenset(message.outward_codes),
        points=tuple(sorted(map(_point, message.locations))),
        stop_token=message.stop_token,
        addresses=(Address(channel=_CHANNELS[message.channel], address=message.address),),
        quiet=_quiet(message),
    )


def _quiet(message: identity_events_pb2.RecipientChanged) -> tuple[int, int] | None:
    if not message.HasField("quiet_hours"):
        return None
    starts, ends = message.quiet_hours.from_minute, message.quiet_hours.until_minute
    if starts == ends or not (starts in MINUTES and ends in MINUTES):
        raise ValueError("quiet hours that no day has")
    return starts, ends


def consumptions(
    keep: Callable[[PrincipalRow], None],
    keep_recipient: KeepRecipient,
    keep_officer: KeepOfficer,
    keep_organisation: KeepOrganisation,
    keep_premises: KeepPremises,
    *,
    keep_quiet: KeepQuietAccount,
    keep_passkey_keys: KeepPasskeyKeys,
    keep_seat: KeepSeat,
) -> list[Consumption[Any]]:
    """Return what `work` consumes."""
    return [
        Consumption(
            stream="IDENTITY",
            durable="alerts-PrincipalChanged",
            message=identity_events_pb2.PrincipalChanged,
            handle=KeepPrincipal(keep),
        ),
        Consumption(
            stream="IDENTITY",
            durable="alerts-RecipientChanged",
            message=identity_events_pb2.RecipientChanged,
            handle=HearOfRecipient(keep_recipient, keep_officer, keep_quiet),
            private=True,
        ),
        Consumption(
            stream="IDENTITY",
            durable="alerts-OrganisationChanged",
            message=identity_events_pb2.OrganisationChanged,
            handle=HearOfOrganisation(keep_organisation),
        ),
        Consumption(
            stream="IDENTITY",
            durable="alerts-PremisesChanged",
            message=identity_events_pb2.PremisesChanged,
            handle=HearOfPremises(keep_premises),
            private=True,
        ),
        Consumption(
            stream="IDENTITY",
            durable="alerts-IdentityHeartbeat",
            message=identity_events_pb2.IdentityHeartbeat,
            handle=HearOfPasskeyKeys(keep_passkey_keys),
        ),
        Consumption(
            stream="IDENTITY",
            durable="alerts-SeatChanged",
            message=identity_events_pb2.SeatChanged,
            handle=HearOfSeat(keep_seat),
        ),
    ]
