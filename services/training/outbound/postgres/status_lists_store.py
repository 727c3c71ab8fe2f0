"""Status lists in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from kernel.ports import Ids
from services.training.domain.certificate import StatusPlace
from services.training.domain.errors import StatusListNotFound
from services.training.domain.status_list import ENTRIES, MOST_TAKEN
from services.training.outbound.postgres.tables import STATUS_ENTRIES, STATUS_LISTS

_LISTS, _ENTRIES = STATUS_LISTS.c, STATUS_ENTRIES.c


@dataclass(frozen=True, slots=True)
class PostgresStatusLists:
    """The status lists on one transaction."""

    connection: Connection
    ids: Ids

    def take(self, chance: Random) -> StatusPlace:
        """Return a free place at random. Who takes one waits for whoever takes one before."""
        list_id = self._with_room()
        while True:
            index = chance.randrange(ENTRIES)
            mine = self.connection.execute(
                insert(STATUS_ENTRIES)
                .values(list_id=list_id, status_index=index, revoked=False)
                .on_conflict_do_nothing()
                .returning(_ENTRIES.status_index)
            ).first()
            if mine is not None:
                return StatusPlace(list_id, index)

    def _with_room(self) -> UUID:
        newest = (
            select(_LISTS.list_id)
            .where(_LISTS.taken < MOST_TAKEN)
            .order_by(_LISTS.begun_at, _LISTS.list_id)
            .limit(1)
            .with_for_update()
        )
        found = self.connection.execute(newest).scalar_one_or_none()
        if found is None:
            found = self.ids.new()
            self.connection.execute(insert(STATUS_LISTS).values(list_id=found, taken=0))
        counted = update(STATUS_LISTS).where(_LISTS.list_id == found)
        self.connection.execute(counted.values(taken=_LISTS.taken + 1))
        return found

    def revoke(self, place: StatusPlace) -> None:
        """Set a place's bit for good."""
        mine = (_ENTRIES.list_id == place.list_id, _ENTRIES.status_index == place.index)
        self.connection.execute(update(STATUS_ENTRIES).where(*mine).values(revoked=True))

    def revoked(self, list_id: UUID) -> Sequence[int]:
        """Return the places whose bit is set.

        Raises:
            StatusListNotFound: there is no such list.
        """
        if self.connection.scalar(select(_LISTS.taken).where(_LISTS.list_id == list_id)) is None:
            raise StatusListNotFound("There is no such status list.")
        query = select(_ENTRIES.status_index).where(_ENTRIES.list_id == list_id, _ENTRIES.revoked)
        return self.connection.scalars(query.order_by(_ENTRIES.status_index)).all()
