"""Note a search that found nothing."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from chassis.errors import Unavailable
from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.gap import BUCKETS, gap_text, is_noted
from services.content.domain.search import Query
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGap:
    """Count it without a person. `failed` is told why that could not be: the search goes on."""

    unit_of_work: UnitOfWork
    clock: Clock
    key: bytes = field(repr=False)
    failed: Callable[[str], None]

    def __call__(self, caller: Principal, query: Query) -> None:
        """Note the text, if it is one that may be noted."""
        text = gap_text(query.text)
        if not text or not is_noted(caller):
            return
        today = self.clock.now().date()
        digest = hmac.digest(self.key, f"text:{text}".encode(), "sha256")
        whose = f"caller:{today}:{text}:{caller.subject or ''}".encode()
        bucket = int.from_bytes(hmac.digest(self.key, whose, "sha256")[:4], "big") % BUCKETS
        try:
            with self.unit_of_work() as tx:
                tx.gaps.sighted(text, digest=digest, bucket=bucket, on=today)
        except Unavailable as error:
            self.failed(error.reason)
