"""The same figures as CSV, safe to open in a spreadsheet."""

import csv
import io

import pytest

from isp.analytics.v1 import analytics_pb2
from services.gateway.resources.analytics import COLUMNS
from tests.contract.gateway.routes import ROUTES
from tests.contract.gateway.stage import Gateway, status_and_reason

(USAGE,) = (route for route in ROUTES if route.rpc == "GetUsage")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_who_asks_for_csv_gets_the_same_figures_a_row_each(gateway: Gateway) -> None:
    answer = gateway.take(USAGE, Accept="text/csv")
    assert "text/csv; charset=utf-8" == answer.content_type
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "private, no-store" == answer.headers["Cache-Control"]
    assert "Accept" in answer.vary
    said = rows(answer.text)
    assert [list(COLUMNS)] * 5 == [list(row) for row in said]
    assert {("alerts.issued", "REGION")} == {(row["metric"], row["dimension"]) for row in said}
    assert [
        ("2026-11-23", "withheld", "", "", ""),
        ("2026-11-24", "total", "", "30", "20"),
        ("2026-11-24", "value", "", "8", "6"),
        ("2026-11-24", "value", "'=LON", "12", "7"),
        ("2026-11-24", "rest", "", "10", ""),
    ] == [(row["day"], row["row"], row["value"], row["events"], row["people"]) for row in said]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_value_is_a_formula(gateway: Gateway, value: str) -> None:
    cell = analytics_pb2.UsageCell(value=value, events=5, people=5)
    day = analytics_pb2.UsageDay(day="2026-11-24", events=5, people=5, cells=[cell])
    gateway.backend.answers["GetUsage"] = analytics_pb2.GetUsageResponse(days=[day])
    answer = gateway.take(USAGE, Accept="text/csv")
    assert f"'{value}" == list(csv.reader(io.StringIO(answer.text, newline="")))[2][4]


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/*;q=0.1, */*"])
def test_json_is_what_others_get(gateway: Gateway, accept: str) -> None:
    assert "application/json" == gateway.take(USAGE, Accept=accept).content_type


def test_what_we_cannot_write_is_406_and_nobody_is_asked(gateway: Gateway) -> None:
    answer = gateway.take(USAGE, Accept="application/vnd.apache.parquet")
    assert (406, "NOT_ACCEPTABLE") == status_and_reason(answer)
    assert [] == gateway.backend.heard


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"from": "yesterday"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"dimension": "NAME"}, "dimension"),
        ({"metric": ""}, "metric"),
    ],
)
def test_a_wrong_question_is_named(gateway: Gateway, query: dict[str, str], named: str) -> None:
    answer = gateway.ask("GET", "/v1/usage", query_string=USAGE.query | query)
    assert (400, [named]) == (
        answer.status_code,
        [each["field"] for each in answer.get_json()["errors"]],
    )
