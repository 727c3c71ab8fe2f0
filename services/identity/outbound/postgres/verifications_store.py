"""Cases in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.tiers import Tier
from services.identity.domain.errors import VerificationNotFound, VerificationOpen
from services.identity.domain.verification import Check, CheckKind, Outcome, Verification
from services.identity.outbound.postgres.tables import VERIFICATIONS as CASES


@dataclass(frozen=True, slots=True)
class PostgresVerifications:
    """The cases on one transaction."""

    connection: Connection

    def add(self, verification: Verification) -> None:
        """Insert a case.

        Raises:
            VerificationOpen: the person has an open one.
        """
        added = self.connection.execute(
            insert(CASES)
            .values(_row(verification))
            .on_conflict_do_nothing()
            .returning(CASES.c.verification_id)
        ).first()
        if added is None:
            raise VerificationOpen("Your case is open already.")

    def get(self, verification_id: UUID, *, lock: bool = False) -> Verification:
        """Return a case, its row locked until the transaction ends if asked.

        Raises:
            VerificationNotFound: there is none.
        """
        query = select(CASES).where(CASES.c.verification_id == verification_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise VerificationNotFound("There is no such case.")
        return _verification(row)

    def save(self, verification: Verification) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(CASES)
            .where(
                CASES.c.verification_id == verification.verification_id,
                CASES.c.version == verification.version - 1,
            )
            .values(_row(verification))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The case changed meanwhile: read it again.")

    def open_page(self, *, after: Place | None, size: int) -> Sequence[Verification]:
        """Return open cases, oldest first."""
        query = select(CASES).where(CASES.c.outcome == Outcome.OPEN.name)
        if after is not None:
            query = query.where(
                tuple_(CASES.c.opened_at, CASES.c.verification_id)
                > tuple_(literal(after.at), literal(after.item_id))
            )
        oldest_first = (CASES.c.opened_at, CASES.c.verification_id)
        rows = self.connection.execute(query.order_by(*oldest_first).limit(size))
        return [_verification(row) for row in rows]


def _row(case: Verification) -> dict[str, Any]:
    return {
        "verification_id": case.verification_id,
        "subject": case.subject,
        "tier": case.tier.name,
        "outcome": case.outcome.name,
        "checks": [_check_json(check) for check in case.checks],
        "opened_at": case.opened_at,
        "version": case.version,
        "decided_by": case.decided_by,
        "decided_at": case.decided_at,
        "reason": case.reason,
    }


def _check_json(check: Check) -> dict[str, Any]:
    return {
        "kind": check.kind.value,
        "document_type": check.document_type,
        "strength": check.strength,
        "validity": check.validity,
        "score": check.score,
        "note": check.note,
        "recorded_by": check.recorded_by,
        "recorded_at": check.recorded_at.isoformat(),
    }


def _verification(row: Row[Any]) -> Verification:
    return Verification(
        verification_id=row.verification_id,
        subject=row.subject,
        tier=Tier[row.tier],
        outcome=Outcome[row.outcome],
        checks=tuple(_check(said) for said in row.checks),
        opened_at=row.opened_at,
        version=row.version,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _check(said: dict[str, Any]) -> Check:
    recorded_at = datetime.fromisoformat(said["recorded_at"])
    return Check(**said | {"kind": CheckKind(said["kind"]), "recorded_at": recorded_at})
