"""The ledger of consent in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chassis.errors import StaleVersion
from services.identity.domain.agreement import AgreementEntry


@dataclass
class MemoryAgreements:
    """Lines in a list."""

    kept: list[AgreementEntry] = field(default_factory=list)

    def add(self, entry: AgreementEntry) -> None:
        if any((e.subject, e.number) == (entry.subject, entry.number) for e in self.kept):
            raise StaleVersion("Consent changed meanwhile: read it again.")
        self.kept.append(entry)

    def of(self, subject: str) -> Sequence[AgreementEntry]:
        return sorted((e for e in self.kept if e.subject == subject), key=lambda e: e.number)

    def by_token(self, token: str) -> AgreementEntry | None:
        return next((e for e in self.kept if e.stop_token == token), None)

    def people(self, *, after: str, size: int) -> Sequence[str]:
        return sorted({e.subject for e in self.kept if e.subject > after})[:size]
