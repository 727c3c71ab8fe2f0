"""Valkey in memory: what the pages' sessions and grants ask of it, and no more."""

import threading
from collections import defaultdict
from collections.abc import Set as AbstractSet
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError as Away


class MemoryValkey(Redis):
    """Keeps what it is given for as long as it lives; `away` makes it answer nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        """Be there, and have nothing."""
        self.kept: dict[str, Any] = {}
        self.sets: dict[str, set[bytes]] = defaultdict(set)
        self.seconds: dict[str, int] = {}
        self.locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self.away = False

    def _look(self) -> None:
        if self.away:
            raise Away("Connection refused.")

    def get(self, name: str) -> bytes | None:
        self._look()
        return self.kept.get(name)

    def set(self, name: str, value: str | bytes, ex: int | None = None) -> bool:
        self._look()
        self.kept[name] = value.encode() if isinstance(value, str) else value
        if ex is not None:
            self.seconds[name] = ex
        return True

    def delete(self, *names: str) -> int:
        self._look()
        for name in names:
            self.sets.pop(name, None)
        return sum(self.kept.pop(name, None) is not None for name in names)

    def sadd(self, name: str, *values: str) -> int:
        self._look()
        self.sets[name] |= {value.encode() for value in values}
        return len(values)

    def smembers(self, name: str) -> AbstractSet[bytes]:
        self._look()
        return set(self.sets.get(name, ()))

    def expire(self, name: str, seconds: int) -> bool:
        self._look()
        self.seconds[name] = seconds
        return True

    def lock(self, name: str, timeout: float, blocking_timeout: float) -> threading.Lock:
        self._look()
        return self.locks[name]
