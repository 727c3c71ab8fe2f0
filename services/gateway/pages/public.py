"""The first pages: home, confirming an address, what problems mean, the REST reference."""

from typing import Any

import grpc
from apiflask import APIBlueprint
from flask import Response, abort, current_app, render_template, request

from chassis.rpc_errors import refusal_of
from isp.identity.v1 import identity_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.problems import MEANINGS

pages = APIBlueprint("pages", __name__, enable_openapi=False, template_folder="../templates")


def _page(name: str, status: int = 200, **said: Any) -> Response:
    return Response(render_template(name, **said), status, mimetype="text/html")


@pages.get("/")
def home() -> Response:
    """Say what this is, and what to do in an emergency."""
    return public(_page("home.html"), 60)


@pages.get("/reference")
def reference() -> Response:
    """Show the REST reference, made on the server from the OpenAPI document."""
    return public(_page("reference.html", spec=current_app.spec), 60)  # type: ignore[attr-defined] # APIFlask's


@pages.get("/problems/<slug>")
def problem(slug: str) -> Response:
    """Say what a problem means."""
    if slug not in MEANINGS:
        abort(404)
    return public(_page("problem.html", slug=slug, meaning=MEANINGS[slug]), 3600)


@pages.get("/register/confirm")
def confirm_form() -> Response:
    """Ask for one press: mail scanners open links, and must not confirm by it."""
    return _page("confirm.html", token=request.args.get("token", "")[:200])


@pages.post("/register/confirm")
def confirm() -> Response:
    """Confirm an address, and say what comes next."""
    message = identity_pb2.ConfirmEmailRequest(token=request.form.get("token", "")[:200])
    try:
        clients().call(clients().identity.ConfirmEmail, message)
    except grpc.RpcError as error:
        refused = refusal_of(error)
        if refused.reason in {"APPLICATION_NOT_FOUND", "INVALID"}:
            return _page("confirm_failed.html", 404)
        if error.code() in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}:
            answer = _page("try_later.html", 503)
            answer.headers["Retry-After"] = "5"
            return answer
        raise
    return _page("confirmed.html")
