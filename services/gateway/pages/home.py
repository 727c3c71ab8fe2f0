"""The home page, what to do now, and what this is."""

from typing import Final

from apiflask import APIBlueprint
from flask import Response

from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.content.v1 import content_pb2, document_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.language import language, of_document
from services.gateway.pages.notices import NOTICES, told
from services.gateway.pages.threat import standing

home = APIBlueprint("home", __name__, enable_openapi=False)

LATEST: Final = 5
MOST_LIVE: Final = 50


def live_alerts(page_token: str = "") -> alerts_pb2.ListAlertsResponse:
    """Return a page of the alerts in force that the visitor may read, newest first."""
    message = alerts_pb2.ListAlertsRequest(
        page_size=MOST_LIVE, page_token=page_token, statuses=[alert_pb2.ALERT_STATUS_ISSUED]
    )
    found: alerts_pb2.ListAlertsResponse = ask(clients().alerts.ListAlerts, message)
    return found


def _latest() -> list[document_pb2.Document]:
    """Return the latest advice, in the page's language where there is any."""
    message = content_pb2.ListDocumentsRequest(page_size=LATEST, language=of_document(language()))
    found = list(ask(clients().content.ListDocuments, message).documents)
    if language() == "cy" and len(found) < LATEST:
        message.language = of_document("en")
        found += ask(clients().content.ListDocuments, message).documents
    return found[:LATEST]


@home.get("/")
def home_page() -> Response:
    """Say what is in force now, and what one can do here."""
    shown = page("home.html", live=part(live_alerts), threat=part(standing), latest=part(_latest))
    return public(shown, 5)


@home.get("/what-to-do-now")
def what_to_do_now() -> Response:
    """Say in plain words what to do in an attack; asks no service, so that it always comes."""
    return public(page("what_to_do_now.html"), 300)


@home.get("/about")
def about() -> Response:
    """Say what this is, what is kept of a visitor, and which cookie there is."""
    return public(page("about.html", notices=NOTICES.values(), told=told), 300)


@home.get("/sign-in-failed")
def sign_in_failed() -> Response:
    """Say that a sign-in was not finished."""
    return page("sign_in_failed.html", 400)
