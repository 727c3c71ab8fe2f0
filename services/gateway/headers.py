"""What every answer says to browsers and caches."""

from collections.abc import Sequence
from typing import Final

from apiflask import APIFlask
from flask import Response, request, session
from flask_cors import CORS

_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
_API_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{files};"
    " media-src 'self'{files}; worker-src 'self'; connect-src 'self' {stream};"
    " form-action 'self' {sign_in}; frame-ancestors 'none'; base-uri 'none'"
)
"""A form may end at Keycloak: browsers hold what a form's answer leads to against form-action."""

_OF_PAGES: Final = frozenset({"text/html", "text/javascript"})
"""A script too: the offline worker lives by the policy that its own file came with."""

PRIVATE: Final = "private, no-store"
REVALIDATED: Final = "private, no-cache"
"""Of what a person may keep and must ask about each time: we look whether they still may."""


def install(
    app: APIFlask,
    *,
    origins: Sequence[str],
    https: bool,
    stream: str,
    sign_in: str,
    files: str = "",
) -> None:
    """Add the headers to every answer; a route that is public says so itself.

    `stream`, `sign_in` and `files` are the origins of the live stream, of Keycloak and of attached
    films and pictures.
    """
    CORS(
        app,
        resources={r"/v1/*": {"origins": list(origins)}},
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match"],
        expose_headers=["ETag", "Location", "Link", "Retry-After", "WWW-Authenticate"],
        max_age=600,
        always_send=False,
        vary_header=False,  # we say it on every answer, also on those without an origin
    )

    always = list(_ALWAYS.items())
    if https:
        always.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    said = {"stream": stream, "sign_in": sign_in, "files": f" {files}" if files else ""}
    policy = _PAGE_POLICY.format(**said)
    page_headers = [*always, ("Content-Security-Policy", policy)]
    api_headers = [*always, ("Content-Security-Policy", _API_POLICY)]

    @app.after_request
    def say(answer: Response) -> Response:
        headers = answer.headers
        rest = request.path.startswith("/v1/")
        page = answer.mimetype in _OF_PAGES and not rest
        headers.extend(page_headers if page else api_headers)
        if "Cache-Control" not in headers:
            headers.add("Cache-Control", PRIVATE)
        if rest:
            headers.add("Vary", "Authorization, Origin")
        return answer


def public(answer: Response, seconds: int) -> Response:
    """Let an answer be kept by caches, if nobody is signed in: it is the same for everyone."""
    if "Authorization" not in request.headers and not session:
        answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    return answer


def kept_by_reader(answer: Response, seconds: int, *, never: bool = False) -> Response:
    """As `public`; who is signed in may keep it too, and asks with its ETag before each use.

    `never` is for what no browser is to keep, whoever reads it.
    """
    public(answer, seconds)
    if "Cache-Control" not in answer.headers and not never:
        answer.headers["Cache-Control"] = REVALIDATED
    return answer
