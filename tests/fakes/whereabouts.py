"""Organisations and premises in memory, and as tests of the audience make them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from services.alerts.domain.area import Bounds, micro
from services.alerts.domain.whereabouts import (
    Holdings,
    Organisation,
    Place,
    Premises,
    holdings_of,
)

SHOP = "5b0a4f6e-0d5c-4f63-9d0a-0d9c9c0f7b11"
"""The organisation whose premises they are, unless said otherwise."""


@dataclass
class MemoryWhereabouts:
    """Organisations and premises in dictionaries; everything changed lately."""

    organisation: dict[str, Organisation] = field(default_factory=dict)
    premises: dict[UUID, Premises] = field(default_factory=dict)

    def keep_organisation(self, organisation: Organisation) -> bool:
        there = self.organisation.get(organisation.organisation_id)
        if there is not None and there.version >= organisation.version:
            return False
        self.organisation[organisation.organisation_id] = organisation
        return True

    def keep_premises(self, premises: Premises) -> bool:
        there = self.premises.get(premises.premises_id)
        if there is not None and there.version >= premises.version:
            return False
        self.premises[premises.premises_id] = premises
        return True

    def organisations(self, ids: Collection[str]) -> Sequence[Organisation]:
        return [each for each in self.organisation.values() if each.organisation_id in ids]

    def premises_of(self, organisation_ids: Collection[str]) -> Sequence[Premises]:
        return [each for each in self.premises.values() if each.organisation_id in organisation_ids]

    def premises_within(self, frame: Bounds, *, most: int) -> Sequence[Premises]:
        south, west, north, east = frame
        found = [
            each
            for each in self.premises.values()
            if each.active
            and each.place.point is not None
            and south <= each.place.point[0] <= north
            and west <= each.place.point[1] <= east
        ]
        return sorted(found, key=lambda each: each.premises_id)[:most]

    def holdings(self, organisation_ids: Collection[str]) -> Mapping[str, Holdings]:
        return {
            each: holdings_of(self.organisation.get(each), self.premises_of([each]))
            for each in organisation_ids
        }

    def changed(self, within: timedelta) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        return list(self.organisation.values()), list(self.premises.values())

    def find(
        self, organisation_ids: Collection[str]
    ) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        return self.organisations(organisation_ids), self.premises_of(organisation_ids)


def place(latitude: float | None = None, longitude: float = 0.0, **given: Any) -> Place:
    """Somewhere, in degrees; nobody knows where unless it is said."""
    point = None if latitude is None else (micro(latitude), micro(longitude))
    return Place(**{"point": point} | given)


def premises(
    latitude: float | None = 51.5, longitude: float = -0.12, *, version: int = 1, **given: Any
) -> Premises:
    """A shop in London, unless said otherwise."""
    return Premises(
        **{
            "premises_id": uuid4(),
            "organisation_id": SHOP,
            "version": version,
            "active": True,
            "place": place(latitude, longitude, regions=frozenset({"LON"}), premises_type="shop"),
        }
        | given
    )


def organisation(**given: Any) -> Organisation:
    """A retailer, unless said otherwise."""
    return Organisation(
        **{
            "organisation_id": SHOP,
            "version": 1,
            "active": True,
            "sectors": frozenset({"retail"}),
        }
        | given
    )
