"""Sessions as rows, and the statements of SQL that every word of a unit goes through.

Written out, and run by the driver: a thousand learners at once say 667 things a second.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chassis.postgres.driver_statements import DriverStatement
from services.training.domain.cmi5_course import UnitRecord
from services.training.domain.cmi5_session import LaunchMode, Session, Verb
from services.training.domain.launch import Launched, Registration
from services.training.domain.xapi import Account, Statement
from services.training.usecases.records_ports import Heard

_COLUMNS: Final = """
SELECT s.session_id, s.token_digest, s.registration, s.number, s.activity_id, s.publisher_id,
       s.home_page, s.mode, s.mastery_score, s.launched_at, s.heard_at, s.verbs,
       s.initialized_at, s.last_at, s.terminated_at, s.ended_at, s.abandoned_at, s.fetched_at,
       r.actor,
       r.course_id, r.course_version, r.opened_at, r.satisfied_at,
       u.completed, u.passed, u.waived, r.statements,
       least((SELECT w.ends_at FROM withdrawals AS w
              WHERE w.course_id = r.course_id AND w.course_version = r.course_version),
             (SELECT p.changed_at FROM packages AS p
              WHERE p.course_id = r.course_id AND p.course_version = r.course_version
                AND p.state = 'WITHDRAWN')) AS ends_at
FROM unit_sessions AS s
JOIN registrations AS r ON r.registration = s.registration
JOIN unit_records AS u ON u.registration = s.registration AND u.number = s.number
"""
"""A session with its unit's record; a record is kept before a unit's first launch."""

_LOCKED: Final = " FOR UPDATE OF r, s, u"
_BY_TOKEN: Final = _COLUMNS + "WHERE s.token_digest = %(digest)s"
BY_TOKENS: Final = DriverStatement(_COLUMNS + "WHERE s.token_digest = ANY(%(digests)s)")
BY_TOKEN: Final = DriverStatement(_BY_TOKEN)
BY_TOKEN_LOCKED: Final = DriverStatement(_BY_TOKEN + _LOCKED)
BY_FETCH_LOCKED: Final = DriverStatement(_COLUMNS + "WHERE s.fetch_digest = %(digest)s" + _LOCKED)
BY_ID_LOCKED: Final = DriverStatement(_COLUMNS + "WHERE s.session_id = %(session_id)s" + _LOCKED)
OF_REGISTRATION: Final = DriverStatement(
    _COLUMNS + "WHERE s.registration = %(registration)s ORDER BY s.launched_at, s.session_id"
)
OPEN_OF_UNIT: Final = DriverStatement(
    _COLUMNS
    + """
    WHERE s.registration = %(registration)s AND s.number = %(number)s
      AND s.terminated_at IS NULL AND s.abandoned_at IS NULL
    ORDER BY s.launched_at, s.session_id
    """
)

_STANDING: Final = """
    heard_at = %(heard_at)s, verbs = %(verbs)s, initialized_at = %(initialized_at)s,
    last_at = %(last_at)s, terminated_at = %(terminated_at)s, ended_at = %(ended_at)s,
    abandoned_at = %(abandoned_at)s
"""
_INTO: Final = """
INSERT INTO statements
    (statement_id, registration, session_id, verb_id, activity_id, stored_at, digest, document)
"""
_SAID: Final = """
unnest(%(ids)s::uuid[], %(verb_ids)s::text[], %(activity_ids)s::text[],
       %(digests)s::bytea[], %(documents)s::bytea[])
    WITH ORDINALITY AS said (statement_id, verb_id, activity_id, digest, document, place)
"""
HEARD: Final = DriverStatement(
    f"""
WITH session AS (
    UPDATE unit_sessions SET {_STANDING} WHERE session_id = %(session_id)s
), new AS (
    {_INTO}
    SELECT said.statement_id, %(registration)s, %(session)s, said.verb_id, said.activity_id,
           %(stored_at)s, said.digest, said.document
    FROM {_SAID}
    ORDER BY said.place
    ON CONFLICT (statement_id) DO NOTHING
    RETURNING statement_id
), counted AS (
    UPDATE registrations SET statements = statements + (SELECT count(*) FROM new)
    WHERE registration = %(registration)s
)
SELECT statement_id FROM new
"""  # noqa: S608 - of constants alone
)
"""Under the lock: an id that is there already is left as it is, and not returned."""

HEARD_TOGETHER: Final = DriverStatement(
    f"""
