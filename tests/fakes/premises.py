"""Organisations and premises in memory, and as tests make them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.standing import Standing
from services.identity.domain.errors import OrganisationNotFound, PremisesNotFound
from services.identity.domain.location import Location
from services.identity.domain.organisation import SECURITY_LEAD, Organisation
from services.identity.domain.postcode import Postcode
from services.identity.domain.premises import Premises, PremisesDetails, Whereabouts
from services.identity.domain.subscriber import Subscriber

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HERE = Location(latitude=51.5014, longitude=-0.1419)
THERE = Location(latitude=53.4776, longitude=-2.2363)
SHOP = PremisesDetails(
    name="The shop",
    address=("1 Example Street", "London"),
    postcode=Postcode("SW1A 1AA"),
    type="shop",
    capacity=40,
)


@dataclass
class MemoryOrganisations:
    """Organisations in a dictionary."""

    kept: dict[UUID, Organisation] = field(default_factory=dict)
    people: Mapping[str, Subscriber] = field(default_factory=dict)

    def add(self, organisation: Organisation) -> None:
        self.kept[organisation.organisation_id] = organisation

    def get(self, organisation_id: UUID, *, lock: bool = False) -> Organisation:
        found = self.kept.get(organisation_id)
        if found is None or not found.open:
            raise OrganisationNotFound("There is no such organisation.")
        return found

    def find(self, organisation_id: UUID) -> Organisation | None:
        return self.kept.get(organisation_id)

    def save(self, organisation: Organisation) -> None:
        if self.kept[organisation.organisation_id].version != organisation.version - 1:
            raise StaleVersion("The organisation changed meanwhile: read it again.")
        self.kept[organisation.organisation_id] = organisation

    def leads(self, organisation_id: UUID) -> Sequence[str]:
        return sorted(
            each.subject
            for each in self.people.values()
            if each.organisation_id == organisation_id
            and each.standing is Standing.ACTIVE
            and SECURITY_LEAD in each.roles
        )

    def members(self, organisation_id: UUID) -> int:
        return sum(each.organisation_id == organisation_id for each in self.people.values())

    def page(self, *, after: UUID | None, size: int) -> Sequence[Organisation]:
        ids = sorted(each for each in self.kept if after is None or each > after)
        return [self.kept[each] for each in ids[:size]]


@dataclass
class MemoryPremises:
    """Premises in a dictionary."""

    kept: dict[UUID, Premises] = field(default_factory=dict)

    def add(self, premises: Premises) -> None:
        self.kept[premises.premises_id] = premises

    def get(self, premises_id: UUID, *, lock: bool = False) -> Premises:
        found = self.kept.get(premises_id)
        if found is None or found.removed_at is not None:
            raise PremisesNotFound("There are no such premises.")
        return found

    def save(self, premises: Premises) -> None:
        if self.kept[premises.premises_id].version != premises.version - 1:
            raise StaleVersion("The premises changed meanwhile: read them again.")
        self.kept[premises.premises_id] = premises

    def count(self, organisation_id: UUID) -> int:
        return len(self.all_of(organisation_id))

    def page_of(
        self, organisation_id: UUID, *, after: Place | None, size: int
    ) -> Sequence[Premises]:
        return [
            each
            for each in self.all_of(organisation_id)
            if after is None or (each.added_at, each.premises_id) > (after.at, after.item_id)
        ][:size]

    def all_of(self, organisation_id: UUID) -> Sequence[Premises]:
        found = [
            each
            for each in self.kept.values()
            if each.organisation_id == organisation_id and each.removed_at is None
        ]
        return sorted(found, key=lambda each: (each.added_at, each.premises_id))

    def page(self, *, after: UUID | None, size: int) -> Sequence[Premises]:
        ids = sorted(each for each in self.kept if after is None or each > after)
        return [self.kept[each] for each in ids[:size]]


def an_organisation(**given: Any) -> Organisation:
    """An organisation that was just created, unless said otherwise."""
    made = Organisation.created(uuid4(), name="Corner Cafe", sectors=frozenset({"retail"}), at=NOON)
    return replace(made, **given)


def some_premises(organisation_id: UUID | None = None, **given: Any) -> Premises:
    """Premises that were just added, unless said otherwise."""
    made = Premises.added(
        uuid4(),
        organisation_id or uuid4(),
        details=SHOP,
        whereabouts=Whereabouts(regions=("LON",)),
        at=NOON,
    )
    return replace(made, **given)
