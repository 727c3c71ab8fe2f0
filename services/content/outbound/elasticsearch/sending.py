"""Sends changes to the engine in portions, one after another or a few at a time."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from services.content.domain.errors import SearchUnavailable

CHUNK: Final = 2_000
"""Changes of one request."""

AT_ONCE: Final = 2
"""Requests under way while the next is made ready, where many are sent."""

MANY_CHUNK: Final = 1_000

Action = dict[str, Any]

_NOT_THERE: Final = 404
_NO_ERRORS: Final = frozenset({_NOT_THERE, 409})
"""A delete of nothing, and an older version than what is there."""


def send(client: Elasticsearch, actions: Iterable[Action], *, chunk: int = CHUNK) -> int | None:
    """Send changes; return how many were sent, or None where an alias was gone.

    Raises:
        SearchUnavailable: one was not taken.
    """
    count = 0
    sent = streaming_bulk(
        client, actions, chunk_size=chunk, raise_on_error=False, require_alias=True
    )
    for good, said in sent:
        ((_, result),) = said.items()
        if not good and result["status"] not in _NO_ERRORS:
            raise SearchUnavailable(f"not indexed: {result.get('error')}"[:300])
        if not good and "error" in result and result["status"] == _NOT_THERE:
            return None
        count += 1
    return count


def send_many(client: Elasticsearch, actions: Iterable[Action]) -> int | None:
    """As `send`, but the next changes are made ready while others are under way.

    They may arrive in another order: each has its version. After one that failed no more are sent.
    """
    count, under_way = 0, deque[Future[int | None]]()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sending") as pool:
        for portion in _portions(actions):
            under_way.append(pool.submit(send, client, portion, chunk=MANY_CHUNK))
            if len(under_way) > AT_ONCE:
                if (sent := under_way.popleft().result()) is None:
                    return None
                count += sent
        for each in under_way:
            if (sent := each.result()) is None:
                return None
            count += sent
    return count


def _portions(actions: Iterable[Action]) -> Iterator[list[Action]]:
    left = iter(actions)
    while portion := list(islice(left, MANY_CHUNK)):
        yield portion
