"""Searches that found nothing, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from services.content.domain.gap import LEAST_CALLERS, MOST_GAPS, MOST_SIGHTINGS, Gap
from services.content.outbound.postgres.finding_tables import GAP_SIGHTINGS, GAP_TEXTS

_S: Final = GAP_SIGHTINGS.c
_T: Final = GAP_TEXTS.c


@dataclass(frozen=True, slots=True)
class PostgresGaps:
    """The gaps on one transaction."""

    connection: Connection

    def sighted(self, text: str, *, digest: bytes, bucket: int, on: date) -> None:
        """Note that a caller looked for a text; keep the text if they are the third."""
        today = select(func.count()).select_from(GAP_SIGHTINGS).where(_S.sighted_on == on)
        if self.connection.execute(today).scalar_one() >= MOST_SIGHTINGS:
            return
        row = {"digest": digest, "sighted_on": on, "bucket": bucket}
        self.connection.execute(insert(GAP_SIGHTINGS).values(row).on_conflict_do_nothing())
        callers = select(func.count()).select_from(GAP_SIGHTINGS).where(_S.digest == digest)
        if self.connection.execute(callers).scalar_one() >= LEAST_CALLERS:
            kept = insert(GAP_TEXTS).values(digest=digest, text=text)
            self.connection.execute(kept.on_conflict_do_nothing())

    def listed(self, since: date) -> Sequence[Gap]:
        """Return the texts that enough callers looked for since then, most wanted first."""
        times, last_on = func.count().label("times"), func.max(_S.sighted_on).label("last_on")
        query = (
            select(_T.text, times, last_on)
            .join(GAP_SIGHTINGS, _S.digest == _T.digest)
            .where(_S.sighted_on >= since)
            .group_by(_T.text)
            .having(func.count() >= LEAST_CALLERS)
            .order_by(times.desc(), _T.text)
            .limit(MOST_GAPS)
        )
        return [Gap(text, count, last) for text, count, last in self.connection.execute(query)]

    def forget(self, before: date) -> int:
        """Delete what is older, and texts that too few look for since; return how many rows."""
        old = self.connection.execute(delete(GAP_SIGHTINGS).where(_S.sighted_on < before))
        still = select(_S.digest).group_by(_S.digest).having(func.count() >= LEAST_CALLERS)
        texts = self.connection.execute(delete(GAP_TEXTS).where(_T.digest.not_in(still)))
        return old.rowcount + texts.rowcount
