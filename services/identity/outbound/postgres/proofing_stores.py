"""How long tiers last, and what providers are asked, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert

from kernel.tiers import Tier
from services.identity.domain.check import CheckKind
from services.identity.domain.ending import WARNED_DAYS
from services.identity.domain.provider_check import ProviderCheck, ProviderCheckState
from services.identity.domain.tier_term import TierTerm
from services.identity.outbound.postgres.proofing_tables import PROVIDER_CHECKS, TIER_TERMS

_TERM = TIER_TERMS.c
_ASKED = PROVIDER_CHECKS.c


@dataclass(frozen=True, slots=True)
class PostgresTierTerms:
    """The terms on one transaction."""

    connection: Connection

    def find(self, subject: str) -> TierTerm | None:
        """Return a person's term, or None."""
        query = select(TIER_TERMS).where(_TERM.subject == subject)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _term(row)

    def save(self, term: TierTerm) -> None:
        """Keep a person's term, in the place of what was there."""
        values = {
            "subject": term.subject,
            "tier": term.tier.name,
            "began": term.began,
            "until": term.until,
            "warned": term.warned,
        }
        kept = insert(TIER_TERMS).values(values)
        self.connection.execute(kept.on_conflict_do_update(index_elements=["subject"], set_=values))

    def remove(self, subject: str) -> None:
        """Forget a person's term."""
        self.connection.execute(delete(TIER_TERMS).where(_TERM.subject == subject))

    def due(self, at: datetime, *, most: int) -> Sequence[TierTerm]:
        """Return terms that are over, or of which a warning is due, soonest first."""
        warnings = (
            and_(
                _TERM.until <= at + timedelta(days=days),
                or_(_TERM.warned.is_(None), _TERM.warned > days),
            )
            for days in WARNED_DAYS
        )
        query = select(TIER_TERMS).where(or_(_TERM.until <= at, *warnings))
        query = query.order_by(_TERM.until, _TERM.subject).limit(most)
        return [_term(row) for row in self.connection.execute(query)]


def _term(row: Row[Any]) -> TierTerm:
    return TierTerm(
        subject=row.subject,
        tier=Tier[row.tier],
        began=row.began,
        until=row.until,
        warned=row.warned,
    )


@dataclass(frozen=True, slots=True)
class PostgresProviderChecks:
    """The questions on one transaction."""

    connection: Connection

    def add(self, check: ProviderCheck) -> None:
        """Insert a question."""
        self.connection.execute(plain_insert(PROVIDER_CHECKS).values(_question_row(check)))

    def claim(self, now: datetime) -> ProviderCheck | None:
        """Return the oldest question that is due, locked, leaving those that others hold."""
        waiting = _ASKED.state == ProviderCheckState.WAITING.name
        query = select(PROVIDER_CHECKS).where(waiting, _ASKED.due_at <= now)
        query = query.order_by(_ASKED.due_at, _ASKED.provider_check_id).limit(1)
        row = self.connection.execute(query.with_for_update(skip_locked=True)).one_or_none()
        return None if row is None else _question(row)

    def save(self, check: ProviderCheck) -> None:
        """Keep how a question goes on."""
        self.connection.execute(
            update(PROVIDER_CHECKS)
            .where(_ASKED.provider_check_id == check.provider_check_id)
            .values(_question_row(check))
        )

    def of_case(self, verification_id: UUID) -> Sequence[ProviderCheck]:
        """Return the questions of a case, oldest first."""
        query = select(PROVIDER_CHECKS).where(_ASKED.verification_id == verification_id)
        rows = self.connection.execute(query.order_by(_ASKED.asked_at, _ASKED.provider_check_id))
        return [_question(row) for row in rows]


def _question_row(check: ProviderCheck) -> dict[str, Any]:
    return {
        "provider_check_id": check.provider_check_id,
        "verification_id": check.verification_id,
        "subject": check.subject,
        "kind": check.kind.name,
        "document_type": check.document_type,
        "issuer": check.issuer,
        "document_number": check.document_number,
        "number_digest": check.number_digest,
        "asked_by": check.asked_by,
        "asked_at": check.asked_at,
        "state": check.state.name,
        "tries": check.tries,
        "due_at": check.due_at,
    }


def _question(row: Row[Any]) -> ProviderCheck:
    return ProviderCheck(
        provider_check_id=row.provider_check_id,
        verification_id=row.verification_id,
        subject=row.subject,
        kind=CheckKind[row.kind],
        document_type=row.document_type,
        issuer=row.issuer,
        document_number=row.document_number,
        number_digest=row.number_digest,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        state=ProviderCheckState[row.state],
        tries=row.tries,
        due_at=row.due_at,
    )
