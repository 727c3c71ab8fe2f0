"""Sign one's training passport."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.errors import NoCertificate
from services.training.domain.issuer import Issuer
from services.training.domain.passport import (
    LONGEST_CODE,
    Gathered,
    Item,
    Passport,
    claims,
    code,
    gathered,
)
from services.training.domain.withdrawal import none_longer
from services.training.usecases.ports import Credentials, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A passport with its token, and the text of its code.

    `beyond` is what the code has no room for; `left_out` counts that, and courses in another name.
    """

    passport: Passport
    token: str
    code: str
    beyond: tuple[Item, ...]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMyPassport:
    """Sign what of the caller's certificates is good now; nothing is kept."""

    unit_of_work: UnitOfWork
    credentials: Credentials
    issuer: Issuer
    clock: Clock

    def __call__(self, caller: Principal) -> Signed:
        """Return the passport.

        Raises:
            NoCertificate: none of the caller's certificates is good now.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            mine = tx.certificates.of_subject(caller.person)
            mine_now = gathered(none_longer(mine, tx.withdrawals.everything()), now)
            if mine_now is None:
                raise NoCertificate("You have no certificate that is good now.")
            tx.outbox.add(Used(caller=caller, metric="training.passport", at=now))
        return self._fitting(mine_now)

    def _fitting(self, found: Gathered) -> Signed:
        """Sign it, without as many of its last as its code has no room for."""
        token = self.credentials.sign_passport(claims(found.passport, self.issuer))
        text = code(token, self.issuer)
        if len(text.encode()) > LONGEST_CODE and len(found.passport.items) > 1:
            return self._fitting(found.shortened())
        return Signed(
            passport=found.passport,
            token=token,
            code=text,
            beyond=found.beyond,
            left_out=len(found.beyond) + found.otherwise,
        )
