"""What the threat levels are: their exact wording by date, and the response usual at each."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

_DATA: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/threat_levels.json").read_text("utf-8")
)
_LONDON: Final = ZoneInfo("Europe/London")

PUBLISHED_SINCE: Final = date.fromisoformat(_DATA["published_since"])
"""The first day on which there were threat levels that anyone could read."""


class ThreatSeries(Enum):
    """A series of threat levels: each has its own level, and its own history."""

    NATIONAL = "NATIONAL"
    NORTHERN_IRELAND = "NORTHERN_IRELAND"


class ThreatLevel(Enum):
    """How likely an attack is, the least first."""

    LOW = "LOW"
    MODERATE = "MODERATE"
    SUBSTANTIAL = "SUBSTANTIAL"
    SEVERE = "SEVERE"
    CRITICAL = "CRITICAL"


class ResponseLevel(Enum):
    """How much a business does about it, the least first."""

    NORMAL = "NORMAL"
    HEIGHTENED = "HEIGHTENED"
    EXCEPTIONAL = "EXCEPTIONAL"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages; the English is the exact one."""

    en: str
    cy: str


@dataclass(frozen=True, slots=True)
class _Wording:
    first: date
    last: date
    words: Words


def _wordings(said: list[dict[str, str]]) -> tuple[_Wording, ...]:
    return tuple(
        _Wording(
            date.fromisoformat(each["from"]) if "from" in each else date.min,
            date.fromisoformat(each["until"]) if "until" in each else date.max,
            Words(each["en"], each["cy"]),
        )
        for each in said
    )


_WORDINGS: Final = {
    ThreatLevel[each["code"]]: _wordings(each["wording"]) for each in _DATA["levels"]
}
_USUAL: Final = {
    ThreatLevel[each["code"]]: ResponseLevel[each["default_response"]] for each in _DATA["levels"]
}
_MEANINGS: Final = {
    ResponseLevel[each["code"]]: Words(each["en"], each["cy"]) for each in _DATA["responses"]
}


def day_of(at: datetime) -> date:
    """Return the day of a moment where the wording is valid: London's."""
    return at.astimezone(_LONDON).date()


def wording_of(level: ThreatLevel, at: datetime) -> Words:
    """Return how a level is worded at a moment."""
    day = day_of(at)
    return next(each.words for each in _WORDINGS[level] if each.first <= day <= each.last)


def usual_response(level: ThreatLevel) -> ResponseLevel:
    """Return the response level that is usual at a threat level; another may be set."""
    return _USUAL[level]


def meaning_of(response: ResponseLevel) -> Words:
    """Return what a response level means for a business."""
    return _MEANINGS[response]
