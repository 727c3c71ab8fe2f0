"""Links to partners, and the page before one leaves us: nothing of the reader goes along."""

from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from flask_babel import lazy_gettext

from isp.content.v1 import partner_links_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages.answers import ask, page
from services.gateway.pages.language import language

leaving = APIBlueprint("leaving", __name__, url_prefix="/partners", enable_openapi=False)

STATES: Final = {
    "SILENT": lazy_gettext("It did not answer when we last looked."),
    "BROKEN": lazy_gettext("It has not answered for some time."),
    "MOVED": lazy_gettext("It says that it has moved; we have not checked that yet."),
}
"""What is said of an address; of one that answers, and of one not looked at, nothing."""

_KEPT_SECONDS: Final = 30


@leaving.get("")
def links() -> Response:
    """Show where else there is help."""
    found = ask(clients().partner_links.ListPartnerLinks, pb.ListPartnerLinksRequest())
    shown = page("partners.html", links=found.links, words=words, states=STATES)
    return public(shown, _KEPT_SECONDS)


@leaving.get("/<uuid:link_id>")
def leave(link_id: UUID) -> Response:
    """Say where one is about to go, and have one link there: kept by no cache, counted once."""
    message = pb.OpenPartnerLinkRequest(link_id=str(link_id))
    found = ask(clients().partner_links.OpenPartnerLink, message)
    return page("leaving.html", found=found, words=words, states=STATES)


def words(link: pb.PartnerLink) -> dict[str, Any]:
    """Return a link's words in the page's language, else in English; `lang` says which."""
    said = link.content
    welsh = language() == "cy" and said.HasField("welsh")
    chosen = said.welsh if welsh else said.english
    return {
        "lang": "cy" if welsh else "en-GB",
        **{name: getattr(chosen, name) for name in ("name", "finds", "for_whom", "account")},
    }
