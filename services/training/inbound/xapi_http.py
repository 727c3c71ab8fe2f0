"""What a launched unit speaks to: the one-time `fetch`, and the xAPI resources under `/xapi/`.

Served on the origin of its package, to its own page: no cookie is read, and no other origin is
told that it may call. Whoever has a session's token sees and writes that session's records alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from prometheus_client import Counter
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from chassis.errors import Invalid, Refusal, Unavailable, Violation
from services.training.domain.errors import FetchRefused, SessionUnknown, StatementRefused
from services.training.domain.lms_statements import moment
from services.training.domain.xapi import VERSION
from services.training.inbound.xapi_answers import (
    json_answer,
    page_bytes,
    refused,
    statement_bytes,
)
from services.training.inbound.xapi_documents import XapiDocuments
from services.training.inbound.xapi_json import read_statements
from services.training.inbound.xapi_requests import (
    agent_from,
    id_from,
    iri_from,
    listing_from,
    more_after,
    must_know,
    one_from,
    secret_from,
    token_from,
)
from services.training.usecases.fetch_token import FetchToken
from services.training.usecases.hear_statements import HearStatements
from services.training.usecases.read_statements import (
    KnowSession,
    ReadStatement,
    ReadStatements,
    Whose,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of one request."""

VERSION_HEADER: Final = "X-Experience-API-Version"
ANSWERED: Final = Counter(
    "isp_training_xapi_answered_total", "Requests of launched units.", ["resource", "status"]
)
REFUSED: Final = Counter(
    "isp_training_statements_refused_total", "Statements that broke a rule.", ["rule"]
)
_FETCH: Final = "/fetch/"
_XAPI: Final = "/xapi/"
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    VERSION_HEADER: VERSION,
}
Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class XapiApp:
    """A WSGI application for `/fetch/` and `/xapi/`. `site` is the platform's own address."""

    fetch_token: FetchToken
    hear_statements: HearStatements
    read_statement: ReadStatement
    read_statements: ReadStatements
    know_session: KnowSession
    documents: XapiDocuments
    site: str
    _resources: Mapping[str, Mapping[str, Handler]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the table of resources once: every statement asks it."""
        object.__setattr__(self, "_resources", self._table())

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        request.max_content_length = LARGEST
        resource, answer = self._answer(request)
        for name, value in _ALWAYS.items():
            answer.headers[name] = value
        ANSWERED.labels(resource, str(answer.status_code)).inc()
        return answer(environ, start_response)

    def _answer(self, request: Request) -> tuple[str, Response]:
        path = request.path
        if path.startswith(_FETCH):
            return "fetch", self._fetch(request, path.removeprefix(_FETCH))
        resource = path.removeprefix(_XAPI) if path.startswith(_XAPI) else ""
        methods = self._resources.get(resource)
        if methods is None:
            missing = {"error": "NOT_FOUND", "message": "There is no such resource."}
            return "none", json_answer(missing, HTTPStatus.NOT_FOUND)
        method = "GET" if request.method == "HEAD" else request.method
        handler = methods.get(method)
        if handler is None:
            wrong = {"error": "METHOD_NOT_ALLOWED", "message": "The resource has no such method."}
            answer = json_answer(wrong, HTTPStatus.METHOD_NOT_ALLOWED)
            answer.headers["Allow"] = ", ".join(sorted(methods))
            return resource, answer
        return resource, _guarded(handler, request, versioned=resource != "about")

    def _table(self) -> Mapping[str, Mapping[str, Handler]]:
        return {
            "statements": {
                "GET": self._read,
                "POST": self._post_statements,
                "PUT": self._put_statement,
            },
            "activities/state": self.documents.state(),
            "activities/profile": self.documents.activity_profile(),
            "agents/profile": self.documents.agent_profile(),
            "activities": {"GET": self._activity},
            "agents": {"GET": self._agent},
            "about": {"GET": _about},
        }

    def _fetch(self, request: Request, secret: str) -> Response:
        """Give the token once; an error too is said with 200 (cmi5, 8.2.2 and 8.2.3)."""
        if request.method != "POST":
            wrong = json_answer({"error": "METHOD_NOT_ALLOWED"}, HTTPStatus.METHOD_NOT_ALLOWED)
            wrong.headers["Allow"] = "POST"
            return wrong
        try:
            return json_answer(
                {"auth-token": self.fetch_token(secret=secret_from(request, secret))}
            )
        except FetchRefused as spent:
            return json_answer({"error-code": "1", "error-text": str(spent)})
        except SessionUnknown as unknown:
            return json_answer({"error-code": "2", "error-text": str(unknown)})
        except Unavailable as away:
            return json_answer({"error-code": "3", "error-text": str(away)})

    def _put_statement(self, request: Request) -> Response:
        must_know(request.args, frozenset({"statementId"}))
        statement_id = id_from("statementId", request.args.get("statementId", ""))
        token, statements = token_from(request), read_statements(_json_body(request))
        if len(statements) != 1 or statements[0].statement_id != statement_id:
            raise Invalid(Violation("statementId", "must be the id of the one statement"))
        self.hear_statements(token=token, statements=statements)
        return Response(status=HTTPStatus.NO_CONTENT)

    def _post_statements(self, request: Request) -> Response:
        must_know(request.args, frozenset())
        token, statements = token_from(request), read_statements(_json_body(request))
        self.hear_statements(token=token, statements=statements)
        return json_answer([str(each.statement_id) for each in statements])

    def _read(self, request: Request) -> Response:
        token, values = token_from(request), request.args.to_dict()
        one = one_from(values)
        if one is not None:
            found = self.read_statement(token=token, statement_id=one[0], voided=one[1])
            ids_only = values.get("format") == "ids"
            answer = _statements(statement_bytes(found, self.site, ids_only=ids_only))
            answer.last_modified = found.stored_at
            return answer
        asked = listing_from(values)
        page, following = self.read_statements(
            token=token, query=asked.query, after=asked.after, size=asked.size, whose=asked.whose
        )
        more = more_after(asked, following)
        return _statements(page_bytes(page, more, self.site, ids_only=asked.ids_only))

    def _activity(self, request: Request) -> Response:
        must_know(request.args, frozenset({"activityId"}))
        activity_id = iri_from("activityId", request.args)
        self.know_session(token=token_from(request))
        return json_answer({"objectType": "Activity", "id": activity_id})

    def _agent(self, request: Request) -> Response:
        """Return the Person, of whom we tell one account and nothing else (part 3, 2.4)."""
        must_know(request.args, frozenset({"agent"}))
        whose = Whose(agent=agent_from(request.args, required=True))
        actor = self.know_session(token=token_from(request), whose=whose).actor
        account = {"homePage": actor.home_page, "name": actor.name}
        return json_answer({"objectType": "Person", "account": [account]})


def _about(_: Request) -> Response:
    return json_answer({"version": [VERSION]})


def _guarded(handler: Handler, request: Request, *, versioned: bool) -> Response:
    try:
        if versioned and request.headers.get(VERSION_HEADER, "").split(".")[:2] != ["1", "0"]:
            raise Invalid(Violation(VERSION_HEADER, f"must be said, as {VERSION}"))
        return handler(request)
    except StatementRefused as broken:
        REFUSED.labels(broken.rule).inc()
        return refused(broken)
    except Refusal as refusal:
        return refused(refusal)
    except HTTPException as wrong:  # werkzeug's own: a body that is too large, or breaks off
        said = {"error": "REQUEST_REFUSED", "message": wrong.name}
        return json_answer(said, HTTPStatus(wrong.code or HTTPStatus.BAD_REQUEST))


def _json_body(request: Request) -> bytes:
    if request.mimetype != "application/json":
        what = "must be application/json; attachments are not taken"
        raise Invalid(Violation("Content-Type", what))
    return request.get_data(cache=False)


def _statements(body: bytes) -> Response:
    answer = Response(body, content_type="application/json")
    answer.headers["X-Experience-API-Consistent-Through"] = moment(datetime.now(UTC))
    return answer
