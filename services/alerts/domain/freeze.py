"""A freeze: two people stop all issuing, as when a staff account is in wrong hands."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.alerts.domain.errors import IllegalTransition, SelfApproval


class FreezeStatus(Enum):
    """Where a freeze stands. Nothing is issued from FROZEN on, until it is lifted."""

    PROPOSED = "PROPOSED"
    FROZEN = "FROZEN"
    LIFT_PROPOSED = "LIFT_PROPOSED"
    LIFTED = "LIFTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What one person said, and when. `why` is empty for who only agreed."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """One stop of all issuing, from the first person's word to the end of it."""

    freeze_id: UUID
    version: int
    proposed: Word
    confirmed: Word | None = None
    lift_proposed: Word | None = None
    lifted: Word | None = None

    @classmethod
    def begun(cls, freeze_id: UUID, *, by: str, why: str, at: datetime) -> "Freeze":
        """Return the first person's word; it stops nothing yet."""
        return cls(freeze_id=freeze_id, version=1, proposed=Word(by=by, at=at, why=why))

    @property
    def status(self) -> FreezeStatus:
        """Where it stands."""
        if self.lifted is not None:
            return FreezeStatus.LIFTED
        if self.lift_proposed is not None:
            return FreezeStatus.LIFT_PROPOSED
        return FreezeStatus.FROZEN if self.confirmed is not None else FreezeStatus.PROPOSED

    @property
    def stops(self) -> bool:
        """Whether nothing may be issued: also while one person alone wants to lift it."""
        return self.status in {FreezeStatus.FROZEN, FreezeStatus.LIFT_PROPOSED}

    @property
    def last(self) -> Word:
        """The latest word."""
        return self.lifted or self.lift_proposed or self.confirmed or self.proposed

    @property
    def people(self) -> frozenset[str]:
        """Everyone who said a word."""
        words = (self.proposed, self.confirmed, self.lift_proposed, self.lifted)
        return frozenset(word.by for word in words if word is not None)

    def confirm(self, *, by: str, at: datetime) -> "Freeze":
        """Stop all issuing on a second person's word.

        Raises:
            IllegalTransition: it is not proposed, or no longer.
            SelfApproval: `by` proposed it.
        """
        self._see_that_it_is(FreezeStatus.PROPOSED)
        _see_that_another_agrees(self.proposed, by)
        return replace(self, confirmed=Word(by=by, at=at), version=self.version + 1)

    def propose_lift(self, *, by: str, why: str, at: datetime) -> "Freeze":
        """Take one person's word that issuing may go on; it is still stopped.

        Raises:
            IllegalTransition: nothing is stopped, or somebody proposed that already.
        """
        self._see_that_it_is(FreezeStatus.FROZEN)
        return replace(self, lift_proposed=Word(by=by, at=at, why=why), version=self.version + 1)

    def lift(self, *, by: str, at: datetime) -> "Freeze":
        """Let issuing go on, on a second person's word.

        Raises:
            IllegalTransition: nobody proposed that.
            SelfApproval: `by` proposed it.
        """
        self._see_that_it_is(FreezeStatus.LIFT_PROPOSED)
        if self.lift_proposed is not None:
            _see_that_another_agrees(self.lift_proposed, by)
        return replace(self, lifted=Word(by=by, at=at), version=self.version + 1)

    def _see_that_it_is(self, status: FreezeStatus) -> None:
        if self.status is not status:
            here, needed = (each.value.lower().replace("_", " ") for each in (self.status, status))
            raise IllegalTransition(f"The freeze is {here}, not {needed}.")


def _see_that_another_agrees(first: Word, by: str) -> None:
    if first.by == by:
        raise SelfApproval("Somebody else must agree.")
