"""Documents in Elasticsearch: one index a compartment, behind an alias of its name."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from elasticsearch import ApiError, Elasticsearch, NotFoundError, OrjsonSerializer, TransportError
from elasticsearch.helpers import streaming_bulk
from prometheus_client import Counter

from chassis.logs import logger
from services.content.domain.compartments import Compartment, compartment_of
from services.content.domain.cursor import SearchMustRestart
from services.content.domain.document import Document, Status
from services.content.domain.errors import SearchUnavailable
from services.content.domain.search import HIGHLIGHTS, Found, Hit, Mark, Query
from services.content.domain.synonyms import Synonyms, first_synonyms
from services.content.outbound.elasticsearch.definition import (
    FIELD_OF,
    built_with,
    definition,
)
from services.content.outbound.elasticsearch.paging import KEPT, Points, counts, end_of, paged
from services.content.outbound.elasticsearch.request import body_of

AWAY: Final = Counter("isp_search_engine_away_total", "Times the search engine did not answer.")
ANSWER_SECONDS: Final = 2.0
BULK_SECONDS: Final = 30.0
CHUNK: Final = 2_000
STAMP: Final = "%Y%m%d%H%M%S%f"
"""When a build began, as an index's name ends: later ones sort after it."""

LEFT_BEHIND: Final = timedelta(hours=1)
"""Longer than any build."""

