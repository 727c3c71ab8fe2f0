"""How much one caller, and all together, may ask: rates in Valkey, places under way in memory.

When Valkey is away the rates are counted in this process; nobody is locked out and nothing waits.
"""

import threading
from http import HTTPStatus
from typing import Final

from apiflask import APIFlask
from flask import Response, g, request
from flask_limiter import Limiter

from services.gateway.caller import rate_key
from services.gateway.problems import Problem

RESERVED_THREADS: Final = 8
"""Threads that only alerts may use: reading, approving and issuing are never shed."""

PER_CALLER: Final = "1200/minute"
REGISTRATION: Final = "30/minute;200/hour"

ALERTS: Final = "alerts"
_ANSWERED_HERE: Final = frozenset({"session.get_session", "static", "openapi.spec"})


def make_limiter() -> Limiter:
    """Return the limiter; `install` gives it its store."""
    return Limiter(key_func=rate_key, headers_enabled=True, swallow_errors=True)


limiter: Final = make_limiter()


def install(app: APIFlask, *, valkey_url: str, threads: int) -> None:
    """Limit every route: rates by caller, and places by kind of route."""
    app.config.update(
        RATELIMIT_STORAGE_URI=f"{valkey_url}/1",
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 0.1, "socket_timeout": 0.1},
        RATELIMIT_DEFAULT=PER_CALLER,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_STRATEGY="fixed-window",
        RATELIMIT_KEY_PREFIX="isp",
    )
    limiter.init_app(app)
    others = threading.BoundedSemaphore(max(1, threads - RESERVED_THREADS))

    @app.before_request
    def take_a_place() -> Response | None:
        if request.blueprint == ALERTS or request.endpoint in _ANSWERED_HERE:
            return None
        if not others.acquire(blocking=False):
            return Problem(status=HTTPStatus.SERVICE_UNAVAILABLE, reason="EXHAUSTED").response()
        g.place = others
        return None

    @app.teardown_request
    def leave_the_place(_error: BaseException | None) -> None:
        if "place" in g:
            g.pop("place").release()
