"""The rumour board as anyone reads it."""

from typing import Final

from apiflask import APIBlueprint
from flask import Response, request

from isp.alerts.v1 import rumours_pb2 as rpc
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages.answers import ask, page

rumour_board = APIBlueprint("rumour_board", __name__, url_prefix="/rumours", enable_openapi=False)

PAGE_SIZE: Final = 20
_LONGEST_TOKEN: Final = 200
_KEPT_SECONDS: Final = 5


@rumour_board.get("")
def board() -> Response:
    """Show what was ever published, as what it is by now."""
    message = rpc.ListRumoursRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:_LONGEST_TOKEN]
    )
    found = ask(clients().rumours.ListRumours, message)
    return public(page("rumours.html", found=found), _KEPT_SECONDS)
