"""Read what is on record of one's own registration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from services.training.domain.errors import (
    NotThisActor,
    SessionUnknown,
    StatementNotFound,
    StatementRefused,
)
from services.training.domain.launch import Belonging, Launched
from services.training.domain.xapi import Account
from services.training.usecases.launch_unit import digest_of
from services.training.usecases.records_ports import (
    RecordStores,
    RecordsUnitOfWork,
    StatementQuery,
    StoredStatement,
)


def session_of(tx: RecordStores, token: str, clock: Clock, *, lock: bool = False) -> Launched:
    """Return the session of a token that may still read.

    Raises:
        SessionUnknown: none has it.
        StatementRefused: the session is over; the error names the rule.
    """
    launched = tx.launches.by_token(digest_of(token), lock=lock)
    if launched is None:
        raise SessionUnknown("No session has this token.")
    launched.must_go_on(clock.now())
    return launched


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose records a request names; None for nothing said, which means the session's own."""

    agent: Account | None = None
    registration: UUID | None = None

    def must_be(self, launched: Launched) -> None:
        """See that they are the session's own.

        Raises:
            NotThisActor: another learner is named.
            StatementRefused: another registration is named.
        """
        if self.agent not in (None, launched.actor):
            raise NotThisActor("A session knows its own learner alone.")
        if self.registration not in (None, launched.registration):
            rule = Belonging.REGISTRATION_NOT_THIS
            raise StatementRefused(rule.name, rule.value)


OWN: Final = Whose()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStatements:
    """Return a page of the statements of a session's registration, those voided left out."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock

    def __call__(
        self,
        *,
        token: str,
        query: StatementQuery,
        after: int | None,
        size: int,
        whose: Whose = OWN,
    ) -> tuple[Sequence[StoredStatement], int | None]:
        """Return the page, and after which place the next one begins.

        Raises:
            SessionUnknown, StatementRefused, NotThisActor: as `session_of` and `Whose`.
        """
        with self.unit_of_work() as tx:
            launched = session_of(tx, token, self.clock)
            whose.must_be(launched)
            registration = launched.registration
            found = tx.statements.page(registration, query, after=after, size=size + 1)
        page = found[:size]
        return page, page[-1].sequence if len(found) > size else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStatement:
    """Return one statement: a voided one only to who asks for voided ones."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock

    def __call__(self, *, token: str, statement_id: UUID, voided: bool) -> StoredStatement:
        """Return it.

        Raises:
            SessionUnknown, StatementRefused: as `session_of`.
            StatementNotFound: the registration has none such.
        """
        with self.unit_of_work() as tx:
            registration = session_of(tx, token, self.clock).registration
            found = tx.statements.get(registration, statement_id)
        if found.voided is not voided:
            raise StatementNotFound("There is no such statement.")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowSession:
    """Return the session of a token: what the resources that keep nothing answer from."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock

    def __call__(self, *, token: str, whose: Whose = OWN) -> Launched:
        """Return it.

        Raises:
            SessionUnknown, StatementRefused, NotThisActor: as `session_of` and `Whose`.
        """
        with self.unit_of_work() as tx:
            launched = session_of(tx, token, self.clock)
        whose.must_be(launched)
        return launched
