"""Ending every sign-in of one's own, by pages."""

from apiflask import APIBlueprint
from flask import Response, session
from werkzeug.wrappers import Response as AnyResponse

from isp.identity.v1 import sign_ins_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.visitors import grants, signed_in, visitor

sign_ins_pages = APIBlueprint("sign_ins_pages", __name__, enable_openapi=False)


@sign_ins_pages.get("/account/sign-ins")
@signed_in
def own() -> Response:
    """Say what signing out everywhere does."""
    return page("sign_ins.html")


@sign_ins_pages.post("/account/sign-ins/end")
@signed_in
def end() -> AnyResponse:
    """End them, the present one included, and show that they are ended."""
    ask(clients().sign_ins.SignOutEverywhere, sign_ins_pb2.SignOutEverywhereRequest())
    who = visitor()
    if who is not None:
        grants().drop(who.grant)
    session.clear()
    return page("signed_out_everywhere.html")
