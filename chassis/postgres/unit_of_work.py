"""One transaction: state, audit row and outbox row together, or none of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine

from chassis.postgres.engine import refusing_when_away

Transaction = TypeVar("Transaction")


@dataclass(frozen=True, slots=True)
class PostgresUnitOfWork(Generic[Transaction]):
    """Opens transactions: `with unit_of_work() as tx`. Commits at the end, undoes at an error.

    `stores` builds, on a connection, the service's own bundle of stores.
    """

    engine: Engine
    stores: Callable[[Connection], Transaction]

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        """Yield the stores on one transaction.

        Raises:
            DatabaseUnavailable: the database is away; nothing that was acknowledged is lost.
        """
        with refusing_when_away(), self.engine.begin() as connection:
            yield self.stores(connection)
