"""Files of a package over HTTP, below a launch path on the package's own origin."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from chassis.errors import NotFound, Unavailable
from services.training.domain.package import Package, PackageFile
from services.training.inbound.packages_http import PACKAGE
from services.training.usecases.read_package_file import Bytes, ReadPackageFile

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "htm": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "ico": "image/x-icon",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
}
"""By a name's ending; a browser saves what has another."""

POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'"
)
"""What authoring tools write may run; it is on an origin with nothing else to reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFilesApp:
    """A WSGI application. `site` is the origin whose pages may show a unit in a frame."""

    read_package_file: ReadPackageFile
    site: str

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        answer = self._answer(Request(environ))
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        answer.headers["Cache-Control"] = "private, no-store"
        return answer(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return _said(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})
        token, _, path = request.path.removeprefix("/").partition("/")
        try:
            package, file, read = self.read_package_file(
                package_id=request.environ[PACKAGE], token=token, path=path
            )
            return self._file(request, package, file, read)
        except NotFound:
            return _said(HTTPStatus.NOT_FOUND)
        except Unavailable:
            return _said(HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "5"})

    def _file(self, request: Request, package: Package, file: PackageFile, read: Bytes) -> Response:
        """Return the file, or the one part of it that is asked for (RFC 9110, section 14)."""
        etag = f'"{package.digest}-{file.number}"'
        media_type = TYPES.get(file.path.rpartition(".")[2].lower())
        headers = Headers(
            {
                "Content-Type": media_type or "application/octet-stream",
                "Content-Security-Policy": f"{POLICY}; frame-ancestors 'self' {self.site}",
                "Accept-Ranges": "bytes",
                "ETag": etag,
            }
        )
        if media_type is None:
            headers["Content-Disposition"] = "attachment"
        start, end, status = 0, file.size, HTTPStatus.OK
        asked = request.range if request.headers.get("If-Range", etag) == etag else None
        if asked is not None and asked.units == "bytes" and len(asked.ranges) == 1:
            part = asked.range_for_length(file.size)
            if part is None:
                unmet = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
                return _said(unmet, {"Content-Range": f"bytes */{file.size}"})
            (start, end), status = part, HTTPStatus.PARTIAL_CONTENT
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
        headers["Content-Length"] = str(end - start)
        body = read(start, end - start) if request.method == "GET" else ()
        return Response(body, status, headers, direct_passthrough=True)


def _said(status: HTTPStatus, headers: dict[str, str] | None = None) -> Response:
    body = f"{status.value} {status.phrase}\n"
    return Response(body, status, headers, content_type="text/plain; charset=utf-8")
