"""An organisation's endpoint: what it is for, its secrets, and when it is given up."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from services.alerts.domain.delivery import Outcome
from services.alerts.domain.recipient import Address, Channel, Endpoint, Recipient

MOST_OF_AN_ORGANISATION: Final = 20
LONGEST_OVERLAP: Final = timedelta(hours=168)
FAILING_LONGEST: Final = timedelta(hours=6)
"""An endpoint that took nothing for so long is disabled."""

FAILURES_AT_LEAST: Final = 8
"""And only after so many failures: one that was tried twice in a week is none."""

FIRST_REST: Final = timedelta(seconds=2)
LONGEST_REST: Final = timedelta(minutes=5)
"""How long nothing at all is posted to an endpoint that failed: others are sent to meanwhile."""

GONE: Final = "the endpoint answered that it is gone"
SILENT: Final = "the endpoint took nothing for hours"


class Mode(Enum):
    """What an endpoint is for: never both, so that no practice is taken for the real thing."""

    LIVE = "LIVE"
    TEST = "TEST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An endpoint.

    `owner` is the person whose rights decide what it gets, None once they were erased. A secret is
    derived from its id by a key that is not in the record. `contact_by` gave the address to which
    is written about it; without them there is none. `version` counts what people do to it;
    how it is doing (`failures` and what follows) is not counted.
    """

    webhook_id: UUID
    organisation_id: str
    owner: str | None
    mode: Mode
    url: str
    description: str
    contact_email: str = field(repr=False)
    secret_id: UUID
    version: int
    created_at: datetime
    previous_secret_id: UUID | None = None
    previous_ends_at: datetime | None = None
    disabled_at: datetime | None = None
    disabled_why: str = ""
    told_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    rests_until: datetime | None = None
    contact_by: str | None = field(default=None, repr=False)

    def signed_by(self, at: datetime) -> tuple[UUID, ...]:
        """Return the secrets by which a message is signed, the present one first."""
        if self.previous_secret_id is None or self.previous_ends_at is None:
            return (self.secret_id,)
        if at >= self.previous_ends_at:
            return (self.secret_id,)
        return (self.secret_id, self.previous_secret_id)

    def rotated(self, secret_id: UUID, *, overlap: timedelta, at: datetime) -> "Webhook":
        """Return it with a new secret; the old one signs besides until the overlap is over."""
        return replace(
            self,
            secret_id=secret_id,
            previous_secret_id=self.secret_id if overlap else None,
            previous_ends_at=at + overlap if overlap else None,
            version=self.version + 1,
        )

    def enabled(self, *, by: str) -> "Webhook":
        """Return it as one that is sent to, in somebody's name."""
        return replace(
            self,
            owner=by,
            disabled_at=None,
            disabled_why="",
            told_at=None,
            failures=0,
            failing_since=None,
            rests_until=None,
            version=self.version + 1,
        )

    def disabled(self, why: str, at: datetime) -> "Webhook":
        """Return it as one that nothing is sent to."""
        return replace(self, disabled_at=at, disabled_why=why, version=self.version + 1)

    def heard(self, outcome: Outcome, at: datetime) -> "Webhook":
        """Return it after a hand-over: rested after a failure, disabled where it is hopeless."""
        if outcome is Outcome.TAKEN:
            return replace(self, failures=0, failing_since=None, rests_until=None)
        since, failures = self.failing_since or at, self.failures + 1
        rest = min(FIRST_REST * float(2 ** min(failures - 1, 20)), LONGEST_REST)
        failed = replace(self, failures=failures, failing_since=since, rests_until=at + rest)
        if self.disabled_at is not None:
            return failed
        if outcome is Outcome.NO_ADDRESS:
            return failed.disabled(GONE, at)
        if failures >= FAILURES_AT_LEAST and at - since >= FAILING_LONGEST:
            return failed.disabled(SILENT, at)
        return failed

    def told(self, at: datetime) -> "Webhook":
        """Return it after its owners were told that it is disabled."""
        return replace(self, told_at=at)

    def without_owner(self, pseudonym: str, at: datetime) -> "Webhook":
        """Return it after its owner was erased: nobody's rights decide what it gets any more."""
        nobodys = replace(self, owner=pseudonym)
        return nobodys.disabled("the person who answered for it left", at)

    def without_contact(self) -> "Webhook":
        """Return it after who gave its address was erased; it is sent to as before."""
        return replace(self, contact_email="", contact_by=None)

    def contact_of(self, subject: str) -> str:
        """Return the address if this person gave it; another's is not theirs to see."""
        return self.contact_email if self.contact_by == subject else ""

    def recipient(self) -> Recipient:
        """Return it as somebody whom alerts may be sent to; nobody while it is disabled."""
        if self.disabled_at is not None:
            return Recipient.stopped(self.webhook_id, self.version)
        return Recipient(
            recipient_id=self.webhook_id,
            version=self.version,
            active=True,
            subject=self.owner,
            addresses=(Address(channel=Channel.WEBHOOK, address=self.url),),
            endpoint=Endpoint(organisation_id=self.organisation_id, test=self.mode is Mode.TEST),
        )
