"""A check: what an officer looked at, and what it was worth."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

MOST_CHECKS: Final = 60
"""As many as one case may have."""


class CheckKind(Enum):
    """What an officer looked at, in the words of GPG 45, and the two checks that we add."""

    EVIDENCE = "EVIDENCE"
    ACTIVITY = "ACTIVITY"
    FRAUD = "FRAUD"
    VERIFICATION = "VERIFICATION"
    CALL_BACK = "CALL_BACK"
    ORGANISATION = "ORGANISATION"


SCORED: Final = frozenset({CheckKind.ACTIVITY, CheckKind.FRAUD, CheckKind.VERIFICATION})


class ContactSource(Enum):
    """Where the contact of a call-back was found: never on the applicant's own form."""

    COMPANY_REGISTER = "COMPANY_REGISTER"
    CHARITY_REGISTER = "CHARITY_REGISTER"
    OFFICIAL_DIRECTORY = "OFFICIAL_DIRECTORY"
    ORGANISATION_WEBSITE = "ORGANISATION_WEBSITE"
    KNOWN_BEFORE = "KNOWN_BEFORE"


class CallOutcome(Enum):
    """What came of a call-back."""

    CONFIRMED = "CONFIRMED"  # the person applied, and acts for the organisation
    NO_ANSWER = "NO_ANSWER"
    DENIED = "DENIED"  # whoever answered knows nothing of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check. No image and no number of a document is kept.

    `number_digest` is a keyed digest of the number, by which a document is known again.
    `provider_check` is the id of what a provider was asked, where the score is a provider's.
    """

    kind: CheckKind
    document_type: str = ""
    issuer: str = ""
    number_digest: str = ""
    strength: int = 0
    validity: int = 0
    score: int = 0
    note: str = ""
    contact: str = ""
    contact_source: ContactSource | None = None
    call_outcome: CallOutcome | None = None
    provider_check: UUID | None = None
    recorded_by: str
    recorded_at: datetime

    @property
    def said(self) -> dict[str, Any]:
        """Everything that a digest covers, in plain values."""
        return {
            "kind": self.kind.value,
            "document_type": self.document_type,
            "issuer": self.issuer,
            "number_digest": self.number_digest,
            "strength": self.strength,
            "validity": self.validity,
            "score": self.score,
            "note": self.note,
            "contact": self.contact,
            "contact_source": self.contact_source.value if self.contact_source else "",
            "call_outcome": self.call_outcome.value if self.call_outcome else "",
            "provider_check": str(self.provider_check) if self.provider_check else "",
            "recorded_by": self.recorded_by,
            "recorded_at": self.recorded_at.isoformat(),
        }

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Check":
        """Return the check that these values say; what an older version did not say is empty."""
        source, outcome = said.get("contact_source"), said.get("call_outcome")
        asked = said.get("provider_check")
        return cls(
            **said
            | {
                "kind": CheckKind(said["kind"]),
                "contact_source": ContactSource(source) if source else None,
                "call_outcome": CallOutcome(outcome) if outcome else None,
                "provider_check": UUID(asked) if asked else None,
                "recorded_at": datetime.fromisoformat(said["recorded_at"]),
            }
        )
