"""The player of SCOs and what they commit, over HTTP: what stands below `/scorm/` of an origin.

The page hosts a SCO of the same origin, since a SCO finds its API only there (2004 RTE 3.3.6). So
a SCO reaches whatever the page holds, its session's token too: its word earns no certificate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct
from prometheus_client import Counter
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from chassis.errors import Invalid, Refusal, Violation
from services.training.domain.errors import StatementRefused
from services.training.domain.scorm_run import READ, RunTime
from services.training.inbound.xapi_answers import json_answer, refused
from services.training.inbound.xapi_requests import token_from
from services.training.usecases.play_scorm import BeginScorm, CommitScorm

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BEGINS: Final = "/scorm/"
LARGEST: Final = 512 * 1024
"""Bytes of one commit: suspend data of 2004 and a few thousand interactions."""

REFUSED: Final = Counter(
    "isp_training_scorm_refused_total", "Commits of SCOs that broke a rule.", ["rule"]
)
_PLAYER: Final = Path(__file__).parent / "scorm_player"
_LIBRARIES: Final = {RunTime.OLD: "scorm12.min.js", RunTime.NEW: "scorm2004.min.js"}
_FILES: Final = {
    "player.js": "text/javascript",
    "player.css": "text/css",
    **dict.fromkeys(_LIBRARIES.values(), "text/javascript"),
}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_DAY: Final = "public, max-age=86400"


class _Commit(Struct, forbid_unknown_fields=True):
    elements: dict[str, str]
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScormApp:
    """A WSGI application for `/scorm/`. `site` is the origin whose pages may frame the player."""

    begin: BeginScorm
    commit: CommitScorm
    site: str

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        request.max_content_length = LARGEST
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        name = request.path.removeprefix(BEGINS)
        if name in _FILES:
            return _only(request, "GET") or _file(name)
        slug, _, asked = name.partition("/")
        run_time = {each.value: each for each in RunTime}.get(slug)
        if run_time is None or asked not in ("play", "begin", "commit"):
            missing = {"error": "NOT_FOUND", "message": "There is nothing here."}
            return json_answer(missing, HTTPStatus.NOT_FOUND)
        if asked == "play":
            return _only(request, "GET") or _page(run_time, self.site)
        return _only(request, "POST") or self._posted(request, run_time, asked)

    def _posted(self, request: Request, run_time: RunTime, asked: str) -> Response:
        try:
            answer = (self._begun if asked == "begin" else self._committed)(request, run_time)
        except StatementRefused as broken:
            REFUSED.labels(broken.rule).inc()
            answer = refused(broken)
        except Refusal as refusal:
            answer = refused(refusal)
        except HTTPException as wrong:  # werkzeug's own: a body that is too large, or breaks off
            said = {"error": "REQUEST_REFUSED", "message": wrong.name}
            answer = json_answer(said, HTTPStatus(wrong.code or HTTPStatus.BAD_REQUEST))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _begun(self, request: Request, run_time: RunTime) -> Response:
        begun = self.begin(token=token_from(request), run_time=run_time)
        told = {"elements": dict(begun.elements), "return_url": begun.return_url}
        return json_answer(told | {"read": sorted(READ[run_time])})

    def _committed(self, request: Request, run_time: RunTime) -> Response:
        token, said = token_from(request), _commit_from(request)
        self.commit(token=token, run_time=run_time, elements=said.elements, finished=said.finished)
        return Response(status=HTTPStatus.NO_CONTENT)


def _commit_from(request: Request) -> _Commit:
    if request.mimetype != "application/json":
        raise Invalid(Violation("Content-Type", "must be application/json"))
    try:
        return msgspec.json.decode(request.get_data(cache=False), type=_Commit)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid(Violation("body", str(error)[:300])) from None


def _only(request: Request, method: str) -> Response | None:
    methods: Mapping[str, str] = {"HEAD": "GET"}
    if methods.get(request.method, request.method) == method:
        return None
    wrong = json_answer({"error": "METHOD_NOT_ALLOWED"}, HTTPStatus.METHOD_NOT_ALLOWED)
    wrong.headers["Allow"] = method
    return wrong


def _page(run_time: RunTime, site: str) -> Response:
    page = (_PLAYER / "play.html").read_text("utf-8")
    answer = Response(page.replace("{library}", _LIBRARIES[run_time]), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{_POLICY} {site}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _file(name: str) -> Response:
    answer = Response((_PLAYER / name).read_bytes(), content_type=f"{_FILES[name]}; charset=utf-8")
    answer.headers["Cache-Control"] = _DAY
    return answer
