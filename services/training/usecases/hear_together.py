"""Take in single statements of several launched units in two steps of the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from kernel.ports import Clock
from services.training.domain.errors import StatementRefused
from services.training.domain.launch import Launched
from services.training.domain.xapi import Statement
from services.training.usecases.records_ports import Heard, RecordsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One statement of the session that has a token, by the token's digest."""

    token: bytes
    statement: Statement


class Hearing(Enum):
    """What came of a word."""

    KEPT = auto()
    UNKNOWN = auto()  # no session has the token
    ANEW = auto()  # it is to be judged under the lock


@dataclass(frozen=True, slots=True, kw_only=True)
class HearTogether:
    """Keeps what is plain: words that break no rule and change no record of their unit.

    Each is judged by its session as it was read, and is written unless anything came between. One
    that is refused may have been kept already, which is looked for under the lock. Of a session
    that says two things at once the second waits likewise. Each step is a transaction by itself.
    """

    at_once: RecordsUnitOfWork
    clock: Clock

    def __call__(self, words: Sequence[Word]) -> Sequence[Hearing]:
        """Return what came of each."""
        with self.at_once() as tx:
            found = tx.launches.by_tokens([each.token for each in words])
            now = self.clock.now()
            plain = _plain(words, found, now)
            kept = tx.launches.heard_together(list(plain.values()), now) if plain else frozenset()
        return [
            Hearing.UNKNOWN
            if each.token not in found
            else Hearing.KEPT
            if place in plain and each.statement.statement_id in kept
            else Hearing.ANEW
            for place, each in enumerate(words)
        ]


def _plain(
    words: Sequence[Word], found: Mapping[bytes, Launched], at: datetime
) -> dict[int, Heard]:
    """Return what is plain by its place in `words`: one of a registration, no id twice."""
    plain, taken = dict[int, Heard](), set[UUID]()
    for place, word in enumerate(words):
        before, said = found.get(word.token), word.statement
        if before is None or taken & {before.registration, said.statement_id}:
            continue
        try:
            after = before.hear(said, at=at)
        except StatementRefused:
            continue  # judged again under the lock, which names and counts the rule
        if after.record == before.record and before.has_room(1):
            plain[place] = Heard(before=before, after=after, statement=said)
            taken |= {before.registration, said.statement_id}
    return plain
