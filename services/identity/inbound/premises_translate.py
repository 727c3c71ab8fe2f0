"""Organisations and premises as domain words, and back; each field that is wrong is named."""

from typing import Final

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong
from isp.identity.v1 import premises_pb2 as pb
from kernel.premises import PREMISES_TYPES
from services.identity.domain.location import Location
from services.identity.domain.organisation import Organisation
from services.identity.domain.postcode import Postcode
from services.identity.domain.premises import (
    LARGEST_CAPACITY,
    MOST_ADDRESS_LINES,
    Premises,
    PremisesDetails,
)
from services.identity.inbound.subscriptions_translate import regions_to_pb
from services.identity.inbound.translate import is_printed, moment_to_pb, tidy

LONGEST_ORGANISATION: Final = 200
LONGEST_LINE: Final = 100


def organisation_name_from(said: str) -> str:
    """Return an organisation's name, in NFC.

    Raises:
        Invalid: it is empty, too long, or holds what cannot be printed.
    """
    name = tidy(said)
    if not is_printed(name, LONGEST_ORGANISATION):
        raise Invalid(Violation("name", f"must have 1 to {LONGEST_ORGANISATION} characters"))
    return name


def details_from(request: pb.AddPremisesRequest | pb.UpdatePremisesRequest) -> PremisesDetails:
    """Return what an organisation says of a place; its words are in NFC.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    name = tidy(request.name)
    wrong.unless(
        is_printed(name, LONGEST_LINE), "name", f"must have 1 to {LONGEST_LINE} characters"
    )
    lines = tuple(map(tidy, request.address_lines[: MOST_ADDRESS_LINES + 1]))
    wrong.unless(
        1 <= len(lines) <= MOST_ADDRESS_LINES,
        "address_lines",
        f"must have 1 to {MOST_ADDRESS_LINES} lines",
    )
    for number, each in enumerate(lines):
        wrong.unless(
            is_printed(each, LONGEST_LINE),
            f"address_lines[{number}]",
            f"must have 1 to {LONGEST_LINE} characters in a line",
        )
    postcode = wrong.built("postcode", lambda: Postcode.parsed(request.postcode))
    wrong.unless(request.type in PREMISES_TYPES, "type", "must be a type that we know")
    wrong.unless(0 <= request.capacity <= LARGEST_CAPACITY, "capacity", "must be 1 to 1,000,000")
    given = request.HasField("location")
    location = wrong.built("location", lambda: _location(request.location)) if given else None
    wrong.check()
    assert postcode is not None
    return PremisesDetails(
        name=name,
        address=lines,
        postcode=postcode,
        type=request.type,
        capacity=request.capacity or None,
        location=location,
    )


def _location(said: pb.Location) -> Location:
    return Location.parsed(said.latitude, said.longitude)


def organisation_to_pb(there: Organisation) -> pb.Organisation:
    """Return an organisation as its people see it."""
    return pb.Organisation(
        organisation_id=str(there.organisation_id),
        name=there.name,
        sectors=sorted(there.sectors),
        version=there.version,
        created_at=moment_to_pb(there.created_at),
    )


def premises_to_pb(there: Premises) -> pb.Premises:
    """Return premises as the people of their organisation see them."""
    said, point = there.details, there.location
    assert said is not None  # removed ones are shown to nobody
    return pb.Premises(
        premises_id=str(there.premises_id),
        organisation_id=str(there.organisation_id),
        name=said.name,
        address_lines=said.address,
        postcode=said.postcode.text,
        type=said.type,
        capacity=said.capacity or 0,
        location=pb.Location(latitude=point.latitude, longitude=point.longitude) if point else None,
        location_given=said.location is not None,
        regions=regions_to_pb(there.whereabouts.regions),
        version=there.version,
        added_at=moment_to_pb(there.added_at),
    )
