"""Somebody asks to read one document for a time; its owner says so, or not."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, StaleVersion, Violation
from kernel.access import may_read
from kernel.grants import ReadGrant, within_reach
from kernel.markings import Marking
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.access_errors import AccessOutOfReach, AccessRequestClosed
from services.content.domain.document import EDITING, Document, Status

LONGEST_REASON: Final = 1000
DEFAULT_DAYS: Final = 14
MOST_DAYS: Final = 90
MOST_A_DAY: Final = 10
"""Requests of one person within 24 hours."""

WAITS: Final = timedelta(days=30)
"""How long a request waits: whoever still wants it asks again."""

AGAIN_AFTER: Final = timedelta(days=7)
"""After a refusal, before the same person asks for the same document again."""

KEPT: Final = timedelta(days=365)
"""How long a request is kept after it is over: long enough to ask why somebody read something."""


class AccessStatus(Enum):
    """Where a request is."""

    WAITING = "WAITING"
    PROPOSED = "PROPOSED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    GIVEN_UP = "GIVEN_UP"
    LAPSED = "LAPSED"
    REVOKED = "REVOKED"
    ENDED = "ENDED"


TRANSITIONS: Final = {
    AccessStatus.WAITING: {
        *(AccessStatus.PROPOSED, AccessStatus.GRANTED, AccessStatus.REFUSED),
        *(AccessStatus.GIVEN_UP, AccessStatus.LAPSED),
    },
    AccessStatus.PROPOSED: {
        *(AccessStatus.GRANTED, AccessStatus.REFUSED),
        *(AccessStatus.GIVEN_UP, AccessStatus.LAPSED),
    },
    AccessStatus.GRANTED: {AccessStatus.GIVEN_UP, AccessStatus.REVOKED, AccessStatus.ENDED},
}
"""What may become of a request; the others are over."""

UNDECIDED: Final = frozenset({AccessStatus.WAITING, AccessStatus.PROPOSED})
OPEN: Final = frozenset(TRANSITIONS)


class Why(Enum):
    """Why a request or a grant ended without anybody's word."""

    TIME = "TIME"
    PERSON = "PERSON"
    MARKING = "MARKING"
    WITHDRAWN = "WITHDRAWN"


def needs_two(marking: Marking) -> bool:
    """Tell whether a second person must agree: to the highest tier, or into a closed group's."""
    return marking.minimum_tier is Tier.TRUSTED or bool(marking.closed_group)


