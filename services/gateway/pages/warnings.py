"""Alerts as a subscriber or anyone reads them."""

from typing import Any, Final
from uuid import UUID

import grpc
from apiflask import APIBlueprint
from flask import Response, jsonify, request

from chassis.logs import logger
from chassis.rpc_errors import refusal_of
from isp.alerts.v1 import (
    alert_pb2,
    alerts_pb2,
    cascades_pb2,
    cordon_pb2,
    cordons_pb2,
    ledger_pb2,
)
from services.gateway.clients import clients
from services.gateway.headers import PRIVATE, public
from services.gateway.pages.answering import AnswerForm, my_answer
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.home import live_alerts
from services.gateway.pages.language import language
from services.gateway.pages.map_drawing import drawing_of
from services.gateway.pages.visitors import bearer, visitor

alerts = APIBlueprint("alerts", __name__, url_prefix="/alerts", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
_STOOD: Final = (
    cordon_pb2.CORDON_STATUS_LIVE,
    cordon_pb2.CORDON_STATUS_LIFTED,
    cordon_pb2.CORDON_STATUS_ENDED_WITH_ALERT,
)
ENDED: Final = (
    alert_pb2.ALERT_STATUS_ALL_CLEAR,
    alert_pb2.ALERT_STATUS_WITHDRAWN,
    alert_pb2.ALERT_STATUS_EXPIRED,
)


@alerts.get("")
def all_alerts() -> Response:
    """Show what is in force, and what ended: a page of each, whichever the address names."""
    live, past = (request.args.get(name, "")[:LONGEST_TOKEN] for name in ("live", "page"))
    ended = ask(
        clients().alerts.ListAlerts,
        alerts_pb2.ListAlertsRequest(page_size=PAGE_SIZE, page_token=past, statuses=ENDED),
    )
    shown = page(
        "alerts.html",
        live=live_alerts(live),
        ended=ended,
        page_of_live=live or None,
        page_of_ended=past or None,
    )
    return public(shown, 5)


def said_in(content: alert_pb2.AlertContent) -> Any:
    """Return the words of an alert in the page's language, else as they were first written."""
    wanted = language()
    found = (each for each in content.translations if each.language.partition("-")[0] == wanted)
    return next(found, content)


@alerts.get("/<uuid:alert_id>")
def alert_page(alert_id: UUID) -> Response:
    """Show an alert."""
    message = alerts_pb2.GetAlertRequest(alert_id=str(alert_id))
    alert = ask(clients().alerts.GetAlert, message).alert
    code = _code(alert.alert_id)
    added = _added(alert) if visitor() and bearer() else None
    said: dict[str, Any] = {"others": _others(alert), "code": code, "added": added}
    said["cordons"] = part(lambda: _cordons(alert))
    said["drawing"] = drawing_of(alert_pb2.AlertContent(area=alert.content.area), ())
    shown = page("alert.html", alert=alert, **said, **_asked(alert))
    return public(shown, 5)


def _cordons(alert: alert_pb2.Alert) -> list[cordon_pb2.Cordon]:
    """Return the cordons of an alert that is out and may be read, as far as they stand or stood."""
    if alert.part or not alert.HasField("issued_at"):
        return []
    message = cordons_pb2.ListCordonsRequest(alert_id=alert.alert_id)
    found = ask(clients().cordons.ListCordons, message).cordons
    return [each for each in found if each.status in _STOOD]


def _added(alert: alert_pb2.Alert) -> cascades_pb2.GetBranchContextResponse | None:
    """Return what was added beside an alert for the visitor; None while that is away."""
    if not alert.content.cascaded:
        return cascades_pb2.GetBranchContextResponse()
    message = cascades_pb2.GetBranchContextRequest(alert_id=alert.alert_id)
    return part(lambda: ask(clients().cascades.GetBranchContext, message))


def _asked(alert: alert_pb2.Alert) -> dict[str, Any]:
    """Return whether an alert asks for an answer now, and what the visitor answered."""
    live = alert.status == alert_pb2.ALERT_STATUS_ISSUED
    asks = live and alert.content.asks_answer and not alert.thread.HasField("superseded_at")
    mine = part(lambda: my_answer(alert.alert_id)) if asks and visitor() and bearer() else None
    return {"asks": asks, "mine": mine, "form": AnswerForm()}


def _others(alert: alert_pb2.Alert) -> list[alert_pb2.Alert]:
    """Return the other messages of an alert's thread that were issued, newest first."""
    if alert.thread.number <= 1 and not alert.thread.HasField("superseded_at"):
        return []
    message = alerts_pb2.GetThreadRequest(alert_id=alert.alert_id)
    found = ask(clients().alerts.GetThread, message).alerts
    return [each for each in found if each.HasField("issued_at") and each != alert]


def _code(alert_id: str) -> str:
    """Return the code by which anyone can check an alert; nothing where it has none."""
    try:
        found = ask(clients().ledger.GetCode, ledger_pb2.GetCodeRequest(alert_id=alert_id))
    except grpc.RpcError as error:
        logger().info("an alert is shown without its code", why=refusal_of(error).reason)
        return ""
    code: str = found.code
    return code


@alerts.get("/stream-ticket")
def stream_ticket() -> Response:
    """Give the page's script a ticket for the live stream."""
    made = ask(clients().alerts.CreateStreamTicket, alerts_pb2.CreateStreamTicketRequest())
    answer = jsonify({"ticket": made.ticket, "stream_url": made.stream_url})
    answer.headers["Cache-Control"] = PRIVATE
    return answer
