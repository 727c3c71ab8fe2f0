"""An invitation to a colleague: whom, to what, by whom, and until when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from services.identity.domain.membership_errors import InvitationNotFound, ResentTooOften

GOOD_FOR: Final = timedelta(days=7)
KEPT_FOR: Final = timedelta(days=30)
"""How long a row stays after its last mail, so that limits and a second press find it."""

MOST_OPEN: Final = 20
MOST_IN_A_DAY: Final = 50
MOST_MAILS: Final = 3
MOST_TO_AN_ADDRESS: Final = 3
"""How many mails a day one address gets of this kind, whoever invites."""

BETWEEN_MAILS: Final = timedelta(hours=1)


class Ending(Enum):
    """How one ended before its time."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One address invited to one organisation. Of the link's token a digest alone is kept.

    Of one that was declined or withdrawn the address goes at once.
    """

    invitation_id: UUID
    organisation_id: UUID
    email: str
    invited_by: str
    token_digest: bytes
    created_at: datetime
    mailed_at: datetime
    mailed: int = 1
    ending: Ending | None = None

    @property
    def expires_at(self) -> datetime:
        """Until when it may be accepted."""
        return self.mailed_at + GOOD_FOR

    def is_open(self, at: datetime) -> bool:
        """Tell whether it may be accepted at a moment."""
        return self.ending is None and at < self.expires_at

    def is_to(self, email: str) -> bool:
        """Tell whether it was sent to a confirmed address, whatever its case."""
        return bool(self.email) and self.email == email.lower()

    def mailed_again(self, token_digest: bytes, at: datetime) -> "Invitation":
        """Have a new link, good for seven days; the one before is good no more.

        Raises:
            InvitationNotFound: it is not open.
            ResentTooOften: the last mail is not an hour old, or there were three.
        """
        self.must_be_open(at)
        if self.mailed >= MOST_MAILS or at < self.mailed_at + BETWEEN_MAILS:
            raise ResentTooOften("It was mailed a short while ago, or three times.")
        return replace(self, token_digest=token_digest, mailed_at=at, mailed=self.mailed + 1)

    def ended(self, how: Ending, at: datetime) -> "Invitation":
        """End it.

        Raises:
            InvitationNotFound: it is not open.
        """
        self.must_be_open(at)
        kept = self.email if how is Ending.ACCEPTED else ""
        return replace(self, ending=how, email=kept)

    def must_be_open(self, at: datetime) -> None:
        """See that it may be accepted.

        Raises:
            InvitationNotFound: it ended, or is too old.
        """
        if not self.is_open(at):
            raise InvitationNotFound("There is no such invitation, or it is good no more.")
