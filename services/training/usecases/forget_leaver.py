"""Forget what an organisation asked and recorded of somebody who left it."""

from dataclasses import dataclass

from services.training.usecases.staff_ports import Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetLeaver:
    """Do it in the transaction that takes in where somebody belongs now."""

    staff: Staff

    def __call__(self, *, subject: str, belongs_to: str | None) -> int:
        """Return how many rows went; what their present organisation said stays."""
        return self.staff.part(subject, keeping=belongs_to)
