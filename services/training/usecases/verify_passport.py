"""Check a training passport."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from kernel.ports import Clock
from services.training.domain.errors import CertificateNotFound
from services.training.domain.passport import (
    ItemStanding,
    Passport,
    Standing,
    item_standing,
    judged,
    token_in,
)
from services.training.domain.withdrawal import good_until
from services.training.usecases.ports import Credentials, Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPassport:
    """Tell anyone how a passport stands, and by the record how each certificate in it does."""

    unit_of_work: UnitOfWork
    credentials: Credentials
    clock: Clock

    def __call__(
        self, *, token: str
    ) -> tuple[Standing, Passport | None, Mapping[UUID, ItemStanding]]:
        """Return what was found; a bad one is no error."""
        now = self.clock.now()
        standing, passport = judged(self.credentials.open(token_in(token)), now)
        if passport is None:
            return standing, None, {}
        with self.unit_of_work() as tx:
            found = {
                each.certificate_id: _standing(tx, each.certificate_id, self.clock)
                for each in passport.items
            }
        return standing, passport, found


def _standing(tx: Stores, certificate_id: UUID, clock: Clock) -> ItemStanding:
    try:
        kept = tx.certificates.get(certificate_id)
    except CertificateNotFound:
        return item_standing(None, clock.now())
    withdrawal = tx.withdrawals.of(kept.course_id, kept.course_version)
    return item_standing(replace(kept, valid_until=good_until(kept, withdrawal)), clock.now())
