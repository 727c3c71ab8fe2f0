"""What an alert is about and what people are to do, in the words of CAP 1.2."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from chassis.errors import Violation
from services.alerts.domain.cap.terms import Category, ResponseType

MOST_RESPONSES: Final = 4


@dataclass(frozen=True, slots=True)
class Kinds:
    """CAP's category and responseType. Each is in CAP's order, so that equals are equal.

    `responses` may be none: the instruction says it then. AllClear is never one of them: only an
    all-clear says it, which two people give.
    """

    categories: tuple[Category, ...] = (Category.SECURITY,)
    responses: tuple[ResponseType, ...] = ()

    @classmethod
    def of(cls, categories: Iterable[Category], responses: Iterable[ResponseType]) -> "Kinds":
        """Return what was said, in CAP's order; no category means security."""
        said, to_do = set(categories) or {Category.SECURITY}, set(responses)
        return cls(
            tuple(each for each in Category if each in said),
            tuple(each for each in ResponseType if each in to_do),
        )

    def violations(self, place: str = "") -> list[Violation]:
        """Return everything that is wrong with them, by field below a place."""
        field, found = f"{place}response_types", []
        if len(self.responses) > MOST_RESPONSES:
            found.append(Violation(field, f"must be at most {MOST_RESPONSES}"))
        if ResponseType.ALL_CLEAR in self.responses:
            found.append(Violation(field, "must not be AllClear: two people give an all-clear"))
        if ResponseType.NONE in self.responses and len(self.responses) > 1:
            found.append(Violation(field, "must not have None beside another"))
        return found

    def fields(self) -> dict[str, list[str]]:
        """Return both by their names, as CAP writes them."""
        return {
            "categories": [each.value for each in self.categories],
            "response_types": [each.value for each in self.responses],
        }


SECURITY: Final = Kinds()
"""What an alert is about that says nothing else: as every one was before there was a choice."""


def kinds_of(fields: dict[str, list[str]]) -> Kinds:
    """Return what was kept by `fields`; security where nothing was."""
    return Kinds.of(
        map(Category, fields.get("categories", ())),
        map(ResponseType, fields.get("response_types", ())),
    )
