"""The indexes, entry by entry: what a comparison with the record reads and mends."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from services.content.domain.document import Document
from services.content.domain.reconciling import Entry
from services.content.outbound.elasticsearch.index import (
    ElasticsearchDocuments,
    refusing_when_away,
)
from services.content.outbound.elasticsearch.sending import send
from services.content.outbound.elasticsearch.sources import source_of

PAGE: Final = 200
"""Entries in memory at a time: 20 MB if each is as long as it may be."""

_KEYLESS: Final = {"bool": {"must_not": {"exists": {"field": "document_id"}}}}
_MOST_KEYLESS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDocuments(ElasticsearchDocuments):
    """Indexes that say what is in them."""

    def compartments(self) -> Sequence[str]:
        """Return the names of the compartments that there is an index of."""
        with refusing_when_away():
            return sorted(alias.removeprefix(f"{self.prefix}.") for alias in self._behind())

    def walk(self, compartment: str) -> Iterator[Entry]:
        """Return all that is searched in a compartment, by its document's id.

        What has no such id is none of ours: it comes first.
        """
        with refusing_when_away():
            yield from map(_entry, self._entries(compartment, query=_KEYLESS, size=_MOST_KEYLESS))
            after: dict[str, Any] = {}
            sort = [{"document_id": "asc"}]
            while hits := self._entries(compartment, sort=sort, size=PAGE, **after):
                yield from map(_entry, hits)
                after = {"search_after": hits[-1]["sort"]}

    def wanted(self, document: Document) -> Entry:
        """Return what the index should hold of a document that stands."""
        document_id = str(document.document_id)
        digest = _digest(source_of(document))
        return Entry(key=document_id, entry=document_id, version=document.version, digest=digest)

    def held(self, compartment: str, entries: Sequence[str]) -> Sequence[Entry]:
        """Return those of these that are there now, whether a search finds them already or not."""
        with refusing_when_away():
            if compartment not in self.compartments():
                return []
            said = self._patient().mget(index=self._named(compartment), ids=list(entries)).body
        return [_entry(each) for each in said["docs"] if each.get("found")]

    def remove(self, compartment: str, entries: Sequence[str]) -> None:
        """Delete entries, of whatever version."""
        alias = self._named(compartment)
        with refusing_when_away():
            deletions = ({"_op_type": "delete", "_index": alias, "_id": each} for each in entries)
            send(self._patient(), deletions)

    def _entries(self, compartment: str, **body: Any) -> list[dict[str, Any]]:
        answer = self._patient().search(
            index=self._named(compartment),
            ignore_unavailable=True,
            allow_partial_search_results=False,
            version=True,
            track_total_hits=False,
            **body,
        )
        hits: list[dict[str, Any]] = answer.body["hits"]["hits"]
        return hits

    def _named(self, compartment: str) -> str:
        return f"{self.prefix}.{compartment}"


def _entry(said: Mapping[str, Any]) -> Entry:
    source = said.get("_source") or {}
    key = source.get("document_id")
    return Entry(
        key=key if isinstance(key, str) else "",
        entry=said["_id"],
        version=said["_version"],
        digest=_digest(source),
    )


def _digest(source: Mapping[str, Any]) -> str:
    return sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()
