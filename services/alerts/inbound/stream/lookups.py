"""Finds what is asked of all who come in a moment by one look-up: thousands may come at once."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Final, Generic, TypeAlias, TypeVar

from chassis.errors import Unavailable
from chassis.principals import PrincipalRow
from services.alerts.domain.whereabouts import Organisation, Premises
from services.alerts.inbound.stream.needs import Places, PrincipalRowsOfMany

Found = TypeVar("Found")
FindMany: TypeAlias = Callable[[list[str]], Mapping[str, Found]]
Belongings: TypeAlias = tuple[list[Organisation], list[Premises]]
"""What is known of one organisation: itself, if anything, and its premises."""

GATHER_SECONDS: Final = 0.02
"""How long those who come after a look-up are gathered for the next; one who comes alone never."""


class Lookups(Generic[Found]):
    """Those who ask while a look-up is under way wait for the next, which is for all of them.

    So what is found is never older than the question. Lives in one event loop.
    """

    def __init__(self, find_many: FindMany[Found], threads: Executor) -> None:
        self._find_many = find_many
        self._threads = threads
        self._asked: dict[str, asyncio.Future[Found | None]] = {}
        self._under_way: asyncio.Task[None] | None = None

    async def find(self, key: str) -> Found | None:
        """Return what there is of a key, or None.

        Raises:
            Unavailable: the database is away, or this process stops.
        """
        loop = asyncio.get_running_loop()
        if key not in self._asked:
            self._asked[key] = loop.create_future()
        answer = self._asked[key]
        if self._under_way is None:
            self._under_way = loop.create_task(self._look())
        # One who leaves meanwhile takes nothing from others who asked for the same key.
        return await asyncio.shield(answer)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while self._asked:
            asked, self._asked = self._asked, {}
            try:
                found = await loop.run_in_executor(self._threads, self._find_many, list(asked))
            except asyncio.CancelledError:
                _fail(asked | self._asked, Unavailable("The stream stops."))
                raise
            except Exception as error:  # noqa: BLE001 - each who asked is told
                _fail(asked, error)
                continue
            for key, answer in asked.items():
                answer.set_result(found.get(key))
            await asyncio.sleep(GATHER_SECONDS)
        self._under_way = None


def rows_of_many(rows: PrincipalRowsOfMany) -> FindMany[PrincipalRow]:
    """Return what finds people's rows by their subjects."""
    return lambda subjects: {row.subject: row for row in rows.find_many(subjects)}


def places_of_many(places: Places) -> FindMany[Belongings]:
    """Return what finds all that is known of organisations, by their ids."""

    def find(ids: list[str]) -> Mapping[str, Belongings]:
        found: dict[str, Belongings] = {each: ([], []) for each in ids}
        organisations, premises = places.find(ids)
        for organisation in organisations:
            found[organisation.organisation_id][0].append(organisation)
        for each in premises:
            found[each.organisation_id][1].append(each)
        return found

    return find


def _fail(asked: Mapping[str, asyncio.Future[Found | None]], error: Exception) -> None:
    for answer in asked.values():
        answer.set_exception(error)
        answer.exception()  # who asked may be gone
