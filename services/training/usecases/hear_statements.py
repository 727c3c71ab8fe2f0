"""Take in what a launched unit says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from services.training.domain.cmi5_session import Verb
from services.training.domain.errors import SessionUnknown, StatementChanged, StatementRefused
from services.training.domain.launch import Launched
from services.training.domain.xapi import Statement
from services.training.usecases.hear_together import Hearing, Word
from services.training.usecases.launch_unit import digest_of
from services.training.usecases.move_on import MoveOn
from services.training.usecases.records_ports import RecordStores, RecordsUnitOfWork

CHANGING: Final = frozenset({Verb.COMPLETED, Verb.PASSED, Verb.FAILED})
"""What is said once of a unit and changes its record: the lock is taken at once."""

MOST_AT_ONCE: Final = 200
"""Statements in one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearStatements:
    """Keep statements of a session, all of a request or none, and do what follows from them.

    Most requests say one thing that changes no record of the unit: `together` keeps such, with
    those of others. All else is read again, locked, judged anew, and written in one transaction
    with what follows. What was kept before is looked for only when a rule or the key says that it
    may be there.
    """

    unit_of_work: RecordsUnitOfWork
    together: Callable[[Word], Hearing]
    move_on: MoveOn
    clock: Clock

    def __call__(self, *, token: str, statements: Sequence[Statement]) -> None:
        """Keep them; one that is kept already is not kept again.

        Raises:
            Invalid: they are too many, or two have the same id.
            SessionUnknown: no session has the token.
            StatementChanged: one with the same id is kept, and says something else; this is
                counted as a rule is.
            StatementsFull: the registration has as many as it may.
            StatementRefused: one breaks a rule, which is named and counted; none is kept.
        """
        _must_be_a_batch(statements)
        digest = digest_of(token)
        if len(statements) == 1 and statements[0].said.verb not in CHANGING:
            hearing = self.together(Word(token=digest, statement=statements[0]))
            if hearing is Hearing.UNKNOWN:
                raise SessionUnknown("No session has this token.")
            if hearing is Hearing.KEPT:
                return
        self._locked(digest, statements)

    def _locked(self, token: bytes, statements: Sequence[Statement]) -> None:
        launched = None
        try:
            with self.unit_of_work() as tx:
                launched = tx.launches.by_token(token)
                if launched is None:
                    raise SessionUnknown("No session has this token.")
                self._heard(tx, launched, statements, self.clock.now())
        except (StatementRefused, StatementChanged) as refused:
            assert launched is not None  # rules are asked of a session
            rule = refused.rule if isinstance(refused, StatementRefused) else refused.reason
            with self.unit_of_work() as tx:
                tx.launches.refused(launched, rule, self.clock.now())
            raise

    def _heard(
        self, tx: RecordStores, before: Launched, statements: Sequence[Statement], now: datetime
    ) -> None:
        new = statements
        try:
            after = _taken_in(before, new, now)
        except StatementRefused:
            new = _not_kept(tx, statements)
            if len(new) == len(statements):
                raise
            after = _taken_in(before, new, now)
        if not new:
            return
        before.must_have_room(len(new))
        there = tx.launches.heard(after, new, now)
        if there:
            _not_kept(tx, [each for each in new if each.statement_id in there])
        if after.record != before.record:
            self.move_on.changed(tx, after, after.record, at=now)


def _must_be_a_batch(statements: Sequence[Statement]) -> None:
    if len(statements) > MOST_AT_ONCE:
        raise Invalid(Violation("statements", f"must be at most {MOST_AT_ONCE} at once"))
    if len({each.statement_id for each in statements}) != len(statements):
        raise Invalid(Violation("statements", "must each have an id of its own"))


def _taken_in(launched: Launched, statements: Sequence[Statement], at: datetime) -> Launched:
    """Return the session after statements, in the order in which they were made (cmi5, 9.3)."""
    for each in sorted(statements, key=lambda one: one.timestamp):
        launched = launched.hear(each, at=at)
    return launched


def _not_kept(tx: RecordStores, statements: Sequence[Statement]) -> list[Statement]:
    """Return those of which none with the same id is kept.

    Raises:
        StatementChanged: one is kept, and says something else (xAPI 1.0.3 part 3, 2.1.1).
    """
    kept: Mapping[UUID, bytes] = tx.statements.digests([each.statement_id for each in statements])
    if any(kept.get(each.statement_id, each.digest) != each.digest for each in statements):
        raise StatementChanged("A statement with this id says something else, and stays as it is.")
    return [each for each in statements if each.statement_id not in kept]
