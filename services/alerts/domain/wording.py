"""What is said in another language, where it applies, and by which ways it is sent."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from chassis.errors import Violation
from services.alerts.domain import exercise

NUL: Final = "\x00"
"""What no text of PostgreSQL may hold."""

LONGEST: Final = {"headline": 160, "description": 5000, "instruction": 1000}
ACTION_LINE_LONGEST: Final = 160
TRANSLATIONS: Final = ("cy-GB",)
"""The languages into which an English text may be translated, as BCP 47."""


class CapStatus(Enum):
    """CAP's status: whether it is meant. An exercise or a test never becomes actual."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    TEST = "Test"


class Channel(Enum):
    """A way by which an alert is sent beside the stream and the pages, which always show it."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    WEB_PUSH = "WEB_PUSH"
    WEBHOOK = "WEBHOOK"
    MOBILE_PUSH = "MOBILE_PUSH"


EVERY_CHANNEL: Final = frozenset(Channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The words of an alert in another language: CAP's second info block."""

    language: str
    headline: str
    description: str
    instruction: str
    action_line: str = ""

    def fields(self) -> dict[str, str]:
        """Return the words by their names."""
        return {name: getattr(self, name) for name in ("language", *LONGEST, "action_line")}

    def marked(self) -> "Translation":
        """Return the words of an exercise: they say so first and last."""
        return replace(
            self,
            headline=exercise.enclosed(self.headline),
            description=exercise.enclosed(self.description),
            instruction=exercise.enclosed(self.instruction),
            action_line=exercise.enclosed(self.action_line),
        )

    def violations(self, place: str, *, has_action_line: bool, room: int = 0) -> list[Violation]:
        """Return everything that is wrong with it, by field; `room` is for an exercise's marks."""
        found = [
            Violation(f"{place}.{name}", f"must have 1 to {most} characters, none of them NUL")
            for name, most in LONGEST.items()
            if not 1 <= len(getattr(self, name).strip()) <= most + room
            or NUL in getattr(self, name)
        ]
        line = self.action_line
        if bool(line.strip()) != has_action_line:
            found.append(Violation(f"{place}.action_line", "is needed where the English has one"))
        elif len(line) > ACTION_LINE_LONGEST + room or "\n" in line or NUL in line:
            most = ACTION_LINE_LONGEST
            found.append(Violation(f"{place}.action_line", f"must be one line, at most {most}"))
        if self.language not in TRANSLATIONS:
            known = ", ".join(TRANSLATIONS)
            found.append(Violation(f"{place}.language", f"must be one of {known}"))
        return found
