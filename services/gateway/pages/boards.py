"""What people and other systems said of an alert, as parts of its page on the desk."""

from typing import Any

from isp.alerts.v1 import alert_pb2, answers_pb2, cap_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, part


def board_of(alert: alert_pb2.Alert) -> answers_pb2.GetAnswersResponse:
    """Return the answers to an alert that asks, to those whom the service shows its digest."""
    if not alert.digest or not alert.HasField("issued_at") or not alert.content.asks_answer:
        return answers_pb2.GetAnswersResponse()
    message = answers_pb2.GetAnswersRequest(alert_id=alert.alert_id)
    board: answers_pb2.GetAnswersResponse = ask(clients().answers.GetAnswers, message)
    return board


def picture_of(alert: alert_pb2.Alert) -> answers_pb2.GetSituationResponse:
    """Return what members report about an alert in force, to those who see its digest."""
    if not alert.digest or alert.status != alert_pb2.ALERT_STATUS_ISSUED:
        return answers_pb2.GetSituationResponse()
    message = answers_pb2.GetSituationRequest(alert_id=alert.alert_id)
    picture: answers_pb2.GetSituationResponse = ask(clients().answers.GetSituation, message)
    return picture


def came_of(alert: alert_pb2.Alert) -> cap_pb2.ListCapImportsResponse:
    """Return what came in from elsewhere about an alert, to those who see its digest."""
    if not alert.digest:
        return cap_pb2.ListCapImportsResponse()
    message = cap_pb2.ListCapImportsRequest(alert_id=alert.alert_id)
    came: cap_pb2.ListCapImportsResponse = ask(clients().cap.ListCapImports, message)
    return came


def shown_of(alert: alert_pb2.Alert) -> dict[str, Any]:
    """Return the boards of an alert's page; a part that is away is None."""
    return {
        "board": part(lambda: board_of(alert)),
        "picture": part(lambda: picture_of(alert)),
        "came": part(lambda: came_of(alert)),
    }
