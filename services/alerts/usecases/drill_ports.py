"""What the use cases about private drills need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.audiences import AudienceRow
from kernel.pages import Place
from kernel.principals import Principal
from services.alerts.domain.alert import Alert


class Drills(Protocol):
    """The private drills of one transaction."""

    def hold(self, organisation_id: str) -> None:
        """Let nobody else begin a drill of an organisation until the transaction ends."""
        ...

    def running(self, organisation_id: str) -> Alert | None:
        """Return the drill that an organisation runs now, or None."""
        ...

    def count_since(self, organisation_id: str, at: datetime) -> int:
        """Return how many drills an organisation began since then."""
        ...

    def get(self, organisation_id: str, drill_id: UUID, *, lock: bool = False) -> Alert:
        """Return a drill of an organisation; locked, nobody else changes it meanwhile.

        Raises:
            DrillNotFound: there is none, or it is another organisation's.
        """
        ...

    def real(self) -> Sequence[tuple[AudienceRow, ...]]:
        """Return for whom the serious alerts are that are out and meant, whoever may read them.

        Nothing else is read of them, and none is left out.
        """
        ...

    def people(self, organisation_id: str) -> Sequence[Principal]:
        """Return those of an organisation who may use their account, one of each kind.

        Of a kind are those whom no audience tells apart: nobody is named.
        """
        ...

    def page(self, organisation_id: str, *, after: Place | None, size: int) -> Sequence[Alert]:
        """Return the drills of an organisation, newest first."""
        ...
