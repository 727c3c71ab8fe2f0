"""A private drill: an exercise that one organisation holds for its own people, and nobody else.

What is practised is chosen from a list of fixed words, so that one person may begin it alone; what
they may add is a note to their own people (docs/adr/0071).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from importlib.resources import files
from typing import Any, Final

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp, own_group
from kernel.tiers import Tier
from services.alerts.domain.content import AlertContent, Certainty, Severity, Urgency
from services.alerts.domain.wording import CapStatus, Translation

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/drill_words.json").read_text("utf-8")
)
NOTE_LONGEST: Final = 300
SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=4)
MOST_IN_A_WHILE: Final = 10
WHILE: Final = timedelta(days=30)
"""One organisation runs one drill at a time, and so many in so long: what comes too often is not
read any more, and a stolen account cannot flood anybody."""

OVER_TEXT: Final[str] = _WORDS["over"]
"""What a drill's end says, whoever or whatever ended it."""


class Scenario(Enum):
    """What is practised."""

    ROLL_CALL = "ROLL_CALL"
    EVACUATION = "EVACUATION"
    INVACUATION = "INVACUATION"
    LOCKDOWN = "LOCKDOWN"
    UNATTENDED_ITEM = "UNATTENDED_ITEM"

    def words(self, language: str) -> Mapping[str, str]:
        """Return headline, description and instruction in "en" or "cy"."""
        found: Mapping[str, str] = _WORDS["scenarios"][self.value][language]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """What makes an exercise private: whose it is, and what it practises."""

    organisation_id: str
    scenario: Scenario


def drill_content(drill: Drill, *, note: str, minutes: int, at: datetime) -> AlertContent:
    """Return what a drill says: to its organisation alone, as an exercise, asking for an answer.

    Its marking keeps it from everyone else, staff of the platform included; TLP:GREEN, so that its
    words may stand in a mail.
    """
    english, welsh = (drill.scenario.words(each) for each in ("en", "cy"))
    return AlertContent(
        headline=english["headline"],
        description=english["description"],
        instruction=_noted(english["instruction"], "en", note),
        action_line="",
        language="en-GB",
        severity=Severity.MINOR,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        marking=Marking(
            tlp=Tlp.GREEN,
            minimum_tier=Tier.REGISTERED,
            closed_group=own_group(drill.organisation_id),
        ),
        audience=(AudienceRow(Mode.INCLUDE, Kind.ORGANISATION, drill.organisation_id),),
        expires_at=at + timedelta(minutes=minutes),
        cap_status=CapStatus.EXERCISE,
        translations=(
            Translation(
                language="cy-GB",
                headline=welsh["headline"],
                description=welsh["description"],
                instruction=_noted(welsh["instruction"], "cy", note),
                action_line="",
            ),
        ),
        asks_answer=True,
    ).marked()


def _noted(instruction: str, language: str, note: str) -> str:
    if not note:
        return instruction
    line: str = _WORDS["note_line"][language]
    return f"{instruction}\n\n{line.format(note=note)}"
