"""Pages for who builds on us, in English only: the REST reference, what problems mean."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, abort, current_app, render_template

from services.gateway.headers import public
from services.gateway.problem_meanings import MEANINGS

pages = APIBlueprint("pages", __name__, enable_openapi=False, template_folder="../templates")


def _page(name: str, status: int = 200, **said: Any) -> Response:
    return Response(render_template(name, **said), status, mimetype="text/html")


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


@pages.get("/worker.js")
def worker() -> Response:
    """Give the script that keeps a page for when there is no network; it works for all of ours."""
    return current_app.send_static_file("worker.js")
