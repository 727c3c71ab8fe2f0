"""Files over HTTP, on an origin of their own: nothing but a link opens one.

No cookie and no token is read here. Whatever is in a file, a browser may not run it: it is saved,
never shown as a page of this origin, and this origin is no other's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from prometheus_client import Counter
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from chassis.errors import NotFound, Unavailable
from services.content.domain.attachment import Attachment
from services.content.usecases.read_attachment import Bytes, ReadAttachment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ANSWERED: Final = Counter("isp_files_answered_total", "Requests for files.", ["status"])
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-store",
}
_TEXT: Final = "text/"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesApp:
    """A WSGI application. `site` is the origin whose pages may show pictures and video."""

    read_attachment: ReadAttachment
    site: str

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        answer = self._answer(request)
        for name, value in _ALWAYS.items():
            answer.headers[name] = value
        answer.headers["Access-Control-Allow-Origin"] = self.site
        ANSWERED.labels(str(answer.status_code)).inc()
        return answer(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return _said(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})
        token, _, name = request.path.removeprefix("/").partition("/")
        if not name:
            return _said(HTTPStatus.NOT_FOUND)
        try:
            attachment, read = self.read_attachment(token=token)
            return _file(request, attachment, read)
        except NotFound:
            return _said(HTTPStatus.NOT_FOUND)
        except Unavailable:
            return _said(HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "5"})


def _file(request: Request, attachment: Attachment, read: Bytes) -> Response:
    """Return the file, or the one part of it that is asked for (RFC 9110, section 14)."""
    size, media_type = attachment.size, attachment.kind.media_type
    if media_type.startswith(_TEXT):
        media_type += "; charset=utf-8"
    etag = f'"{attachment.digest}"'
    headers = Headers(
        {
            "Content-Type": media_type,
            "Content-Disposition": disposition(attachment.name),
            "Accept-Ranges": "bytes",
            "ETag": etag,
        }
    )
    start, end, status = 0, size, HTTPStatus.OK
    asked = request.range if request.headers.get("If-Range", etag) == etag else None
    if asked is not None and asked.units == "bytes" and len(asked.ranges) == 1:
        part = asked.range_for_length(size)
        if part is None:
            unmet = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            return _said(unmet, {"Content-Range": f"bytes */{size}"})
        (start, end), status = part, HTTPStatus.PARTIAL_CONTENT
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    body = read(start, end - start) if request.method == "GET" else ()
    return Response(body, status, headers, direct_passthrough=True)


def disposition(name: str) -> str:
    """Return how a file is to be saved, and under which name (RFC 6266, section 4)."""
    plain = "".join(each if each.isascii() and each.isprintable() else "_" for each in name)
    plain = plain.replace('"', "_").replace("\\", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _said(status: HTTPStatus, headers: dict[str, str] | None = None) -> Response:
    body = f"{status.value} {status.phrase}\n"
    return Response(body, status, headers, content_type="text/plain; charset=utf-8")
