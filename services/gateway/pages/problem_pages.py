"""What a person reads when something goes wrong: the problem's page, or the way to sign in."""

from http import HTTPStatus
from typing import Final

from flask import Response, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from services.gateway.pages.kept import keep_form
from services.gateway.pages.language import LANGUAGES
from services.gateway.pages.visitors import has_just_signed_in, to_sign_in, visitor
from services.gateway.problem_meanings import MEANINGS
from services.gateway.problems import Problem

_STEP_UP: Final = "STEP_UP_REQUIRED"


def is_for_a_person() -> bool:
    """Tell whether the present request came for a page."""
    if request.path.startswith("/v1/"):
        return False
    page_first, script_first = ["text/html", "application/json"], ["application/json", "text/html"]
    ours = request.blueprint is not None  # a page of ours, unless its own script asks
    if ours and (request.blueprint or "").partition(".")[0] not in {*LANGUAGES, "auth", "pages"}:
        return False
    wanted = request.accept_mimetypes.best_match(page_first if ours else script_first)
    return wanted == "text/html" or (ours and wanted is None)


def page(problem: Problem) -> AnyResponse:
    """Return a problem as a person is told of it."""
    needed = "aal2" if problem.reason == _STEP_UP else "aal1"
    if problem.status is HTTPStatus.UNAUTHORIZED and not has_just_signed_in(needed):
        who = visitor()
        keep_form(who.subject if who else None)
        return to_sign_in(acr=needed)
    answer = Response(
        render_template("problem_met.html", problem=problem, meaning=meaning(problem)),
        problem.status.value,
        mimetype="text/html",
    )
    answer.headers.update(problem.said_by_headers())
    return answer


def meaning(problem: Problem) -> str:
    """Return what a problem means, in the page's language."""
    return meaning_of(problem.reason) or str(gettext(problem.status.phrase))


def meaning_of(reason: str) -> str:
    """Return what a reason means, in the page's language; nothing for one that is not ours."""
    said = MEANINGS.get(reason.lower().replace("_", "-"), "")
    return str(gettext(said)) if said else ""
