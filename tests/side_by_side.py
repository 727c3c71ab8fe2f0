"""Divides the tests between pytest-xdist's workers: one keeps the whole platform, if it can.

pytest-xdist's own schedulers give out single files, so that each worker would start each server,
and they count all tests again whenever one ends. Here a worker takes a folder and runs it in order.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final

import pytest
from xdist.workermanage import WorkerController

ON_THE_PLATFORM: Final = "tests/e2e/"
_PAGES: Final = f"{ON_THE_PLATFORM}pages/"
_FEW: Final = 2
"""A worker begins a test once it knows the one after it, or that there is none."""


def folder_of(nodeid: str) -> str:
    """Return the folder that a test is given out with: one in `tests`, and that of pages."""
    if nodeid.startswith(_PAGES):
        return _PAGES
    return "/".join(nodeid.split("/")[:2]) + "/"


class SideBySide:
    """Gives folders out in their order; who has one on the platform prefers another such one."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._collected: list[str] | None = None
        self._ready: list[WorkerController] = []
        self._under_way: dict[WorkerController, dict[int, None]] = {}
        self._last: dict[WorkerController, str] = {}
        self._folders: deque[tuple[str, list[int]]] = deque()
        """Each with the places of its tests in what was collected."""

    @property
    def nodes(self) -> list[WorkerController]:
        """The workers that have not ended."""
        return list(self._under_way)

    @property
    def collection_is_completed(self) -> bool:
        """Whether as many workers as were asked for have said what there is."""
        return len(self._ready) >= self._workers

    @property
    def tests_finished(self) -> bool:
        """Whether nothing is left to give out, and each worker has its last test at most."""
        if not self.collection_is_completed or self._folders:
            return False
        return all(len(each) < _FEW for each in self._under_way.values())

    @property
    def has_pending(self) -> bool:
        """Whether a test has not ended."""
        return bool(self._folders) or any(self._under_way.values())

    def add_node(self, node: WorkerController) -> None:
        """Know a worker that has begun."""
        self._under_way[node] = {}

    def add_node_collection(self, node: WorkerController, collection: Sequence[str]) -> None:
        """Know what a worker found.

        Raises:
            UsageError: it is not what the first one found.
        """
        if self._collected is None:
            self._collected = list(collection)
            self._folders.extend(_folders(collection))
        if self._collected != list(collection):
            differ = set(self._collected).symmetric_difference(collection)
            raise pytest.UsageError(f"two workers found different tests: {sorted(differ)[:10]}")
        self._ready.append(node)

    def schedule(self) -> None:
        """Give everyone who has nothing to do a folder."""
        for node in self.nodes:
            if node in self._ready:
                self._give(node)

    def mark_test_complete(
        self, node: WorkerController, item_index: int, duration: float = 0
    ) -> None:
        """Take a test off a worker's list, and give it more when that comes to its end."""
        del self._under_way[node][item_index]
        self._give(node)

    def mark_test_pending(self, item: str) -> None:
        """Nobody asks for it but plugins that run tests again, and we have none."""
        raise NotImplementedError

    def remove_pending_tests_from_node(
        self, node: WorkerController, indices: Sequence[int]
    ) -> None:
        """Take tests off a worker's list that it will not run."""
        for each in indices:
            self._under_way[node].pop(each, None)

    def remove_node(self, node: WorkerController) -> str | None:
        """Forget a worker; return the test in which it died, if it did. What is left goes on."""
        left, folder = list(self._under_way.pop(node)), self._last.pop(node, "")
        if not left:
            return None
        assert self._collected is not None
        if left[1:]:
            self._folders.appendleft((folder, left[1:]))
        self.schedule()
        return self._collected[left[0]]

    def _give(self, node: WorkerController) -> None:
        if node.shutting_down or len(self._under_way[node]) > _FEW:
            return
        if not self._folders:
            node.shutdown()
            return
        folder, places = self._taken(self._last.get(node))
        self._last[node] = folder
        self._under_way[node].update(dict.fromkeys(places))
        node.send_runtest_some(places)

    def _taken(self, last: str | None) -> tuple[str, list[int]]:
        """Take the next folder that fits what the worker has started, or else the next."""
        if last is None:
            platform = not any(each.startswith(ON_THE_PLATFORM) for each in self._last.values())
        else:
            platform = last.startswith(ON_THE_PLATFORM)
        fitting = (
            each for each in self._folders if each[0].startswith(ON_THE_PLATFORM) == platform
        )
        taken = next(fitting, self._folders[0])
        self._folders.remove(taken)
        return taken


def _folders(collected: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Return the folders, those on the platform first since they take longest, pages before all."""
    places: dict[str, list[int]] = {}
    for place, nodeid in enumerate(collected):
        places.setdefault(folder_of(nodeid), []).append(place)
    return sorted(places.items(), key=_order)


def _order(each: tuple[str, list[int]]) -> tuple[bool, bool]:
    return not each[0].startswith(ON_THE_PLATFORM), each[0] != _PAGES
