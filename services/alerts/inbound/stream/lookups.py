"""Finds the rows of all who come in a moment by one look-up: thousands may come back at once."""

import asyncio
from concurrent.futures import Executor
from typing import Final

from chassis.principals import PrincipalRow
from services.alerts.inbound.stream.needs import PrincipalRowsOfMany

GATHER_SECONDS: Final = 0.02
"""How long those who come after a look-up are gathered for the next; one who comes alone never."""


class Lookups:
    """Those who ask while a look-up is under way wait for the next, which is for all of them.

    So what is found is never older than the question. Lives in one event loop.
    """

    def __init__(self, rows: PrincipalRowsOfMany, threads: Executor) -> None:
        self._rows = rows
        self._threads = threads
        self._asked: dict[str, asyncio.Future[PrincipalRow | None]] = {}
        self._under_way: asyncio.Task[None] | None = None

    async def find(self, subject: str) -> PrincipalRow | None:
        """Return a person's row, or None.

        Raises:
            Unavailable: the database is away.
        """
        loop = asyncio.get_running_loop()
        if subject not in self._asked:
            self._asked[subject] = loop.create_future()
        answer = self._asked[subject]
        if self._under_way is None:
            self._under_way = loop.create_task(self._look())
        # One who leaves meanwhile takes nothing from others who asked for the same person.
        return await asyncio.shield(answer)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while self._asked:
            asked, self._asked = self._asked, {}
            try:
                rows = await loop.run_in_executor(self._threads, self._rows.find_many, list(asked))
            except Exception as error:  # noqa: BLE001 - each who asked is told
                for answer in asked.values():
                    answer.set_exception(error)
                    answer.exception()  # who asked may be gone
                continue
            found = {row.subject: row for row in rows}
            for subject, answer in asked.items():
                answer.set_result(found.get(subject))
            await asyncio.sleep(GATHER_SECONDS)
        self._under_way = None
