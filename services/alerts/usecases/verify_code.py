"""Say what a code stands for, to anyone."""

from dataclasses import dataclass

from services.alerts.domain.alert import Alert
from services.alerts.domain.errors import CodeUnknown
from services.alerts.domain.issued_message import IssuedMessage, code_from
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Verified:
    """What a code stands for: the message as it went out, and the alert as it stands."""

    message: IssuedMessage
    alert: Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyCode:
    """Return what was issued under a code; whoever has it may know no more than that of it."""

    unit_of_work: UnitOfWork

    def __call__(self, *, said: str) -> Verified:
        """Return it. A code that can be none is looked for all the same: it takes as long.

        Raises:
            CodeUnknown: it is not ours.
        """
        with self.unit_of_work() as tx:
            found = tx.messages.by_code(code_from(said) or "")
        if found is None:
            raise CodeUnknown("We have issued no message with this code.")
        return Verified(*found)
