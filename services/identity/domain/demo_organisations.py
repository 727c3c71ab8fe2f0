"""The organisations of the demonstration and their premises, with fixed ids."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from services.identity.domain.location import Location
from services.identity.domain.organisation import Organisation
from services.identity.domain.postcode import Postcode
from services.identity.domain.premises import PremisesDetails

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/demo_organisations.json").read_text("utf-8")
)
IDS: Final = {each["name"]: UUID(each["organisation_id"]) for each in _DATA["organisations"]}
"""The id of each by the name that the demonstration's people give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrganisation:
    """One organisation, and what it says of each of its premises, by their ids."""

    organisation: Organisation
    premises: Mapping[UUID, PremisesDetails]


def demo_organisations(at: datetime) -> list[DemoOrganisation]:
    """Return all of them, as if they had been created at that moment."""
    return [
        DemoOrganisation(
            organisation=Organisation.created(
                UUID(said["organisation_id"]),
                name=said["name"],
                sectors=frozenset(said["sectors"]),
                at=at,
            ),
            premises={UUID(each["premises_id"]): _details(each) for each in said["premises"]},
        )
        for said in _DATA["organisations"]
    ]


def _details(said: Mapping[str, Any]) -> PremisesDetails:
    latitude, longitude = said["at"]
    return PremisesDetails(
        name=said["name"],
        address=tuple(said["address"]),
        postcode=Postcode.parsed(said["postcode"]),
        type=said["type"],
        capacity=said.get("capacity"),
        location=Location.parsed(latitude, longitude),
    )
