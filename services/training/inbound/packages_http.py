"""Packages over HTTP: each on an origin of its own, found by the request's host.

No cookie and no token of the site is read or set here. What stands at a path below an origin is a
part, mounted by how its path begins; each finds whose origin it is under `PACKAGE` in the environ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import Counter
from werkzeug.wrappers import Response

from services.training.domain.package_origin import PackageOrigins

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PACKAGE: Final = "isp.package"
"""The environ's key of the package's id, a UUID."""

ANSWERED: Final = Counter(
    "isp_packages_answered_total", "Requests at packages' origins.", ["part", "status"]
)
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
}
_SHUT: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The content policy of whatever says none of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesApp:
    """A WSGI application. `parts` are by how a path begins (`/xapi/`); the longest counts."""

    origins: PackageOrigins
    parts: Mapping[str, "WSGIApplication"]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        package_id = self.origins.package_at(environ.get("HTTP_HOST", ""))
        path = environ.get("PATH_INFO", "")
        begins = max((each for each in self.parts if _is_below(path, each)), key=len, default=None)
        if package_id is None or begins is None:
            answer: WSGIApplication = _not_found()
        else:
            environ[PACKAGE] = package_id
            answer = self.parts[begins]

        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            ANSWERED.labels(begins or "none", status[:3]).inc()
            return start_response(status, _guarded(headers), *failed)

        return answer(environ, start)


def _is_below(path: str, begins: str) -> bool:
    return path.startswith(begins) if begins.endswith("/") else path == begins


def _guarded(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the headers with those that always stand, and without any cookie."""
    said = {name.lower() for name, _ in headers}
    kept = [each for each in headers if each[0].lower() != "set-cookie"]
    kept += [each for each in _ALWAYS.items() if each[0].lower() not in said]
    if "content-security-policy" not in said:
        kept.append(("Content-Security-Policy", _SHUT))
    return kept


def _not_found() -> Response:
    status = HTTPStatus.NOT_FOUND
    return Response(f"{status.value} {status.phrase}\n", status, mimetype="text/plain")