def text_said(field: str, text: str) -> str:
    """Return a reason as it is kept.

    Raises:
        Invalid: it says nothing, is too long, or is no text.
    """
    said = text.replace("\r\n", "\n").strip()
    if not 1 <= len(said) <= LONGEST_REASON or not said.replace("\n", " ").isprintable():
        what = f"must have 1 to {LONGEST_REASON} characters, none of them for control"
        raise Invalid(Violation(field, what))
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A grant, and what stood when it was given: the document's version, the reader's rights."""

    grant: ReadGrant
    document_version: int
    rights_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """A request, and what came of it.

    `original_id` is the document that this one translates, or itself: a grant holds for the
    translations too. `days` is for how long it is, or would be, granted; `because` is what the
    requester is told.
    """

    request_id: UUID
    version: int
    document_id: UUID
    original_id: UUID
    subject: str
    reason: str
    status: AccessStatus
    asked_at: datetime
    changed_at: datetime
    days: int | None = None
    because: str = ""
    decided_by: str | None = None
    confirmed_by: str | None = None
    given: Given | None = None
    why: Why | None = None

    @classmethod
    def asked(
        cls, request_id: UUID, document: Document, *, by: str, reason: str, at: datetime
    ) -> "AccessRequest":
        """Return a new request.

        Raises:
            Invalid: no reason is said, or it is too long.
        """
        return cls(
            request_id=request_id,
            version=1,
            document_id=document.document_id,
            original_id=document.content.translation_of or document.document_id,
            subject=by,
            reason=text_said("reason", reason),
            status=AccessStatus.WAITING,
            asked_at=at,
            changed_at=at,
        )

    def must_be(self, expected: int) -> None:
        """See that the caller read what stands.

        Raises:
            StaleVersion: it changed since.
        """
        if self.version != expected:
            raise StaleVersion("The request changed since you read it: read it again.")

    def agreed(
        self,
        *,
        by: str,
        days: int,
        because: str,
        at: datetime,
        reader: Principal | None,
        document: Document,
        first: Principal | None = None,
    ) -> "AccessRequest":
        """Return it granted, or proposed where a second person must agree.

        That second person agrees to what the first said: `days` and `because` of theirs count no
        more. Where the `first` may not say so any more, what they proposed is proposed by the
        second, and waits for a third.

        Raises:
            Invalid: the days are none that may be given, or nothing is said of why.
            AccessOutOfReach: no grant would let the requester read it by now.
            AccessRequestClosed: it is decided, or over.
        """
        marking = document.content.marking
        if reader is None or not within_reach(reader, marking):
            raise AccessOutOfReach("No grant would let them read it, as they and it stand now.")
        if self.status is AccessStatus.PROPOSED:
            if first is None or not (first.may(EDITING) and may_read(first, marking)):
                return replace(self, version=self.version + 1, changed_at=at, decided_by=by)
            return self._granted(self.days or DEFAULT_DAYS, at, reader, document, confirmed_by=by)
        if not 1 <= days <= MOST_DAYS:
            raise Invalid(Violation("days", f"must be 1 to {MOST_DAYS}"))
        said = text_said("because", because)
        if needs_two(marking):
            agreed = self._moved(AccessStatus.PROPOSED, at)
        else:
            agreed = self._granted(days, at, reader, document)
        return replace(agreed, days=days, because=said, decided_by=by)

    def _granted(
        self,
        days: int,
        at: datetime,
        reader: Principal,
        document: Document,
        *,
        confirmed_by: str | None = None,
    ) -> "AccessRequest":
        grant = ReadGrant(
            subject=self.subject,
            tier=reader.tier,
            marking=document.content.marking,
            given_at=at,
            ends_at=at + timedelta(days=days),
        )
        given = Given(
            grant=grant, document_version=document.version, rights_version=reader.rights_version
        )
        moved = self._moved(AccessStatus.GRANTED, at)
        return replace(moved, given=given, confirmed_by=confirmed_by)

    def refused(self, *, by: str, because: str, at: datetime) -> "AccessRequest":
        """Return it refused, with what the requester is told.

        Raises:
            Invalid: nothing is said of why.
            AccessRequestClosed: it is decided, or over.
        """
        said = text_said("because", because)
        return replace(self._moved(AccessStatus.REFUSED, at), because=said, decided_by=by)

    def revoked(self, *, by: str, because: str, at: datetime) -> "AccessRequest":
        """Return a grant taken back: from this moment it lets nobody read.

        Raises:
            Invalid: nothing is said of why.
            AccessRequestClosed: there is none in force.
        """
        said = text_said("because", because)
        return replace(self._moved(AccessStatus.REVOKED, at), because=said, decided_by=by)

    def given_up(self, at: datetime) -> "AccessRequest":
        """Return it as the requester wants it no more.

        Raises:
            AccessRequestClosed: it is over.
        """
        return self._moved(AccessStatus.GIVEN_UP, at)

    def over(self, why: Why, at: datetime) -> "AccessRequest":
        """Return it ended by no word of anybody's: a grant ends, what waits lapses."""
        granted = self.status is AccessStatus.GRANTED
        to = AccessStatus.ENDED if granted else AccessStatus.LAPSED
        return replace(self._moved(to, at), why=why)

    @property
    def grant(self) -> ReadGrant | None:
        """The grant, as long as it stands; whether its time has come or gone it says itself."""
        stands = self.status is AccessStatus.GRANTED and self.given is not None
        return self.given.grant if stands and self.given else None

    def in_force(self, at: datetime) -> bool:
        """Tell whether it is granted, and its time not over."""
        return self.grant is not None and at < self.grant.ends_at

    def due(self, at: datetime) -> bool:
        """Tell whether its time is over."""
        if self.grant is not None:
            return at >= self.grant.ends_at
        return self.status in UNDECIDED and at >= self.asked_at + WAITS

    def ended_by(self, document: Document) -> Why | None:
        """Tell why a version of its document ends it, or None."""
        if document.status is Status.WITHDRAWN:
            return Why.WITHDRAWN
        if self.grant is not None and not self.grant.covers(document.content.marking):
            return Why.MARKING
        return None

    def ended_by_rights(self, tier: Tier, rights_version: int, *, active: bool) -> bool:
        """Tell whether the reader's rights, as they became, end a grant or what waits."""
        if self.given is None:
            return not active
        if rights_version < self.given.rights_version:
            return False
        return not active or tier < self.given.grant.tier

    def _moved(self, to: AccessStatus, at: datetime) -> "AccessRequest":
        if to not in TRANSITIONS.get(self.status, set()):
            raise AccessRequestClosed(f"It is {self.status.name}: it cannot become {to.name}.")
        return replace(self, version=self.version + 1, status=to, changed_at=at)


def decides(
    request: AccessRequest, document: Document, editor: Principal, *, owner_there: bool
) -> bool:
    """Tell whether an editor may say yes or no to a request, or take back what was granted.

    The owner does; where the owner's account is gone or edits no more, any editor who may read the
    document by its marking. To a proposal a second such person agrees, whoever owns it. Nobody
    decides about their own request.
    """
    if editor.subject == request.subject or not may_read(editor, document.content.marking):
        return False
    if request.status is AccessStatus.PROPOSED:
        return editor.subject != request.decided_by
    return editor.subject == document.upkeep.owner or not owner_there
