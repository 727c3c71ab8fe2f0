"""The kinds of refusal. A domain error is named for the fact and inherits its kind.

`reason` is the stable word that crosses the wire (ErrorInfo) and names the problem type.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Violation:
    """One field of the input that is wrong: its path, and what is wrong in plain words."""

    field: str
    description: str


class Refusal(Exception):
    """Something the caller asked for and does not get; its message is fit for the caller."""

    reason: ClassVar[str] = "REFUSED"


class NotFound(Refusal):
    """There is no such thing, or the caller may not know of it."""

    reason = "NOT_FOUND"


class Invalid(Refusal):
    """The input is wrong; names each field."""

    reason = "INVALID"

    def __init__(self, *violations: Violation) -> None:
        super().__init__("; ".join(f"{each.field}: {each.description}" for each in violations))
        self.violations = violations


class Conflict(Refusal):
    """It collides with what happened meanwhile; reading again may help."""

    reason = "CONFLICT"


class Unmet(Refusal):
    """The thing is not in a state in which this can be done."""

    reason = "PRECONDITION_UNMET"


class Denied(Refusal):
    """The caller is known and may not do this."""

    reason = "DENIED"


class Unauthenticated(Refusal):
    """The caller must show who they are, or show it again."""

    reason = "UNAUTHENTICATED"


class Exhausted(Refusal):
    """Too much at once; later is fine."""

    reason = "EXHAUSTED"


class Unavailable(Refusal):
    """Something this depends on is away; nothing was done, or it is safe to ask again."""

    reason = "UNAVAILABLE"


class StorageUnavailable(Unavailable):
    """The place where files are kept does not answer."""

    reason = "STORAGE_UNAVAILABLE"


class ScannerUnavailable(Unavailable):
    """The scanner does not answer: nothing is shown until it does."""

    reason = "SCANNER_UNAVAILABLE"


class StaleVersion(Conflict):
    """The thing changed since the caller read it."""

    reason = "STALE_VERSION"


class IdempotencyKeyReused(Conflict):
    """The key came before with another body."""

    reason = "IDEMPOTENCY_KEY_REUSED"


class NotPermitted(Denied):
    """The caller's tier or roles do not allow this."""

    reason = "NOT_PERMITTED"


class StepUpRequired(Unauthenticated):
    """A fresh second factor is needed; `acr` and `max_age_seconds` say which and how fresh."""

    reason = "STEP_UP_REQUIRED"

    def __init__(self, acr: str, max_age_seconds: int) -> None:
        super().__init__("A fresh second factor is needed.")
        self.acr = acr
        self.max_age_seconds = max_age_seconds


class TokenRefused(Unauthenticated):
    """The token is malformed, forged, expired, for someone else, or no longer good."""

    reason = "TOKEN_REFUSED"


class TokenNeeded(Unauthenticated):
    """No token came, and this needs one."""

    reason = "TOKEN_NEEDED"
