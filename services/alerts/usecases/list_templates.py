"""Read the templates, and the places about which they may be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.principals import Principal
from services.alerts.domain.places import GAZETTEER, Place
from services.alerts.domain.template import Template
from services.alerts.usecases.ports import UnitOfWork

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTemplates:
    """Return every template that is not retired, and the gazetteer."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> tuple[Sequence[Template], Sequence[Place]]:
        """Return at most a hundred templates, the latest first, and the places by their names."""
        del caller  # the access rule says who may ask
        with self.unit_of_work() as tx:
            templates = tx.templates.standing(most=MOST)
        return templates, sorted(GAZETTEER.values(), key=lambda place: place.name)
