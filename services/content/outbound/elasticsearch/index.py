"""Documents in Elasticsearch: one index a compartment, behind an alias of its name."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from elasticsearch import ApiError, Elasticsearch, NotFoundError, OrjsonSerializer, TransportError
from prometheus_client import Counter

from chassis.logs import logger
from services.content.domain.compartments import Compartment
from services.content.domain.cursor import SearchMustRestart
from services.content.domain.document import Document
from services.content.domain.errors import SearchUnavailable
from services.content.domain.search import HIGHLIGHTS, Found, Hit, Mark, Query
from services.content.domain.synonyms import Synonyms, first_synonyms
from services.content.outbound.elasticsearch.definition import REFRESH, built_with, definition
from services.content.outbound.elasticsearch.paging import (
    KEPT,
    SHARED_SECONDS,
    Points,
    counts,
    end_of,
    paged,
    same_copies,
)
from services.content.outbound.elasticsearch.request import body_of, marking_body
from services.content.outbound.elasticsearch.sending import send, send_many
from services.content.outbound.elasticsearch.similar import similar_body
from services.content.outbound.elasticsearch.sources import action_on, home_of
from services.content.outbound.elasticsearch.suggesting import suggesting_body

AWAY: Final = Counter("isp_search_engine_away_total", "Times the search engine did not answer.")
ANSWER_SECONDS: Final = 2.0
BULK_SECONDS: Final = 30.0
_FIRST: Final = "first"
_BROKEN_OFF: Final = "search_phase_execution_exception"
BUILDING: Final = ".building"
"""Ends the alias of an index that is not searched yet; no compartment's name has a point."""

REMEMBERED: Final = "15m"
"""How long an index knows what was deleted: no older version comes back, however long a rebuild."""

NEVER: Final = "-1"
"""How often an index is refreshed while it is built: nobody searches it yet."""

TRIES: Final = 3


