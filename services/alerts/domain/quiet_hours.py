"""When an account would rather be left alone, and what never waits for that."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.alerts.domain.content import AlertContent, Severity, Urgency
from services.alerts.domain.recipient import Channel
from services.alerts.domain.wording import CapStatus

_HOME: Final = ZoneInfo("Europe/London")
_LIFE: Final = frozenset({Severity.EXTREME, Severity.SEVERE})
HELD: Final = frozenset({Channel.EMAIL, Channel.SMS, Channel.WEB_PUSH, Channel.MOBILE_PUSH})
"""What a person would be woken by; an organisation's machine is sent everything at once."""


def is_life_safety(content: AlertContent) -> bool:
    """Tell whether something may be about lives now: then nobody's quiet hours hold it back."""
    serious = content.severity in _LIFE or content.urgency is Urgency.IMMEDIATE
    return serious and content.cap_status is CapStatus.ACTUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietAccount:
    """What an account last said about when it is left alone, whatever its addresses.

    `quiet` is from which minute of the day in London until which, or None for never.
    """

    subject: str
    version: int
    quiet: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From which minute of the day in London until which: over midnight if that is the earlier."""

    starts: int
    ends: int

    def end_after(self, at: datetime) -> datetime | None:
        """Return when those end in which a moment lies, or None outside them.

        Where clocks go back the hours that come twice are quiet twice; an end that a day has not,
        since clocks go forward, is an hour later by the clock.
        """
        if not self._holds(at):
            return None
        day = at.astimezone(_HOME).date()
        moments = (
            datetime.combine(
                day + timedelta(days=days),
                time(*divmod(self.ends, 60), fold=fold),
                _HOME,
            ).astimezone(at.tzinfo)
            for days in (0, 1)
            for fold in (0, 1)
        )
        return min(each for each in moments if each > at and not self._holds(each))

    def _holds(self, at: datetime) -> bool:
        local = at.astimezone(_HOME)
        minute = local.hour * 60 + local.minute
        if self.starts < self.ends:
            return self.starts <= minute < self.ends
        return minute >= self.starts or minute < self.ends
