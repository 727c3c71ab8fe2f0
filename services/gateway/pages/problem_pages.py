"""What a person reads when something goes wrong: the problem's page, or the way to sign in."""

from http import HTTPStatus
from typing import Final

from flask import Response, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from services.gateway.pages.language import LANGUAGES
from services.gateway.pages.sign_in import SignInUnavailable
from services.gateway.pages.visitors import came, has_just_signed_in, to_sign_in, visitor
from services.gateway.problem_meanings import MEANINGS
from services.gateway.problems import Problem

KEYCLOAK_TAKES_SECONDS: Final = 900
"""How long Keycloak takes a second factor for granted: `loa-max-age` of the realm."""

_STEP_UP: Final = "STEP_UP_REQUIRED"
_NOBODY: Final = "TOKEN_NEEDED"


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
    needed, who = "aal2" if problem.reason == _STEP_UP else "aal1", came()
    if (
        problem.reason == _NOBODY and who.by_passkey and visitor()
    ):  # only alerts is told who they are
        return Response(render_template("passkey_alone.html"), 403, mimetype="text/html")
    if problem.status is HTTPStatus.UNAUTHORIZED and not has_just_signed_in(needed):
        return to_sign_in(who, acr=needed, max_age=_anew(problem))
    answer = Response(
        render_template(
            "problem_met.html",
            problem=problem,
            meaning=meaning(problem),
            back=_back() if problem.reason == SignInUnavailable.reason else None,
        ),
        problem.status.value,
        mimetype="text/html",
    )
    answer.headers.update(problem.said_by_headers())
    return answer


def _anew(problem: Problem) -> int | None:
    """Return how old a sign-in may be where Keycloak would take an older second factor again."""
    said = problem.max_age
    return said if said is not None and said < KEYCLOAK_TAKES_SECONDS else None


def _back() -> str:
    """Return where somebody wants to be who cannot sign in by Keycloak."""
    at_keycloaks = request.path.startswith("/auth/")
    return request.args.get("next", "/") if at_keycloaks else request.path


def meaning(problem: Problem) -> str:
    """Return what a problem means, in the page's language."""
    return meaning_of(problem.reason) or str(gettext(problem.status.phrase))


def meaning_of(reason: str) -> str:
    """Return what a reason means, in the page's language; nothing for one that is not ours."""
    said = MEANINGS.get(reason.lower().replace("_", "-"), "")
    return str(gettext(said)) if said else ""
