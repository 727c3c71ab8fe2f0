"""An alert's life: who may move it where, and never by one person's mistake."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.access import may_read
from kernel.digests import Digest, digest_of
from kernel.principals import Principal
from services.alerts.domain.content import AlertContent
from services.alerts.domain.errors import (
    AlertOutOfDate,
    IllegalTransition,
    SelfApproval,
    VersionChanged,
)


class Status(Enum):
    """Where an alert stands in its life."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    DISCARDED = "DISCARDED"
    ISSUED = "ISSUED"
    WITHDRAWN = "WITHDRAWN"
    ALL_CLEAR = "ALL_CLEAR"
    EXPIRED = "EXPIRED"


TRANSITIONS: Final[dict[Status, frozenset[Status]]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.DISCARDED}),
    Status.SUBMITTED: frozenset({Status.ISSUED, Status.RETURNED, Status.DISCARDED}),
    Status.RETURNED: frozenset({Status.SUBMITTED, Status.DISCARDED}),
    Status.ISSUED: frozenset({Status.WITHDRAWN, Status.ALL_CLEAR, Status.EXPIRED}),
    Status.DISCARDED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.ALL_CLEAR: frozenset(),
    Status.EXPIRED: frozenset(),
}
"""The whole lifecycle. What is not here is refused."""

PUBLISHED: Final = frozenset({Status.ISSUED, Status.WITHDRAWN, Status.ALL_CLEAR, Status.EXPIRED})
"""The statuses in which others than staff may read an alert."""

STAFF: Final = frozenset({"alerts:draft", "alerts:approve"})
"""Any of these permissions lets a person see alerts that were not issued."""

WITHDRAWN_TEXT: Final = (
    "This alert was issued in error. Please disregard it. In an emergency call 999."
)
EXPIRED_TEXT: Final = (
    "This alert is no longer current. This does not mean that it is safe. In an emergency call 999."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllClearProposal:
    """One person's word that an alert may end as all clear."""

    text: str
    authority_reference: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an alert ended. `text` is what recipients read; `why` and `by` are for the record.

    `by` is None when the clock ended it.
    """

    text: str
    ended_at: datetime
    by: str | None
    why: str = ""
    authority_reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message to an audience, from its first draft to its end.

    `hands` is everyone who wrote, edited, translated or submitted any of this version.
    """

    alert_id: UUID
    status: Status
    content: AlertContent
    hands: frozenset[str]
    version: int
    created_at: datetime
    issued_at: datetime | None = None
    issued_by: str | None = None
    proposal: AllClearProposal | None = None
    ending: Ending | None = None

    @classmethod
    def drafted(cls, alert_id: UUID, content: AlertContent, *, by: str, at: datetime) -> "Alert":
        """Return a new draft."""
        return cls(
            alert_id=alert_id,
            status=Status.DRAFT,
            content=content,
            hands=frozenset({by}),
            version=1,
            created_at=at,
        )

    @property
    def digest(self) -> Digest:
        """The digest that an approval of this version names."""
        return self.content.digest(self.alert_id)

    @property
    def proposal_digest(self) -> Digest | None:
        """The digest that the second person of an all-clear names, while one is proposed."""
        if self.proposal is None:
            return None
        return digest_of(
            {
                "digest_version": 1,
                "alert": self.digest.hex(),
                "text": self.proposal.text,
                "authority_reference": self.proposal.authority_reference,
            }
        )

    def submit(self, *, by: str) -> "Alert":
        """Hand this version to the approvers; who submits it has a hand in it.

        Raises:
            IllegalTransition: it is neither a draft nor returned.
        """
        return replace(self._moved_to(Status.SUBMITTED), hands=self.hands | {by})

    def approve(self, *, by: str, read: bytes, at: datetime) -> "Alert":
        """Issue this alert on the word of a second person who read exactly this version.

        Raises:
            SelfApproval: `by` wrote, edited or submitted any of this version.
            VersionChanged: `read` is not the digest of what stands here now.
            IllegalTransition: the alert is not awaiting approval.
            AlertOutOfDate: it would have expired already.
        """
        issued = self._moved_to(Status.ISSUED)
        if by in self.hands:
            raise SelfApproval("Somebody who had no hand in this alert must approve it.")
        if read != self.digest:
            raise VersionChanged("The alert is not what you read: read it again.")
        if self.content.expires_at <= at:
            raise AlertOutOfDate("The alert's expiry has passed.")
        return replace(issued, issued_at=at, issued_by=by)

    def withdraw(self, *, by: str, why: str, at: datetime) -> "Alert":
        """End an alert that was issued in error, on one person's word, with fixed words.

        Raises:
            IllegalTransition: the alert is not issued.
        """
        ending = Ending(text=WITHDRAWN_TEXT, ended_at=at, by=by, why=why)
        return replace(self._moved_to(Status.WITHDRAWN), ending=ending, proposal=None)

    def propose_all_clear(self, *, by: str, text: str, authority_reference: str) -> "Alert":
        """Take one person's word that the alert may end as all clear; a later one replaces it.

        Raises:
            IllegalTransition: the alert is not issued.
        """
        self._moved_to(Status.ALL_CLEAR)
        proposal = AllClearProposal(text=text, authority_reference=authority_reference, by=by)
        return replace(self, proposal=proposal, version=self.version + 1)

    def give_all_clear(self, *, by: str, read: bytes, at: datetime) -> "Alert":
        """End the alert on the word of a second person who read exactly the proposal.

        Raises:
            IllegalTransition: the alert is not issued, or nobody proposed it.
            SelfApproval: `by` proposed it.
            VersionChanged: `read` is not the digest of the proposal that stands.
        """
        ended = self._moved_to(Status.ALL_CLEAR)
        if self.proposal is None:
            raise IllegalTransition("Nobody proposed an all-clear.")
        if by == self.proposal.by:
            raise SelfApproval("Somebody else must give the all-clear.")
        if read != self.proposal_digest:
            raise VersionChanged("The proposal is not what you read: read it again.")
        ending = Ending(
            text=self.proposal.text,
            ended_at=at,
            by=by,
            authority_reference=self.proposal.authority_reference,
        )
        return replace(ended, ending=ending, proposal=None)

    def expire(self, *, at: datetime) -> "Alert":
        """End an alert whose time has come.

        Raises:
            IllegalTransition: the alert is not issued, or its time has not come.
        """
        expired = self._moved_to(Status.EXPIRED)
        if at < self.content.expires_at:
            raise IllegalTransition("The alert's time has not come.")
        ending = Ending(text=EXPIRED_TEXT, ended_at=at, by=None)
        return replace(expired, ending=ending, proposal=None)

    def readable_by(self, reader: Principal) -> bool:
        """Tell whether a person may know of this alert at all."""
        if self.status in PUBLISHED:
            return may_read(reader, self.content.marking)
        if not is_staff(reader):
            return False
        return reader.subject in self.hands or may_read(reader, self.content.marking)

    def _moved_to(self, status: Status) -> "Alert":
        if status not in TRANSITIONS[self.status]:
            here, there = self.status.value.lower(), status.value.lower()
            raise IllegalTransition(f"An alert that is {here} cannot become {there}.")
        return replace(self, status=status, version=self.version + 1)


def is_staff(person: Principal) -> bool:
    """Tell whether a person works with alerts, and so sees digests, audiences and drafts."""
    return any(person.may(permission) for permission in STAFF)
