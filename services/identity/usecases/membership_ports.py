"""What the use cases about who belongs to an organisation need."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.invitation import Invitation
from services.identity.domain.organisation import Organisation
from services.identity.domain.subscriber import Subscriber


class Members(Protocol):
    """Who belongs to organisations, on one transaction."""

    def page(
        self, organisation_id: UUID, *, after: Place | None, size: int
    ) -> Sequence[Subscriber]:
        """Return those of one, who had an account first before the others, at most `size`."""
        ...

    def admins(self, organisation_id: UUID, *, suspended_too: bool = False) -> Sequence[str]:
        """Return the admins of one who may use their account, or are suspended too, by subject."""
        ...

    def unled(self, *, after: Place | None, size: int) -> Sequence[tuple[Organisation, int]]:
        """Return open organisations that nobody runs, oldest first, with how many belong to each.

        Of those who belong there some may use their account, and none of them is admin; one to
        which a single person belongs is theirs to run.
        """
        ...

    def with_emails(self, organisation_id: UUID, emails: Sequence[str]) -> Mapping[str, str]:
        """Return who belongs to it by these addresses in lower case, whatever their case there."""
        ...

    def eldest(self, organisation_id: UUID, *, without: str) -> Subscriber | None:
        """Return who has had an account in use for longest, locked, leaving one out; or None.

        Those that others hold are passed over.
        """
        ...

    def renamed(self, organisation_id: UUID, name: str) -> None:
        """Say the organisation's new name in the record of each who belongs to it.

        Nobody's rights change by it, and so no version. They are locked in the order of subjects.
        """
        ...


class Invitations(Protocol):
    """The invitations of one transaction."""

    def add(self, invitation: Invitation) -> None:
        """Keep a new one."""
        ...

    def save(self, invitation: Invitation) -> None:
        """Keep what became of one that this transaction holds locked."""
        ...

    def get(self, invitation_id: UUID, *, lock: bool = False) -> Invitation | None:
        """Return one, open or not, locked if asked, or None; its organisation is locked before."""
        ...

    def with_token(self, token_digest: bytes, *, lock: bool = False) -> Invitation | None:
        """Return the one that a link names, open or not, locked if asked, or None."""
        ...

    def open_of(self, organisation_id: UUID, at: datetime) -> Sequence[Invitation]:
        """Return the open ones of an organisation, oldest first."""
        ...

    def open_to(self, email: str, at: datetime, *, most: int) -> Sequence[Invitation]:
        """Return some open ones to an address, whatever its case, oldest first."""
        ...

    def count_since(self, organisation_id: UUID, since: datetime) -> int:
        """Return how many an organisation made since then, whatever became of them."""
        ...

    def withdraw_by(self, subject: str) -> int:
        """Withdraw the open ones that somebody made; return how many."""
        ...

    def withdraw_of(self, organisation_id: UUID) -> int:
        """Withdraw the open ones of an organisation; return how many."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete those last mailed before then, whatever became of them; return how many."""
        ...
