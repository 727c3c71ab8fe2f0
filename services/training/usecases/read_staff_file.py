"""Read whom a file of staff names."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.staff import managed_by
from services.training.domain.staff_file import read_staff_file


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStaffFile:
    """Return the addresses in a file, for identity to say who of the organisation they are."""

    clock: Clock

    def __call__(self, caller: Principal, *, file: bytes) -> Sequence[str]:
        """Return them, each once.

        Raises:
            NotTrainingManager: the caller is neither admin nor security lead of an organisation.
            Invalid: the file as a whole cannot be read.
        """
        managed_by(caller)
        return read_staff_file(file, self.clock.now().date()).emails
