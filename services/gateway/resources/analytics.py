"""Usage figures by REST, as JSON or as CSV."""

import csv
import io
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from apiflask import APIBlueprint, Schema
from apiflask.fields import Date
from apiflask.validators import Length, OneOf
from flask import Response, jsonify, request
from marshmallow import RAISE

from isp.analytics.v1 import analytics_pb2
from services.gateway.clients import clients
from services.gateway.problems import RequestRefused
from services.gateway.resources.fields import String

analytics = APIBlueprint("analytics", __name__, url_prefix="/v1", tag="Figures")

DIMENSIONS: Final = ("NONE", "TIER", "REGION", "SECTOR", "DETAIL", "SERVICE")
COLUMNS: Final = ("metric", "dimension", "day", "row", "value", "events", "people")
CSV: Final = "text/csv"
_JSON: Final = "application/json"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class UsageQuery(Schema):
    """Which figures."""

    metric = String(required=True, validate=Length(min=1, max=100))
    dimension = String(load_default="NONE", validate=OneOf(DIMENSIONS))
    from_day = Date(required=True, data_key="from", format="iso")
    to_day = Date(required=True, data_key="to", format="iso")


@analytics.get("/usage/metrics")
@analytics.doc(
    summary="What is counted",
    responses={200: "The metrics", 401: "Sign in", 403: "Not allowed"},
    security="bearer",
)
def list_metrics() -> Response:
    """Say what is counted."""
    found = clients().call(clients().analytics.ListMetrics, analytics_pb2.ListMetricsRequest())
    return jsonify({"metrics": list(found.metrics), "dimensions": list(DIMENSIONS)})


@analytics.get("/usage")
@analytics.input(UsageQuery, location="query", arg_name="said", unknown=RAISE)
@analytics.doc(
    summary="A metric's figures, day by day",
    description="JSON, or CSV for `Accept: text/csv`: the same figures. A day is a UTC day, and"
    " `to` is included; at most 400. What fewer than five people did is withheld, and so is what"
    " would let it be worked out: `rest_events` are of all values that are not shown. An empty"
    " value is one that is not known.",
    responses={
        200: "The figures",
        401: "Sign in",
        403: "Not allowed",
        404: "No such metric",
        406: "Neither JSON nor CSV",
    },
    security="bearer",
)
def get_usage(said: dict[str, Any]) -> Response:
    """Tell a metric's figures."""
    wanted = request.accept_mimetypes
    form = wanted.best_match((_JSON, CSV)) if wanted else _JSON
    if form is None:
        what = f"It comes as {_JSON} or {CSV}."
        raise RequestRefused(HTTPStatus.NOT_ACCEPTABLE, "NOT_ACCEPTABLE", what)
    question = analytics_pb2.GetUsageRequest(
        metric=said["metric"],
        dimension=analytics_pb2.Dimension.Value(f"DIMENSION_{said['dimension']}"),
        from_day=said["from_day"].isoformat(),
        to_day=said["to_day"].isoformat(),
    )
    found = clients().call(clients().analytics.GetUsage, question)
    answer = _csv(question, found) if form == CSV else _json(question, found)
    answer.vary.add("Accept")
    return answer


def _dimension(question: analytics_pb2.GetUsageRequest) -> str:
    name: str = analytics_pb2.Dimension.Name(question.dimension)
    return name.removeprefix("DIMENSION_")


def _json(
    question: analytics_pb2.GetUsageRequest, found: analytics_pb2.GetUsageResponse
) -> Response:
    return jsonify(
        {
            "metric": question.metric,
            "dimension": _dimension(question),
            "from": question.from_day,
            "to": question.to_day,
            "least_people": found.least_people,
            "demonstration": found.demonstration,
            "days": [_day_json(day) for day in found.days],
        }
    )


def _day_json(day: analytics_pb2.UsageDay) -> dict[str, Any]:
    if day.withheld:
        return {"day": day.day, "withheld": True}
    return {
        "day": day.day,
        "withheld": False,
        "events": day.events,
        "people": day.people,
        "values": [
            {"value": cell.value, "events": cell.events, "people": cell.people}
            for cell in day.cells
        ],
        "rest_events": day.rest_events,
    }


def _csv(
    question: analytics_pb2.GetUsageRequest, found: analytics_pb2.GetUsageResponse
) -> Response:
    """Return one row a figure; `row` says what it is: total, value, rest or withheld."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for day in found.days:
        for row in _rows(day):
            which = (question.metric, _dimension(question), day.day)
            writer.writerow([_plain(each) for each in (*which, *row)])
    answer = Response(text.getvalue(), content_type=f"{CSV}; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="usage.csv"'
    return answer


def _rows(day: analytics_pb2.UsageDay) -> Iterator[tuple[str, str, int | str, int | str]]:
    if day.withheld:
        yield "withheld", "", "", ""
        return
    yield "total", "", day.events, day.people
    for cell in day.cells:
        yield "value", cell.value, cell.events, cell.people
    if day.rest_events:
        yield "rest", "", day.rest_events, ""


def _plain(cell: int | str) -> int | str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
