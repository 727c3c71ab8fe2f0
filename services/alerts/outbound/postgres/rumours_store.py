"""The rumour board in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.rumour import (
    Quoted,
    Rumour,
    RumourKind,
    RumourNotFound,
    RumourStatus,
)
from services.alerts.domain.threat_change import Hand
from services.alerts.outbound.postgres.rumour_tables import RUMOURS

_R: Final = RUMOURS.c
_HANDS: Final = ("proposed", "published", "dropped", "withdrawn")


@dataclass(frozen=True, slots=True)
class PostgresRumours:
    """The entries on one transaction."""

    connection: Connection

    def add(self, rumour: Rumour) -> None:
        """Insert a new one."""
        self.connection.execute(insert(RUMOURS).values(_row(rumour)))

    def get(self, rumour_id: UUID, *, lock: bool = False) -> Rumour:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            RumourNotFound: there is none.
        """
        query = select(RUMOURS).where(_R.rumour_id == rumour_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise RumourNotFound("There is no such entry.")
        return _rumour(row)

    def save(self, rumour: Rumour) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(RUMOURS)
            .where(_R.rumour_id == rumour.rumour_id, _R.version == rumour.version - 1)
            .values(_row(rumour))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The entry changed meanwhile: read it again.")

    def board(self, *, after: Place | None, size: int) -> Sequence[Rumour]:
        """Return what was ever published, newest first."""
        query = select(RUMOURS).where(_R.published_at.is_not(None))
        if after is not None:
            place = tuple_(literal(after.at), literal(after.item_id))
            query = query.where(tuple_(_R.published_at, _R.rumour_id) < place)
        newest = (_R.published_at.desc(), _R.rumour_id.desc())
        return list(map(_rumour, self.connection.execute(query.order_by(*newest).limit(size))))

    def waiting(self, *, most: int) -> Sequence[Rumour]:
        """Return what waits for a second person, newest first."""
        query = select(RUMOURS).where(_R.status == RumourStatus.PROPOSED.value)
        newest = (_R.proposed_at.desc(), _R.rumour_id.desc())
        return list(map(_rumour, self.connection.execute(query.order_by(*newest).limit(most))))

    def handled_by(self, subject: str) -> Sequence[Rumour]:
        """Return those in which a person had a hand, oldest first."""
        query = select(RUMOURS).where(_handled(subject)).order_by(_R.proposed_at, _R.rumour_id)
        return list(map(_rumour, self.connection.execute(query)))

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        names = [f"{hand}_by" for hand in _HANDS]
        renamed = {name: func.replace(_R[name], subject, pseudonym) for name in names}
        statement = update(RUMOURS).where(_handled(subject)).values(renamed)
        return self.connection.execute(statement).rowcount


def _handled(subject: str) -> Any:
    return or_(*(_R[f"{hand}_by"] == subject for hand in _HANDS))


def _row(rumour: Rumour) -> dict[str, Any]:
    quoted = rumour.quoted
    row: dict[str, Any] = {
        "rumour_id": rumour.rumour_id,
        "version": rumour.version,
        "status": rumour.status.value,
        "kind": quoted.kind.value,
        "quote": quoted.quote,
        "language": quoted.language,
        "source": quoted.source,
        "source_said_at": quoted.source_said_at,
        "authority_reference": quoted.authority_reference,
        "corrects": rumour.corrects,
        "corrected_by": rumour.corrected_by,
        "corrected_at": rumour.corrected_at,
    }
    for name in _HANDS:
        hand: Hand | None = getattr(rumour, name)
        row[f"{name}_by"] = hand.by if hand else None
        row[f"{name}_at"] = hand.at if hand else None
        if name in {"dropped", "withdrawn"}:
            row[f"{name}_why"] = hand.why if hand else None
    return row


def _rumour(row: Row[Any]) -> Rumour:
    return Rumour(
        rumour_id=row.rumour_id,
        version=row.version,
        quoted=Quoted(
            kind=RumourKind(row.kind),
            quote=row.quote,
            language=row.language,
            source=row.source,
            source_said_at=row.source_said_at,
            authority_reference=row.authority_reference,
        ),
        proposed=Hand(by=row.proposed_by, at=row.proposed_at),
        corrects=row.corrects,
        published=_hand(row.published_by, row.published_at),
        dropped=_hand(row.dropped_by, row.dropped_at, row.dropped_why),
        withdrawn=_hand(row.withdrawn_by, row.withdrawn_at, row.withdrawn_why),
        corrected_by=row.corrected_by,
        corrected_at=row.corrected_at,
    )


def _hand(by: str | None, at: Any, why: str | None = "") -> Hand | None:
    return None if by is None else Hand(by=by, at=at, why=why or "")
