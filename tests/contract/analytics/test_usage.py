"""Figures, and a person's own data, through the front of analytics."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.pseudonyms import Pseudonyms
from isp.analytics.v1 import analytics_pb2 as pb
from isp.analytics.v1.analytics_pb2_grpc import AnalyticsServiceStub
from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from tests.contract.analytics.conftest import ENVIRONMENT
from tests.fakes.analytics import NOON, MemoryAnalyticsStores, usage, usages
from tests.fakes.serving import Caller, Served, refusal

QUESTION = {
    "metric": "alerts.issued",
    "dimension": pb.DIMENSION_REGION,
    "from_day": "2026-11-23",
    "to_day": "2026-11-24",
}


@pytest.fixture
def analyst(server: Served) -> Caller:
    return server.caller("analyst")


def rolled_up(stores: MemoryAnalyticsStores, *events: Any) -> None:
    stores.usages.add(*events)
    for stale in stores.tallies.stale(most=100):
        stores.tallies.roll_up(stale)


def test_an_analyst_reads_what_is_counted_and_its_figures(
    analytics: AnalyticsServiceStub, analyst: Caller, stores: MemoryAnalyticsStores
) -> None:
    rolled_up(stores, *usages(9), *usages(6, region="WAL"), *usages(2, region="NI"))
    listed = analytics.ListMetrics(pb.ListMetricsRequest(), metadata=analyst.metadata)
    assert ["alerts.issued"] == listed.metrics
    said = analytics.GetUsage(pb.GetUsageRequest(**QUESTION), metadata=analyst.metadata)
    assert [
        pb.UsageDay(day="2026-11-23", withheld=True),
        pb.UsageDay(
            day="2026-11-24",
            events=17,
            people=17,
            cells=[pb.UsageCell(value="LON", events=9, people=9)],
            rest_events=8,
        ),
    ] == list(said.days)
    assert (5, False) == (said.least_people, said.demonstration)


def test_no_answer_names_anyone(
    analytics: AnalyticsServiceStub, analyst: Caller, stores: MemoryAnalyticsStores
) -> None:
    people = usages(9)
    rolled_up(stores, *people)
    for dimension in pb.Dimension.values()[1:]:
        question = pb.GetUsageRequest(**QUESTION | {"dimension": dimension})
        said = str(analytics.GetUsage(question, metadata=analyst.metadata))
        assert not any(each.pseudonym in said or str(each.event_id) in said for each in people)


def test_a_metric_that_nobody_used_is_not_found(
    analytics: AnalyticsServiceStub, analyst: Caller
) -> None:
    with refusal() as refused:
        analytics.GetUsage(pb.GetUsageRequest(**QUESTION), metadata=analyst.metadata)
    assert ("NOT_FOUND", "METRIC_NOT_FOUND") == refused.status_and_reason


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"metric": ""}, ["metric"]),
        ({"metric": "x" * 101}, ["metric"]),
        ({"metric": "a\x00"}, ["metric"]),
        ({"dimension": 0}, ["dimension"]),
        ({"dimension": 99}, ["dimension"]),
        ({"from_day": "yesterday"}, ["from_day"]),
        ({"from_day": "20261123"}, ["from_day"]),
        ({"to_day": "2026-02-30"}, ["to_day"]),
        ({"to_day": "2026-11-22"}, ["to_day"]),
        ({"from_day": "2025-10-20"}, ["to_day"]),
        (
            {"metric": "", "dimension": 0, "from_day": "", "to_day": ""},
            ["metric", "dimension", "from_day", "to_day"],
        ),
    ],
)
def test_every_wrong_field_is_named_at_once(
    analytics: AnalyticsServiceStub, analyst: Caller, given: dict[str, Any], fields: list[str]
) -> None:
    with refusal() as refused:
        analytics.GetUsage(pb.GetUsageRequest(**QUESTION | given), metadata=analyst.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert fields == [each.field for each in refused.said.violations]


def test_four_hundred_days_are_answered(
    analytics: AnalyticsServiceStub, analyst: Caller, stores: MemoryAnalyticsStores
) -> None:
    """The control of the bound above."""
    rolled_up(stores, *usages(5))
    first = (NOON.date() - timedelta(days=399)).isoformat()
    question = pb.GetUsageRequest(**QUESTION | {"from_day": first})
    assert 400 == len(analytics.GetUsage(question, metadata=analyst.metadata).days)


def test_the_privacy_saga_exports_and_erases_what_leads_to_a_person(
    server: Served, privacy: PrivacyServiceStub, stores: MemoryAnalyticsStores
) -> None:
    saga = server.service("identity")
    key = Pseudonyms(ENVIRONMENT["ISP_PSEUDONYM_KEY"].encode())
    now = datetime.now(UTC)
    rolled_up(stores, usage(pseudonym=key.of_day("me", now), occurred_at=now), usage())
    ask = privacy_pb2.ExportSubjectRequest(subject="me")
    (record,) = privacy.ExportSubject(ask, metadata=saga.metadata).records
    assert "usage_events" == record.table
    assert "alerts.issued" in record.json
    erase = privacy_pb2.EraseSubjectRequest(subject="me")
    rows = [privacy.EraseSubject(erase, metadata=saga.metadata).rows for _ in range(2)]
    assert [1, 0] == rows
    assert [] == list(privacy.ExportSubject(ask, metadata=saga.metadata).records)
    assert 2 == len(stores.usages.kept)
