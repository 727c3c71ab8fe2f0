"""Copies of an index are not asked in turn: they may order what is almost alike differently."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.compartments import entitled
from services.content.domain.search import Query
from services.content.outbound.elasticsearch.index import ElasticsearchDocuments
from services.content.outbound.elasticsearch.paging import Points

PUBLIC, VERIFIED = (
    entitled(Principal(subject="reader", tier=tier)) for tier in (Tier.PUBLIC, Tier.VERIFIED)
)


class Engine:
    """Finds nothing, and keeps which copies it is asked to ask."""

    def __init__(self) -> None:
        self.preferences: list[str] = []

    def open_point_in_time(self, *, preference: str, **_: Any) -> Any:
        self.preferences.append(preference)
        return SimpleNamespace(body={"id": "point"})

    def search(self, *, preference: str = "", **_: Any) -> Any:
        if preference:
            self.preferences.append(preference)
        hits = {"hits": [], "total": {"value": 0}}
        return SimpleNamespace(body={"hits": hits, "pit_id": "point"})


def test_the_same_indexes_are_asked_at_the_same_copies_each_time() -> None:
    engine = Engine()
    documents = ElasticsearchDocuments(client=engine, points=Points(seconds=0))
    for _ in range(2):
        documents.find(PUBLIC, Query(text="gates"), size=10)
        documents.beginning_so(PUBLIC, ["gates"], language="")
        documents.alike(PUBLIC, ["gates"], language="cy", leave_out=[uuid4()])
    (asked,) = set(engine.preferences)
    assert 6 == len(engine.preferences)
    assert asked
    assert not asked.startswith("_"), "the engine's own words begin so"
    documents.find(VERIFIED, Query(text="gates"), size=10)
    assert asked != engine.preferences[-1]
