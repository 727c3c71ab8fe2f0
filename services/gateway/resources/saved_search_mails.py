"""Mails about what saved searches match, by REST."""

from http import HTTPStatus
from typing import Any, Final

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length, OneOf
from flask import Response, jsonify

from isp.content.v1 import saved_search_mails_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.fields import String

saved_search_mails = APIBlueprint("saved_search_mails", __name__, url_prefix="/v1", tag="Advice")

MAILINGS: Final = ("NEVER", "AT_ONCE", "DAILY")
_PREFIX: Final = "SAVED_SEARCH_MAILING_"


class MailingIn(Schema):
    """How often somebody is mailed."""

    mailing = String(required=True, validate=OneOf(MAILINGS))


class StopIn(Schema):
    """What stands in the link of a mail."""

    token = String(required=True, validate=Length(1, 100))


def _json(said: "pb.SavedSearchMailing.ValueType") -> Response:
    return jsonify({"mailing": pb.SavedSearchMailing.Name(said).removeprefix(_PREFIX)})


@saved_search_mails.get("/me/saved-search-mails")
@saved_search_mails.doc(
    summary="How often one is mailed of what saved searches match",
    responses={200: "What was chosen; NEVER before that"},
    security="bearer",
)
def get_saved_search_mails() -> Response:
    """Say it."""
    asked = pb.GetSavedSearchMailsRequest()
    found = clients().call(clients().saved_search_mails.GetSavedSearchMails, asked)
    return _json(found.mailing)


@saved_search_mails.put("/me/saved-search-mails")
@saved_search_mails.input(MailingIn, arg_name="said")
@saved_search_mails.doc(
    summary="Choose how often one is mailed of what saved searches match",
    description="Needs no If-Match: it says what is to hold. A mail names no document, comes to the"
    " account's own address, not in its quiet hours, and only if one may read what matches then.",
    responses={200: "What holds"},
    security="bearer",
)
def set_saved_search_mails(said: dict[str, Any]) -> Response:
    """Choose it."""
    message = pb.SetSavedSearchMailsRequest(
        mailing=pb.SavedSearchMailing.Value(f"{_PREFIX}{said['mailing']}")
    )
    kept = clients().call(clients().saved_search_mails.SetSavedSearchMails, message)
    return _json(kept.mailing)


@saved_search_mails.post("/saved-search-mail-links/stop")
@saved_search_mails.input(StopIn, arg_name="said")
@saved_search_mails.doc(
    summary="End them by the link of a mail",
    description="Needs no account. The same answer for a link that is not known.",
    responses={202: "It is so", 429: "Too many"},
)
def stop_saved_search_mails(said: dict[str, Any]) -> Response:
    """End them without signing in."""
    message = pb.StopSavedSearchMailsRequest(token=said["token"])
    clients().call(clients().saved_search_mails.StopSavedSearchMails, message)
    answer = jsonify({})
    answer.status_code = HTTPStatus.ACCEPTED
    return answer
