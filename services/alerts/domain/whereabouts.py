"""Where the people of an organisation have something to lose: our copy of what identity says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that somebody looks after. `point` is its latitude and longitude in microdegrees."""

    regions: frozenset[str] = frozenset()
    premises_type: str = ""
    point: tuple[int, int] | None = None


NOWHERE: Final = (Place(),)
"""Of whom no place is known: only what is said of the person themself counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What somebody's organisation adds to themself: its sectors, and its premises.

    `organisation_id` is whose they are, where who they are to markings does not say it any more:
    an audience means its people all the same.
    """

    sectors: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    organisation_id: str | None = None


NO_HOLDINGS: Final = Holdings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Premises as identity last told of them. Once removed, only whose they were is left."""

    premises_id: UUID
    organisation_id: str
    version: int
    active: bool
    place: Place = NOWHERE[0]

    @classmethod
    def removed(cls, premises_id: UUID, organisation_id: str, version: int) -> "Premises":
        """Return what is kept of premises that are no more: no older word brings them back."""
        return cls(
            premises_id=premises_id, organisation_id=organisation_id, version=version, active=False
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation as identity last told of it."""

    organisation_id: str
    version: int
    active: bool
    sectors: frozenset[str] = frozenset()


def holdings_of(organisation: Organisation | None, premises: Iterable[Premises]) -> Holdings:
    """Return what an organisation adds to its people, in the same order whoever asks."""
    there = sorted((each for each in premises if each.active), key=lambda each: each.premises_id)
    sectors = organisation.sectors if organisation and organisation.active else frozenset[str]()
    return Holdings(sectors=sectors, places=tuple(each.place for each in there))