WITH said AS (
    SELECT * FROM unnest(
        %(ids)s::uuid[], %(verb_ids)s::text[], %(activity_ids)s::text[], %(digests)s::bytea[],
        %(documents)s::bytea[], %(session_ids)s::uuid[], %(were)s::int[],
        %(were_heard_at)s::timestamptz[], %(verbs)s::text[], %(initialized_at)s::timestamptz[],
        %(last_at)s::timestamptz[], %(terminated_at)s::timestamptz[], %(ended_at)s::timestamptz[]
    ) AS said (
        statement_id, verb_id, activity_id, digest, document, session_id, were, was_heard_at,
        verbs, initialized_at, last_at, terminated_at, ended_at
    )
), as_read AS MATERIALIZED (
    SELECT said.*, held.registration FROM said CROSS JOIN LATERAL (
        SELECT s.registration FROM unit_sessions AS s
        JOIN registrations AS r ON r.registration = s.registration
        WHERE s.session_id = said.session_id AND s.heard_at = said.was_heard_at
          AND r.statements = said.were
        FOR UPDATE OF r, s SKIP LOCKED
    ) AS held
), new AS (
    {_INTO}
    SELECT statement_id, registration, session_id::text, verb_id, activity_id, %(at)s, digest,
           document
    FROM as_read
    ORDER BY statement_id
    ON CONFLICT (statement_id) DO NOTHING
    RETURNING statement_id, registration
), counted AS (
    UPDATE registrations AS r SET statements = r.statements + 1
    FROM new WHERE r.registration = new.registration
), heard AS (
    UPDATE unit_sessions AS s
    SET heard_at = %(at)s, verbs = string_to_array(said.verbs, ' '),
        initialized_at = said.initialized_at, last_at = said.last_at,
        terminated_at = said.terminated_at, ended_at = said.ended_at
    FROM new JOIN as_read AS said ON said.statement_id = new.statement_id
    WHERE s.session_id = said.session_id
)
SELECT statement_id FROM new
"""  # noqa: S608 - of constants alone
)
"""One of each of several sessions that were read without a lock. Whatever is said or done under a
registration counts a statement, and whatever is heard of a session has a moment: a session of which
neither is as it was read is left out, as is one that another has locked, so that nobody waits for
another here but for the same id.
"""

KEEP_STANDING: Final = DriverStatement(
    """
INSERT INTO unit_records (registration, number, completed, passed, waived, satisfied_at)
VALUES (%(registration)s, %(number)s, %(completed)s, %(passed)s, %(waived)s, %(satisfied_at)s)
ON CONFLICT (registration, number) DO UPDATE
SET completed = excluded.completed, passed = excluded.passed, waived = excluded.waived,
    satisfied_at = excluded.satisfied_at
"""
)

STANDINGS: Final = DriverStatement(
    """
SELECT number, completed, passed, waived, satisfied_at FROM unit_records
WHERE registration = %(registration)s ORDER BY number
"""
)

SATISFY: Final = DriverStatement(
    """
UPDATE registrations SET satisfied_at = %(at)s WHERE registration = %(registration)s
"""
)

ADD: Final = DriverStatement(
    f"""
WITH counted AS (
    UPDATE registrations SET statements = statements + 1 WHERE registration = %(registration)s
)
{_INTO}
VALUES (%(statement_id)s, %(registration)s, %(session_id)s, %(verb_id)s, %(activity_id)s,
        %(stored_at)s, %(digest)s, %(document)s)
"""  # noqa: S608 - of constants alone
)
"""One that we say ourselves."""


def launched_of(row: Any) -> Launched:
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
        ends_at=row.ends_at,
        enrolled=registration_of(row),
    )


def registration_of(row: Any) -> Registration:
    """Return a registration as the domain knows it."""
    return Registration(
        registration=row.registration,
        actor=row.actor,
        course_id=row.course_id,
        course_version=row.course_version,
        opened_at=row.opened_at,
        satisfied_at=row.satisfied_at,
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


def heard_of(
    launched: Launched, statements: Sequence[Statement], at: datetime
) -> dict[str, object]:
    """Return what `HEARD` is given: statements, and their session after them."""
    session = launched.session
    return {
        **standing_of(launched),
        **_of_statements(statements),
        "session_id": UUID(session.session_id),
        "session": session.session_id,
        "registration": session.registration,
        "stored_at": at,
    }


def heard_together_of(heard: Sequence[Heard], at: datetime) -> dict[str, object]:
    """Return what `HEARD_TOGETHER` is given."""
    after = [each.after.session for each in heard]
    return {
        **_of_statements([each.statement for each in heard]),
        "session_ids": [UUID(each.session_id) for each in after],
        "were": [each.before.statements for each in heard],
        "were_heard_at": [each.before.heard_at for each in heard],
        "verbs": [" ".join(sorted(verb.name for verb in each.verbs)) for each in after],
        "initialized_at": [each.initialized_at for each in after],
        "last_at": [each.last_at for each in after],
        "terminated_at": [each.terminated_at for each in after],
        "ended_at": [each.ended_at for each in after],
        "at": at,
    }


def _of_statements(statements: Sequence[Statement]) -> dict[str, object]:
    return {
        "ids": [each.statement_id for each in statements],
        "verb_ids": [each.verb_id for each in statements],
        "activity_ids": [each.activity_id for each in statements],
        "digests": [each.digest for each in statements],
        "documents": [each.document for each in statements],
    }
