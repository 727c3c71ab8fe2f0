"""Whether somebody is told by mail now of what concerns them in content and training."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from kernel.roles import permissions_of
from kernel.standing import Standing
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import MatchesPutOff
from services.identity.domain.matches_mail import TEMPLATE as MATCHES
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.training_mails import NEWS_UNTIL, TRAINING_MAILS
from services.identity.usecases.ports import Stores
from services.identity.usecases.waiting_ports import Mail

ABOUT_CONTENT: Final = frozenset(
    {
        *("access-asked", "access-asked-editors", "access-answered", "access-ended"),
        *("format-answered", "format-overdue", "receipt-reminded"),
        MATCHES,
        *TRAINING_MAILS,
    }
)
"""Mails that no life hangs on: they wait until quiet hours end."""

MUST: Final = dict.fromkeys(
    ("access-asked", "access-asked-editors", "format-overdue"), "content:publish"
)
"""What somebody must be allowed for a mail to be any business of theirs."""

LOOKED_AGAIN: Final = timedelta(hours=1)
"""How soon it is seen that somebody may use their account again."""

GOOD_FOR: Final = timedelta(minutes=10)
"""How old content's word may be that there is something that somebody may read."""


def told_now(tx: Stores, mail: Mail, now: datetime) -> Mail | datetime | None:
    """Return a mail as it goes now: to the person's address and in their language of the moment.

    A moment means: they are to be left alone until then, or are suspended, and what concerns their
    training is told once they are not any more. None means: there is nobody any more to
    say it to, as they are gone or suspended, or decide nothing any more; or content is to look
    again whether there is anything that they may read, as its word is old or their hours are quiet;
    or what training wanted said is over, as a session that has begun.
    """
    person = _concerned(tx, mail)
    if person is None or _is_over(mail, now):
        return None
    if person.standing is Standing.SUSPENDED:
        return now + LOOKED_AGAIN
    quiet = tx.quiet_hours.of(person.subject)
    until = quiet.end_at(now) if quiet else None
    if mail.template == MATCHES and (until is not None or _is_old(mail, now)):
        since_us = int(mail.variables["since_us"])
        tx.outbox.add(
            MatchesPutOff(subject=person.subject, until=until or now, since_us=since_us, at=now)
        )
        return None
    if until is not None:
        return until
    return replace(mail, to=person.profile.email, language=person.profile.language)


def _concerned(tx: Stores, mail: Mail) -> Subscriber | None:
    """Return whom a mail is for, if they are there and it is any business of theirs."""
    try:
        person = tx.subscribers.get(mail.variables["whose"])
    except SubscriberNotFound:
        return None
    must = MUST.get(mail.template)
    waits = person.standing is Standing.SUSPENDED and mail.template in TRAINING_MAILS
    if person.standing is not Standing.ACTIVE and not waits:
        return None
    return person if must is None or must in permissions_of(person.roles) else None


def _is_old(mail: Mail, now: datetime) -> bool:
    return now - datetime.fromisoformat(mail.variables["looked_at"]) > GOOD_FOR


def _is_over(mail: Mail, now: datetime) -> bool:
    """Tell whether a mail to a learner is no news any more."""
    after = NEWS_UNTIL.get(mail.template)
    if after is None:
        return False
    return datetime.fromisoformat(mail.variables["moment"]) + after <= now
