"""What an alert says and to whom, in the words of CAP 1.2 (OASIS)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Violation
from kernel.audiences import AudienceRow
from kernel.digests import Digest, digest_of
from kernel.markings import Marking


class Severity(Enum):
    """CAP's severity."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"


class Urgency(Enum):
    """CAP's urgency."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"


class Certainty(Enum):
    """CAP's certainty."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"


NUL: Final = "\x00"
"""What no text of PostgreSQL may hold."""
EXERCISE: Final = "EXERCISE EXERCISE EXERCISE"
"""First and last in whatever reaches anybody of an exercise."""

LONGEST: Final = {"headline": 160, "description": 5000, "instruction": 1000}
ACTION_LINE_LONGEST: Final = 160
LONGEST_LIFE: Final = timedelta(days=7)
MOST_ROWS: Final = 100
LANGUAGES: Final = ("en-GB",)
"""Welsh text comes as a second info block with its own approver; until then English only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertContent:
    """The words, their weight, their marking and their audience: what is read and approved."""

    headline: str
    description: str
    instruction: str
    action_line: str
    language: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    marking: Marking
    audience: tuple[AudienceRow, ...]
    expires_at: datetime
    exercise: bool = False

    def violations(self, now: datetime) -> list[Violation]:
        """Return everything that is wrong with the content, by field."""
        found = [
            Violation(f"content.{name}", f"must have 1 to {most} characters")
            for name, most in LONGEST.items()
            if not getattr(self, name).strip() or len(getattr(self, name)) > most
        ]
        found += [
            Violation(f"content.{name}", "must have no NUL")
            for name in (*LONGEST, "action_line")
            if NUL in getattr(self, name)
        ]
        found += self._wrong_action_line()
        if self.language not in LANGUAGES:
            found.append(Violation("content.language", f"must be one of {', '.join(LANGUAGES)}"))
        if not 1 <= len(self.audience) <= MOST_ROWS:
            found.append(Violation("content.audience", f"must have 1 to {MOST_ROWS} rows"))
        elif len(set(self.audience)) != len(self.audience):
            found.append(Violation("content.audience", "says a row twice"))
        if not now < self.expires_at <= now + LONGEST_LIFE:
            days = LONGEST_LIFE.days
            found.append(
                Violation(
                    "content.expires_at", f"must be later than now, at most {days} days ahead"
                )
            )
        return found

    def _wrong_action_line(self) -> list[Violation]:
        field = "content.action_line"
        if self.urgency is Urgency.IMMEDIATE and not self.action_line.strip():
            return [Violation(field, "is needed when urgency is Immediate")]
        if len(self.action_line) > ACTION_LINE_LONGEST:
            return [Violation(field, f"must have at most {ACTION_LINE_LONGEST} characters")]
        if "\n" in self.action_line:
            return [Violation(field, "must be one line")]
        return []

    def digest(self, alert_id: UUID) -> Digest:
        """Return the digest that an approval names: every field that a recipient may meet.

        Version 1 of the list: digest_version, alert_id, headline, description, instruction,
        action_line, language, severity, urgency, certainty, marking (tlp, minimum_tier,
        closed_group, named_subjects sorted), audience (rows sorted), expires_at. Version 2, of
        exercises alone, has `exercise` besides: no digest of the one is ever one of the other.
        """
        fields: dict[str, Any] = {
            "digest_version": 1,
            "alert_id": str(alert_id),
            "headline": self.headline,
            "description": self.description,
            "instruction": self.instruction,
            "action_line": self.action_line,
            "language": self.language,
            "severity": self.severity.value,
            "urgency": self.urgency.value,
            "certainty": self.certainty.value,
            "marking": {
                "tlp": self.marking.tlp.value,
                "minimum_tier": self.marking.minimum_tier.name,
                "closed_group": self.marking.closed_group,
                "named_subjects": sorted(self.marking.named_subjects),
            },
            "audience": sorted(
                [row.mode.value, row.kind.value, row.value] for row in self.audience
            ),
            "expires_at": self.expires_at.isoformat(),
        }
        if self.exercise:
            fields |= {"digest_version": 2, "exercise": True}
        return digest_of(fields)


def as_exercise(said: str) -> str:
    """Return a text that nobody takes for the real thing."""
    between = "\n\n" if "\n" in said else " "
    return f"{EXERCISE}{between}{said}{between}{EXERCISE}"
