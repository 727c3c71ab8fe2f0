"""Seats as domain words, and back; each field that is wrong is named."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, TypedDict
from uuid import UUID

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong, id_from, version_from
from isp.identity.v1 import seats_pb2 as pb
from kernel.places import REGIONS, SECTORS
from services.identity.domain.seat import (
    LONGEST_DISTRICT,
    Position,
    Seat,
    SeatPlace,
    SeatRole,
    Tenure,
)
from services.identity.inbound.translate import is_printed, moment_to_pb, tidy
from services.identity.usecases.seat_ports import Wanted

LONGEST_EMAIL: Final = 254
LONGEST_TERM: Final = timedelta(days=5 * 366)
MOST_DAYS_AHEAD: Final = 366
NOBODY: Final[Mapping[str, str]] = {}


class Appointment(TypedDict):
    """What an appointment says."""

    seat_id: UUID
    expected_version: int
    position: Position
    email: str
    until: datetime | None


def place_of_seat_from(request: pb.CreateSeatRequest) -> SeatPlace:
    """Return where a seat is.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    known = pb.SeatRole.DESCRIPTOR.values_by_number.get(request.role)
    role = wrong.word(SeatRole, known.name.removeprefix("SEAT_ROLE_") if known else "", "role")
    wrong.unless(request.region in REGIONS, "region", "must be the code of a region")
    if role is SeatRole.SECTOR_LEAD:
        wrong.unless(request.sector in SECTORS, "sector", "must be the code of a sector")
    else:
        wrong.unless(not request.sector, "sector", "must be empty: a coordinator has all sectors")
    district = tidy(request.district)
    wrong.unless(
        not district or is_printed(district, LONGEST_DISTRICT),
        "district",
        f"must have at most {LONGEST_DISTRICT} characters",
    )
    wrong.check()
    assert role is not None
    return SeatPlace(role=role, region=request.region, sector=request.sector, district=district)


def position_from(said: int) -> Position:
    """Return a position.

    Raises:
        Invalid: it is none.
    """
    known = pb.SeatPosition.DESCRIPTOR.values_by_number.get(said)
    name = known.name.removeprefix("SEAT_POSITION_") if known else ""
    if name not in Position.__members__:
        raise Invalid(Violation("position", "must be said, with a value that we know"))
    return Position[name]


def region_from(said: str) -> str:
    """Return a region's code, or nothing for all.

    Raises:
        Invalid: there is no such region.
    """
    if said and said not in REGIONS:
        raise Invalid(Violation("region", "must be the code of a region"))
    return said


def wanted_from(request: pb.ListSeatsRequest, now: datetime) -> Wanted:
    """Return which seats are wanted.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    known = pb.SeatRole.DESCRIPTOR.values_by_number.get(request.role)
    name = known.name.removeprefix("SEAT_ROLE_") if known else ""
    any_role = request.role == pb.SEAT_ROLE_UNSPECIFIED
    role = None if any_role else wrong.word(SeatRole, name, "role")
    known_sector = not request.sector or request.sector in SECTORS
    wrong.unless(known_sector, "sector", "must be the code of a sector")
    days = request.ending_within_days
    wrong.unless(0 <= days <= MOST_DAYS_AHEAD, "ending_within_days", "must be 0 to 366")
    wrong.check()
    by = now + timedelta(days=days) if days else None
    return Wanted(role=role, sector=request.sector, vacant=request.vacant, ending_by=by)


def appointment_from(request: pb.AppointToSeatRequest, now: datetime) -> Appointment:
    """Return who is to sit where.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    seat_id = wrong.built("seat_id", lambda: id_from("seat_id", request.seat_id))
    version = wrong.built("expected_version", lambda: version_from(request.expected_version))
    position = wrong.built("position", lambda: position_from(request.position))
    email = tidy(request.email)
    wrong.unless(is_printed(email, LONGEST_EMAIL) and "@" in email, "email", "must be an address")
    until = request.until.ToDatetime(UTC) if request.HasField("until") else None
    good = until is None or now < until <= now + LONGEST_TERM
    wrong.unless(good, "until", "must be later than now, at most five years ahead")
    wrong.check()
    assert seat_id is not None
    assert version is not None
    assert position is not None
    return Appointment(
        seat_id=seat_id, expected_version=version, position=position, email=email, until=until
    )


def seat_to_pb(
    seat: Seat, names: Mapping[str, str] = NOBODY, emails: Mapping[str, str] = NOBODY
) -> pb.Seat:
    """Return a seat, with those names and addresses that are given, by subject."""
    message = pb.Seat(
        seat_id=str(seat.seat_id),
        version=seat.version,
        role=pb.SeatRole.Value(f"SEAT_ROLE_{seat.place.role.name}"),
        region=seat.place.region,
        sector=seat.place.sector,
        district=seat.place.district,
    )
    if seat.holder is not None:
        message.holder.CopyFrom(_sitter(seat.holder, names, emails))
    if seat.deputy is not None:
        message.deputy.CopyFrom(_sitter(seat.deputy, names, emails))
    if seat.associate is not None:
        message.associate.CopyFrom(_sitter(seat.associate, names, emails))
    return message


def _sitter(tenure: Tenure, names: Mapping[str, str], emails: Mapping[str, str]) -> pb.Sitter:
    message = pb.Sitter(subject=tenure.subject, since=moment_to_pb(tenure.since))
    if tenure.until is not None:
        message.until.CopyFrom(moment_to_pb(tenure.until))
    message.name = names.get(tenure.subject, "")
    message.email = emails.get(tenure.subject, "")
    return message
