"""Whether, and when, somebody is mailed of what their saved searches match."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

COALESCED: Final = timedelta(minutes=1)
"""Several publications at one time make one mail."""

MORNING: Final = time(8)
_HOME: Final = ZoneInfo("Europe/London")


class Mailing(Enum):
    """How often; who wants none has no row."""

    NEVER = "NEVER"
    AT_ONCE = "AT_ONCE"
    DAILY = "DAILY"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOrder:
    """What somebody chose. `told_until` is the moment up to which they were told of matches.

    `due_at` is when to look whether there is anything to tell; None while nothing matched.
    """

    subject: str
    mailing: Mailing
    stop_token: str
    told_until: datetime
    due_at: datetime | None = None

    def woken(self, matched_at: datetime) -> "MailOrder":
        """Return it after a match: due soon, or in the morning, or when it was due before."""
        at = matched_at + COALESCED
        if self.mailing is Mailing.DAILY:
            at = next_morning(matched_at)
        due = at if self.due_at is None else min(self.due_at, at)
        just_before = matched_at - timedelta(microseconds=1)
        return replace(self, due_at=due, told_until=min(self.told_until, just_before))

    def told(self, at: datetime) -> "MailOrder":
        """Return it when everything up to a moment was told, or there was nothing to tell."""
        return replace(self, due_at=None, told_until=max(at, self.told_until))

    def put_off(self, until: datetime, *, since: datetime) -> "MailOrder":
        """Return it when they were to be left alone: all of it is looked at again then."""
        due = until if self.due_at is None else max(self.due_at, until)
        return replace(self, due_at=due, told_until=min(self.told_until, since))


def next_morning(after: datetime) -> datetime:
    """Return the next eight o'clock by the clock in London."""
    local = after.astimezone(_HOME)
    morning = datetime.combine(local.date(), MORNING, _HOME)
    if morning <= local:
        morning = datetime.combine(local.date() + timedelta(days=1), MORNING, _HOME)
    return morning.astimezone(after.tzinfo)
