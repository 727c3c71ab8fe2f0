"""Sessions as rows, and the statements of SQL that every word of a unit goes through.

Written out, for the driver to prepare once: a thousand learners at once say 667 things a second.
"""

from typing import Any, Final

from sqlalchemy import Row

from services.training.domain.cmi5_course import UnitRecord
from services.training.domain.cmi5_session import LaunchMode, Session, Verb
from services.training.domain.launch import Launched
from services.training.domain.xapi import Account

COLUMNS: Final = """
SELECT s.session_id, s.registration, s.number, s.activity_id, s.publisher_id, s.home_page, s.mode,
       s.mastery_score, s.launched_at, s.heard_at, s.verbs, s.initialized_at, s.last_at,
       s.terminated_at, s.ended_at, s.abandoned_at, s.fetched_at, r.actor,
       u.completed, u.passed, u.waived,
       (SELECT count(*) FROM statements AS t WHERE t.registration = s.registration) AS statements
FROM unit_sessions AS s
JOIN registrations AS r ON r.registration = s.registration
JOIN unit_records AS u ON u.registration = s.registration AND u.number = s.number
"""
"""A session with its unit's record; a record is kept before a unit's first launch."""

HEARD: Final = """
WITH session AS (
    UPDATE unit_sessions
    SET heard_at = %(heard_at)s, verbs = %(verbs)s, initialized_at = %(initialized_at)s,
        last_at = %(last_at)s, terminated_at = %(terminated_at)s, ended_at = %(ended_at)s,
        abandoned_at = %(abandoned_at)s
    WHERE session_id = %(session_id)s
)
INSERT INTO statements
    (statement_id, registration, session_id, verb_id, activity_id, stored_at, digest, document)
SELECT said.statement_id, %(registration)s, %(session)s, said.verb_id, said.activity_id,
       %(stored_at)s, said.digest, said.document
FROM unnest(%(ids)s::uuid[], %(verb_ids)s::text[], %(activity_ids)s::text[],
            %(digests)s::bytea[], %(documents)s::bytea[])
    WITH ORDINALITY AS said (statement_id, verb_id, activity_id, digest, document, place)
ORDER BY said.place
ON CONFLICT (statement_id) DO NOTHING
RETURNING statement_id
"""


def launched_of(row: Row[Any]) -> Launched:
    """Return a session as the domain knows it."""
    session = Session(
        session_id=str(row.session_id),
        registration=row.registration,
        publisher_id=row.publisher_id,
        mode=LaunchMode(row.mode),
        launched_at=row.launched_at,
        mastery_score=row.mastery_score,
        verbs=frozenset(Verb[each] for each in row.verbs),
        initialized_at=row.initialized_at,
        last_at=row.last_at,
        terminated_at=row.terminated_at,
        ended_at=row.ended_at,
        abandoned_at=row.abandoned_at,
    )
    return Launched(
        session=session,
        number=row.number,
        activity_id=row.activity_id,
        actor=Account(row.home_page, row.actor),
        record=UnitRecord(completed=row.completed, passed=row.passed, waived=row.waived),
        heard_at=row.heard_at,
        fetched_at=row.fetched_at,
        statements=row.statements,
    )


def standing_of(launched: Launched) -> dict[str, Any]:
    """Return the columns that hearing a unit changes."""
    session = launched.session
    return {
        "heard_at": launched.heard_at,
        "verbs": sorted(each.name for each in session.verbs),
        "initialized_at": session.initialized_at,
        "last_at": session.last_at,
        "terminated_at": session.terminated_at,
        "ended_at": session.ended_at,
        "abandoned_at": session.abandoned_at,
    }
