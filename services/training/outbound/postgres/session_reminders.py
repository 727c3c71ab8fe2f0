"""Which led session somebody is to be reminded of, and who is told of anything, in PostgreSQL."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, and_, exists, literal, null, select
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import PRINCIPALS
from kernel.standing import Standing
from services.training.domain.led_session import BookingStatus
from services.training.domain.reminder import SESSION_SOON, ReminderKind
from services.training.outbound.postgres.led_session_tables import LED_BOOKINGS, LED_SESSIONS
from services.training.outbound.postgres.reminder_tables import REMINDER_CHOICES, REMINDERS

_R: Final = REMINDERS.c
_H: Final = REMINDER_CHOICES.c
_S: Final = LED_SESSIONS.c
_B: Final = LED_BOOKINGS.c

NO_SESSION: Final = null().cast(UUID(as_uuid=True)).label("session_id")
"""What a reminder that is of no session has in its place."""


def soon(now: Any) -> Any:
    """Return the query of the next booking that is due, locked with its session.

    Whoever cancels either holds the session: so none is told of what was cancelled meanwhile.
    """
    kind = literal(ReminderKind.SESSION_SOON.name)
    return (
        select(
            _B.booking_id.label("about"),
            kind.label("kind"),
            _B.subject,
            _S.course_id,
            null().cast(Integer).label("course_version"),
            _S.starts_at.label("moment"),
            _S.session_id,
        )
        .select_from(LED_BOOKINGS.join(LED_SESSIONS, _S.session_id == _B.session_id))
        .where(
            _S.cancelled_at.is_(None),
            _S.starts_at > now,
            _S.starts_at <= now + SESSION_SOON,
            _B.status == BookingStatus.BOOKED.name,
            _B.changed_at <= _S.starts_at - SESSION_SOON,  # see domain/reminder.py, of_booking
            ~exists().where(_R.about == _B.booking_id, _R.kind == kind),
            may_be_told(_B.subject),
        )
        .order_by(_S.starts_at, _B.turn)
        .limit(1)
        .with_for_update(of=[LED_BOOKINGS, LED_SESSIONS], skip_locked=True)
    )


def may_be_told(subject: Any) -> ColumnElement[bool]:
    """Tell of whom reminders are due: who wants them, and may use their account now.

    Who is suspended is told of nothing: nothing of theirs counts as told, so it is due once they
    may use their account again. Whom we know no rights of yet, identity judges.
    """
    kept_away = and_(PRINCIPALS.c.subject == subject, PRINCIPALS.c.standing != Standing.ACTIVE.name)
    wants_none = and_(_H.subject == subject, _H.stopped_at.is_not(None))
    return and_(~exists().where(kept_away), ~exists().where(wants_none))