_FIRST: Final = "first"
_NO_ERRORS: Final = frozenset({404, 409})
"""A delete of nothing, and an older version than what is there."""


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
        with _refusing_when_away():
            answer, point = self._page(indexes, query, body, after)
        hits = answer["hits"]["hits"]
        return Found(
            hits=[_hit(each) for each in hits],
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
        except NotFoundError:
            if after is not None:
                raise SearchMustRestart("Search again from the beginning.") from None
            # Its indexes were swapped a moment ago.
            self.points.forget()
            point = self.points.of(indexes, self._open)
            return self._search(paged(body, query, point=point, after=None))

    def _search(self, body: dict[str, Any]) -> tuple[Any, str]:
        answer = self.client.search(
            allow_partial_search_results=False, search_type="dfs_query_then_fetch", body=body
        ).body
        return answer, str(answer["pit_id"])

    def _open(self, indexes: Sequence[str]) -> str:
        opened = self.client.open_point_in_time(
            index=list(indexes), keep_alive=KEPT, ignore_unavailable=True
        )
        return str(opened.body["id"])

    def keep(self, *documents: Document) -> None:
        """Put each into its compartment and out of every other; a newer version stays."""
        homes = {self._alias(home): home for each in documents if (home := _home(each))}
        with _refusing_when_away():
            aliases = set(self._behind())
            for alias in sorted(homes.keys() - aliases):
                self._create(homes[alias], _FIRST, alias=True)
            everywhere = sorted(aliases | homes.keys())
            self._send(
                _action(each, index=alias, delete=alias != self._own(each))
                for each in documents
                for alias in everywhere
            )

    def rebuild(self, documents: Iterator[Document]) -> int:
        """Fill new indexes, swap all aliases in one step, and delete the old indexes.

        The old ones go only when no search can be in them any more.
        """
        stamp = datetime.now(UTC).strftime(STAMP)
        made: dict[str, str] = {}
        homes = ((document, _home(document)) for document in documents)

        def actions() -> Iterator[dict[str, Any]]:
            for document, home in homes:
                if home is None:
                    continue
                alias = self._alias(home)
                if alias not in made:
                    made[alias] = self._create(home, stamp, alias=False)
                yield _action(document, index=made[alias], delete=False)

        with _refusing_when_away():
            self._delete(self._left_behind())
            count = self._send(actions())
            for index in made.values():
                self.client.indices.refresh(index=index)
            old = [(index, alias) for alias, many in self._behind().items() for index in many]
            swap: list[dict[str, Any]] = [
                {"remove": {"index": index, "alias": alias}} for index, alias in old
            ]
            swap += [{"add": {"index": index, "alias": alias}} for alias, index in made.items()]
            if swap:
                self.client.indices.update_aliases(actions=swap)
                time.sleep(ANSWER_SECONDS)
                self._delete([index for index, _ in old])
        return count

    def _left_behind(self) -> list[str]:
        """Return the indexes without an alias of a builder that ended an hour ago or before."""
        latest = (datetime.now(UTC) - LEFT_BEHIND).strftime(STAMP)
        answer = self.client.indices.get_alias(
            index=f"{self.prefix}.*", allow_no_indices=True, ignore_unavailable=True
        ).body
        return [
            index
            for index, said in answer.items()
            if not said["aliases"] and index.rpartition(".")[2] < latest
        ]

    def _delete(self, indexes: Sequence[str]) -> None:
        if indexes:
            self.client.indices.delete(index=list(indexes), ignore_unavailable=True)

    def outdated(self) -> bool:
        """Tell whether an index was built by an older definition, or with older synonyms.

        A newer one is left: while two versions of us run, the older must not undo the newer's.
        """
        wanted = built_with(self.synonyms())
        with _refusing_when_away():
            indexes = [index for many in self._behind().values() for index in many]
            if not indexes:
                return False
            said = self.client.indices.get_mapping(index=indexes).body
        metas = [each["mappings"].get("_meta", {}) for each in said.values()]
        return any(
            meta.get(name, 0) < version for meta in metas for name, version in wanted.items()
        )

    def refresh(self) -> None:
        """Let what was kept be found at once: for tests, never in a request."""
        self.points.forget()
        with _refusing_when_away():
            if aliases := sorted(self._behind()):
                self.client.indices.refresh(index=aliases)

    def _own(self, document: Document) -> str | None:
        home = _home(document)
        return self._alias(home) if home else None

    def _alias(self, compartment: Compartment) -> str:
        return f"{self.prefix}.{compartment.name}"

    def _behind(self) -> dict[str, list[str]]:
        """Return the indexes behind each of our aliases."""
        found: dict[str, list[str]] = {}
        answer = self.client.indices.get_alias(
            index=f"{self.prefix}.*", allow_no_indices=True, ignore_unavailable=True
        ).body
        for index, said in answer.items():
            for alias in said["aliases"]:
                found.setdefault(alias, []).append(index)
        return found

    def _create(self, compartment: Compartment, stamp: str, *, alias: bool) -> str:
        name = f"{self._alias(compartment)}.{stamp}"
        client = self.client.options(request_timeout=BULK_SECONDS)
        made = definition(self.synonyms())
        try:
            client.indices.create(index=name, wait_for_active_shards=1, **made)
        except ApiError as error:
            if error.error != "resource_already_exists_exception":  # another worker was first
                raise
        if alias:  # only now: a search that meets an index without its shard fails
            self.client.indices.put_alias(index=name, name=self._alias(compartment))
        return name

    def _send(self, actions: Iterable[dict[str, Any]]) -> int:
        """Send changes; return how many were sent.

        Raises:
            SearchUnavailable: one was not taken.
        """
        client, count = self.client.options(request_timeout=BULK_SECONDS), 0
        for good, said in streaming_bulk(client, actions, chunk_size=CHUNK, raise_on_error=False):
            ((_, result),) = said.items()
            if not good and result["status"] not in _NO_ERRORS:
                raise SearchUnavailable(f"not indexed: {result.get('error')}"[:300])
            count += 1
        return count


def _home(document: Document) -> Compartment | None:
    if document.status is Status.WITHDRAWN:
        return None
    return compartment_of(document.content.marking)


def _action(document: Document, *, index: str, delete: bool) -> dict[str, Any]:
    action = {
        "_op_type": "delete" if delete else "index",
        "_index": index,
        "_id": str(document.document_id),
        "version": document.version,
        "version_type": "external_gte",
    }
    return action if delete else action | {"_source": _source(document)}


def _source(document: Document) -> dict[str, Any]:
    content = document.content
    return {
        "document_id": str(document.document_id),
        FIELD_OF[content.language]: {
            "title": content.title,
            "summary": content.summary,
            "body": content.body,
            "tags": list(content.tags),
            # An index from before there were any takes no such field until `rebuild`.
            **({"attachments": list(document.attached)} if document.attached else {}),
        },
        "sectors": sorted(content.sectors),
        "regions": sorted(content.regions),
        "kind": content.kind.name,
        "language": content.language,
        "published_at": document.published_at.isoformat(),
    }


def _hit(said: dict[str, Any]) -> Hit:
    pieces = [piece for many in said.get("highlight", {}).values() for piece in many]
    return Hit(
        document_id=UUID(said["fields"]["document_id"][0]), highlights=tuple(pieces[:HIGHLIGHTS])
    )


@contextmanager
def _refusing_when_away() -> Iterator[None]:
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
