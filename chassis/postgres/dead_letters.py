"""Events that could not be handled wait here for a person."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import insert

from chassis.postgres.engine import refusing_when_away
from chassis.postgres.tables import DEAD_LETTERS


@dataclass(frozen=True, slots=True)
class PostgresDeadLetters:
    """The dead letters of one service."""

    engine: Engine

    def park(self, durable: str, event_id: str, subject: str, payload: bytes, why: str) -> None:
        """Keep an event and why it could not be handled; keeping it again changes nothing."""
        with refusing_when_away(), self.engine.begin() as connection:
            connection.execute(
                insert(DEAD_LETTERS)
                .values(
                    durable=durable, event_id=event_id, subject=subject, payload=payload, why=why
                )
                .on_conflict_do_nothing()
            )
