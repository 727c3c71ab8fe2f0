"""What a link to a file grants, and to whom: it is no right, only where to ask for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

LINK_LIVES: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One person's link to one version of an attachment; `subject` is empty for anybody.

    `rights_version` is that of the person's rights when the link was made.
    """

    attachment_id: UUID
    version: int
    subject: str
    rights_version: int
    issued_at: datetime

    @property
    def expires_at(self) -> datetime:
        """When it ends."""
        return self.issued_at + LINK_LIVES