def open_client(
    url: str,
    *,
    ca_file: str | None = None,
    api_key: str | None = None,
    user: tuple[str, str] | None = None,
) -> Elasticsearch:
    """Return a client; it connects when first used.

    At `https://` the server must have a certificate of `ca_file`, else of the system's authorities.
    """
    more: dict[str, Any] = {} if ca_file is None else {"ca_certs": ca_file}
    return Elasticsearch(
        url,
        serializer=OrjsonSerializer(),
        request_timeout=ANSWER_SECONDS,
        max_retries=0,
        api_key=api_key,
        basic_auth=user,
        **more,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticsearchDocuments:
    """Search and index on one cluster. `prefix` keeps several platforms on it apart."""

    client: Elasticsearch
    prefix: str = "content"
    synonyms: Callable[[], Sequence[Synonyms]] = first_synonyms
    """Reads what stands on record; needed to make indexes, not to search."""
    points: Points = field(default_factory=Points)
    linger: float = 2 * ANSWER_SECONDS + SHARED_SECONDS
    """Seconds that an old index stays after the swap, for searches that had begun in it."""

    def find(
        self,
        compartments: Sequence[Compartment],
        query: Query,
        *,
        size: int,
        offset: int = 0,
        after: Mark | None = None,
    ) -> Found:
        """Return what these compartments hold, each named; none is reached by a wildcard.

        Raises:
            SearchMustRestart: the state that the search saw is gone.
        """
        indexes = [self._alias(each) for each in compartments]
        body = body_of(query, size=size, offset=offset)
        with refusing_when_away():
            answer, point = self._page(indexes, query, body, after)
            hits = answer["hits"]["hits"]
            found = self._marked(query, [_hit(each) for each in hits], point)
        return Found(
            hits=found,
            total=answer["hits"]["total"]["value"],
            facets=counts(answer.get("aggregations", {})),
            end=end_of(hits, point),
        )

    def _page(
        self, indexes: Sequence[str], query: Query, body: dict[str, Any], after: Mark | None
    ) -> tuple[Any, str]:
        point = after.point if after else self.points.of(indexes, self._open)
        try:
            return self._search(paged(body, query, point=point, after=after))
        except ApiError as error:
            # Its indexes were swapped: before this search (not found), or in the middle of it.
            if not isinstance(error, NotFoundError) and error.error != _BROKEN_OFF:
                raise
            if after is not None:
                raise SearchMustRestart("Search again from the beginning.") from None
            self.points.forget()
            point = self.points.of(indexes, self._open)
            return self._search(paged(body, query, point=point, after=None))

    def _marked(self, query: Query, hits: Sequence[Hit], point: str) -> Sequence[Hit]:
        """Return hits with pieces also where the words are not said but in another spelling."""
        without = [each.document_id for each in hits if not each.highlights]
        if not (without and query.text.strip()):
            return hits
        body = marking_body(query, without) | {"pit": {"id": point, "keep_alive": KEPT}}
        answer, _ = self._search(body)
        marked = {each.document_id: each for each in map(_hit, answer["hits"]["hits"])}
        return [marked.get(each.document_id, each) for each in hits]

    def _search(self, body: dict[str, Any]) -> tuple[Any, str]:
        answer = self.client.search(
            allow_partial_search_results=False, search_type="dfs_query_then_fetch", body=body
        ).body
        return answer, str(answer["pit_id"])

    def _open(self, indexes: Sequence[str]) -> str:
        opened = self.client.open_point_in_time(
            index=list(indexes),
            keep_alive=KEPT,
            ignore_unavailable=True,
            preference=same_copies(indexes),
        )
        return str(opened.body["id"])

    def beginning_so(
        self, compartments: Sequence[Compartment], words: Sequence[str], *, language: str
    ) -> Sequence[UUID]:
        """Return documents in whose title or tags each word begins one, newest first."""
        return self._ids(compartments, suggesting_body(words, language))

    def alike(
        self,
        compartments: Sequence[Compartment],
        terms: Sequence[str],
        *,
        language: str,
        leave_out: Sequence[UUID],
    ) -> Sequence[UUID]:
        """Return documents of a language that say many of the terms, best first."""
        without = [str(each) for each in leave_out]
        return self._ids(compartments, similar_body(terms, language, without))

    def _ids(self, compartments: Sequence[Compartment], body: dict[str, Any]) -> Sequence[UUID]:
        indexes = [self._alias(each) for each in compartments]
        with refusing_when_away():
            answer = self.client.search(
                index=indexes,
                preference=same_copies(indexes),
                ignore_unavailable=True,
                allow_no_indices=True,
                allow_partial_search_results=False,
                search_type="dfs_query_then_fetch",
                body=body,
            ).body
        return [_hit(each).document_id for each in answer["hits"]["hits"]]

    def keep(self, *documents: Document) -> None:
        """Put each into its compartment and out of every other; a newer version stays.

        One that has its first version was nowhere else before. Indexes that are being built get the
        same, so that nothing goes missing when they take the old ones' place.
        """
        with refusing_when_away():
            for _ in range(TRIES):  # aliases may be swapped between the look and the writing
                if self._kept(documents):
                    return
        raise SearchUnavailable("The indexes were swapped again and again.")

    def _kept(self, documents: Sequence[Document]) -> bool:
        """Return whether all was written; False where an alias was gone meanwhile."""
        aliases = self._aliases()
        for alias in sorted({own for each in documents if (own := self._own(each))} - aliases):
            self._create(alias, _FIRST, alias=alias)
            aliases.add(alias)
        return (
            send(
                self._patient(),
                (
                    action_on(each, index=alias, delete=not there)
                    for each in documents
                    for alias in sorted(aliases)
                    if (there := alias.removesuffix(BUILDING) == self._own(each))
                    or each.version > 1
                ),
            )
            is not None
        )

    def rebuild(self, documents: Iterator[Document]) -> int:
        """Fill new indexes, then swap all aliases in one step, and delete the old indexes after it.

        One process at a time: what another left when it ended in the middle is deleted first.
        """
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        self.clear_up()
        made: dict[str, str] = {}

        def target(alias: str) -> str:
            if alias not in made:
                made[alias] = self._create(alias, stamp, alias=alias + BUILDING, refresh=NEVER)
            return alias + BUILDING

        def actions() -> Iterator[dict[str, Any]]:
            for document in documents:
                if (own := self._own(document)) is not None:
                    yield action_on(document, index=target(own), delete=False)

        with refusing_when_away():
            for alias in self._behind():
                target(alias)
            count = send_many(self._patient(), actions())
            if count is None:
                raise SearchUnavailable("A new index was deleted while it was filled.")
            self._swap(made)
        return count

    def _swap(self, made: Mapping[str, str]) -> None:
        """Put new indexes in the old ones' place, with all that was written into both by now."""
        if not made:
            return
        indices, new = self._patient().indices, sorted(made.values())
        indices.put_settings(index=new, settings={"refresh_interval": REFRESH})
        indices.refresh(index=new)
        behind = self._behind()
        old = {index for alias in made for index in behind.get(alias, [])}
        steps: list[dict[str, Any]] = []
        for alias, index in made.items():
            steps += [{"remove": {"index": each, "alias": alias}} for each in behind.get(alias, [])]
            steps += [
                {"add": {"index": index, "alias": alias}},
                {"remove": {"index": index, "alias": alias + BUILDING}},
            ]
        indices.update_aliases(actions=steps)
        indices.refresh(index=new)
        time.sleep(self.linger)
        for index in sorted(old):
            indices.delete(index=index, ignore_unavailable=True)

    def clear_up(self) -> int:
        """Delete the indexes of rebuilds that ended in the middle; only while none is under way.

        Return how many there were.
        """
        with refusing_when_away():
            found = self._said_of_aliases().items()
            left = [
                index
                for index, said in found
                if (said["aliases"] or not index.endswith(f".{_FIRST}"))
                and all(alias.endswith(BUILDING) for alias in said["aliases"])
            ]
            for index in left:
                self._patient().indices.delete(index=index, ignore_unavailable=True)
        return len(left)

    def outdated(self) -> bool:
        """Tell whether an index was built by an older definition, or with older synonyms.

        A newer one is left: while two versions of us run, the older must not undo the newer's.
        """
        wanted = built_with(self.synonyms())
        with refusing_when_away():
            behind = self._behind().values()
            if any(len(many) > 1 for many in behind):  # two made one at the same time
                return True
            indexes = [index for many in behind for index in many]
            if not indexes:
                return False
            said = self._patient().indices.get_mapping(index=indexes).body
        metas = [each["mappings"].get("_meta", {}) for each in said.values()]
        return any(
            meta.get(name, 0) < version for meta in metas for name, version in wanted.items()
        )

    def refresh(self) -> None:
        """Let what was kept be found at once: for tests, never in a request."""
        self.points.forget()
        with refusing_when_away():
            if aliases := sorted(self._behind()):
                self.client.indices.refresh(index=aliases)

    def _own(self, document: Document) -> str | None:
        home = home_of(document)
        return self._alias(home) if home else None

    def _alias(self, compartment: Compartment) -> str:
        return f"{self.prefix}.{compartment.name}"

    def _behind(self) -> dict[str, list[str]]:
        """Return the indexes behind each of our aliases that are searched."""
        found: dict[str, list[str]] = {}
        for index, said in self._said_of_aliases().items():
            for alias in said["aliases"]:
                if not alias.endswith(BUILDING):
                    found.setdefault(alias, []).append(index)
        return found

    def _aliases(self) -> set[str]:
        """Return every alias that is written to."""
        return {alias for said in self._said_of_aliases().values() for alias in said["aliases"]}

    def _said_of_aliases(self) -> Mapping[str, Any]:
        said: Mapping[str, Any] = (
            self._patient()
            .indices.get_alias(
                index=f"{self.prefix}.*", allow_no_indices=True, ignore_unavailable=True
            )
            .body
        )
        return said

    def _create(self, name: str, stamp: str, *, alias: str, refresh: str = REFRESH) -> str:
        """Create an index of a compartment, behind an alias; return its name."""
        index = f"{name}.{stamp}"
        client = self._patient()
        made = definition(self.synonyms())
        made["settings"] |= {"gc_deletes": REMEMBERED, "refresh_interval": refresh}
        try:
            client.indices.create(index=index, wait_for_active_shards=1, **made)
        except ApiError as error:
            if error.error != "resource_already_exists_exception":  # another worker was first
                raise
        # Only now: a search that meets an index without its shard fails.
        client.indices.put_alias(index=index, name=alias)
        return index

    def _patient(self) -> Elasticsearch:
        """Return the client for what nobody waits for at a screen."""
        return self.client.options(request_timeout=BULK_SECONDS)


def _hit(said: dict[str, Any]) -> Hit:
    pieces = [piece for many in said.get("highlight", {}).values() for piece in many]
    return Hit(
        document_id=UUID(said["fields"]["document_id"][0]), highlights=tuple(pieces[:HIGHLIGHTS])
    )


@contextmanager
def refusing_when_away() -> Iterator[None]:
    """Turn whatever keeps the engine from answering into one refusal.

    Raises:
        SearchUnavailable: it is away, slow, full, or its index is broken.
    """
    try:
        yield
    except (TransportError, ApiError) as error:
        AWAY.inc()
        logger().warning("search engine away", why=f"{type(error).__name__}: {error}"[:300])
        raise SearchUnavailable(f"{type(error).__name__}: {error}"[:300]) from error
