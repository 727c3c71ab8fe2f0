"""Cases in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, cast, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.tiers import Tier
from services.identity.domain.check import Check
from services.identity.domain.errors import VerificationNotFound, VerificationOpen
from services.identity.domain.refusal import RefusalReason
from services.identity.domain.verification import Appeal, Sponsorship, Verification
from services.identity.domain.verification_lifecycle import WAITING, Outcome
from services.identity.outbound.postgres.proofing_tables import PROVIDER_CHECKS
from services.identity.outbound.postgres.tables import VERIFICATIONS as CASES
from services.identity.usecases.verification_ports import SeenDocument

_WAITING: Final = sorted(each.name for each in WAITING)


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

    def newest_of(self, subject: str, *, lock: bool = False) -> Verification | None:
        """Return a person's newest case, its row locked if asked."""
        query = select(CASES).where(CASES.c.subject == subject)
        query = query.order_by(CASES.c.opened_at.desc()).limit(1)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else _verification(row)

    def open_page(self, *, after: Place | None, size: int) -> Sequence[Verification]:
        """Return cases that wait for officers, oldest first."""
        query = select(CASES).where(CASES.c.outcome.in_(_WAITING))
        if after is not None:
            query = query.where(
                tuple_(CASES.c.opened_at, CASES.c.verification_id)
                > tuple_(literal(after.at), literal(after.item_id))
            )
        oldest_first = (CASES.c.opened_at, CASES.c.verification_id)
        rows = self.connection.execute(query.order_by(*oldest_first).limit(size))
        return [_verification(row) for row in rows]

    def decided_before(self, at: datetime, *, most: int) -> Sequence[UUID]:
        """Return the ids of cases that were decided, or withdrawn, before then, oldest first."""
        over = select(CASES.c.verification_id).where(
            CASES.c.decided_at < at, CASES.c.outcome.not_in(_WAITING)
        )
        rows = self.connection.execute(over.order_by(CASES.c.decided_at).limit(most))
        return list(rows.scalars())

    def forget(self, verification_id: UUID) -> None:
        """Delete a case and what providers were asked about it."""
        for table in (PROVIDER_CHECKS, CASES):
            self.connection.execute(delete(table).where(table.c.verification_id == verification_id))

    def claims_of(self, officer: str, at: datetime) -> int:
        """Return on how many cases an officer works."""
        held = select(func.count()).where(
            CASES.c.outcome.in_(_WAITING),
            CASES.c.claimed_by == officer,
            CASES.c.claimed_until > at,
        )
        return self.connection.scalar(held) or 0

    def showing(
        self, number_digests: Collection[str], *, without: str, most: int
    ) -> Sequence[SeenDocument]:
        """Return where these documents were shown by others, oldest first."""
        if not number_digests:
            return []
        shown = or_(
            *(
                CASES.c.checks.op("@>")(cast([{"number_digest": each}], JSONB))
                for each in sorted(number_digests)
            )
        )
        query = select(CASES).where(shown, CASES.c.subject != without)
        rows = self.connection.execute(query.order_by(CASES.c.opened_at).limit(most))
        return [
            SeenDocument(
                verification_id=case.verification_id,
                document_type=check.document_type,
                recorded_at=check.recorded_at,
            )
            for case in map(_verification, rows)
            for check in case.checks
            if check.number_digest in number_digests
        ][:most]


def _row(case: Verification) -> dict[str, Any]:
    vouched, appeal = case.sponsorship, case.appeal
    return {
        "verification_id": case.verification_id,
        "subject": case.subject,
        "tier": case.tier.name,
        "outcome": case.outcome.name,
        "checks": [check.said for check in case.checks],
        "opened_at": case.opened_at,
        "version": case.version,
        "decided_by": case.decided_by,
        "decided_at": case.decided_at,
        "reason": case.reason,
        "claimed_by": case.claimed_by,
        "claimed_until": case.claimed_until,
        "sponsored_by": vouched.by if vouched else None,
        "sponsored_at": vouched.at if vouched else None,
        "sponsor_statement": vouched.statement if vouched else "",
        "proposed_by": case.proposed_by,
        "refusal_reasons": sorted(each.name for each in case.refusal_reasons),
        "refused_by": appeal.refused_by if appeal else None,
        "appealed_at": appeal.at if appeal else None,
        "appeal_grounds": appeal.grounds if appeal else "",
    }


def _verification(row: Row[Any]) -> Verification:
    return Verification(
        verification_id=row.verification_id,
        subject=row.subject,
        tier=Tier[row.tier],
        outcome=Outcome[row.outcome],
        checks=tuple(Check.of(said) for said in row.checks),
        opened_at=row.opened_at,
        version=row.version,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        claimed_by=row.claimed_by,
        claimed_until=row.claimed_until,
        sponsorship=Sponsorship(
            by=row.sponsored_by, at=row.sponsored_at, statement=row.sponsor_statement
        )
        if row.sponsored_at
        else None,
        proposed_by=row.proposed_by,
        refusal_reasons=frozenset(RefusalReason[each] for each in row.refusal_reasons),
        appeal=Appeal(refused_by=row.refused_by, at=row.appealed_at, grounds=row.appeal_grounds)
        if row.appealed_at
        else None,
    )
