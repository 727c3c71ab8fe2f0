"""Sessions of the pages: in Valkey, named by one cookie. REST knows none."""

from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Request, Response, g
from flask_session.base import ServerSideSession
from flask_session.redis import RedisSessionInterface
from redis import Redis
from redis.exceptions import RedisError
from werkzeug.wrappers import Response as AnyResponse

from chassis.errors import Unavailable
from chassis.logs import logger
from services.gateway.valkey import SESSIONS, database

COOKIE: Final = "__Host-isp-session"
"""The prefix makes browsers refuse it from a sister host, without Secure, or for a part of us."""

LIFETIME_SECONDS: Final = 6 * 3600
"""As long as a session at Keycloak lasts at most."""

_WITHOUT: Final = ("/v1/", "/static/", "/openapi.json")


class SessionsUnavailable(Unavailable):
    """The store of sessions does not answer, so nobody can be known."""

    reason = "SESSIONS_UNAVAILABLE"


def open_store(valkey_url: str) -> "Redis":
    """Return the store; it connects when first used and never keeps a page waiting long."""
    store: Redis = Redis.from_url(
        database(valkey_url, SESSIONS),
        socket_connect_timeout=0.3,
        socket_timeout=1,
        health_check_interval=15,
    )
    return store


class PageSessions(RedisSessionInterface):  # type: ignore[misc] # untyped library
    """Flask-Session's, except that public pages go on while Valkey is away."""

    away: Callable[[], AnyResponse]

    def open_session(self, app: Flask, request: Request) -> ServerSideSession:
        """Return the session of a request; an empty one where there is none or it is not known."""
        if request.path.startswith(_WITHOUT):
            return self.session_class(sid="none", permanent=False)
        try:
            return super().open_session(app, request)
        except RedisError as error:
            logger().warning("sessions are away", why=type(error).__name__)
            g.sessions_away = True
            return self.session_class(sid="none", permanent=False)

    def save_session(self, app: Flask, session: ServerSideSession, response: Response) -> None:
        """Keep the session if it changed; one that cannot be kept is no success."""
        if session.sid == "none" and not session.modified:
            return
        try:
            super().save_session(app, session, response)
        except RedisError as error:
            logger().error("a session was not kept", why=type(error).__name__)
            away = self.away()
            response.status_code = away.status_code
            response.headers.pop("Location", None)
            response.headers.update(away.headers)
            response.set_data(away.get_data())


def install(app: Flask, store: "Redis", away: Callable[[], AnyResponse]) -> None:
    """Give the app its sessions; `away` is the answer where one cannot be kept."""
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LIFETIME_SECONDS,
    )
    interface: Any = PageSessions(app, client=store, key_prefix="session:", permanent=False)
    interface.away = away
    app.session_interface = interface
