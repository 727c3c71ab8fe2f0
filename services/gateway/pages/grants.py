"""The tokens of who is signed in on the pages: in Valkey, never in a browser.

A refresh token is good once: Keycloak ends the whole sign-in when an old one comes back. So the
refresh is done under a lock that all gateways share, and whoever waited reads what the first got.
"""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from redis import Redis
from redis.exceptions import LockError, RedisError

from services.gateway.pages.sessions import LIFETIME_SECONDS, SessionsUnavailable

EARLY_SECONDS: Final = 20
"""A token that ends within this time is not used any more: a call may take some."""

_LOCK_SECONDS: Final = 15


class RefreshRefused(Exception):
    """Keycloak does not go on with a sign-in: it ended, or was ended."""


Refresh = Callable[[str], Mapping[str, Any]]
"""Exchanges a refresh token for a new answer of the token endpoint (RFC 6749, section 6).

Raises RefreshRefused, or Unavailable while Keycloak does not answer.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one sign-in gave. `expires_at` is Unix time, of the access token.

    Identity's, by a passkey, has neither `refresh` nor `id_token` nor `sid`: it is not renewed.
    """

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    id_token: str = field(repr=False)
    expires_at: float
    sid: str

    @classmethod
    def of_answer(cls, said: Mapping[str, Any], *, sid: str, id_token: str = "") -> "Grant":
        """Return the grant of an answer of the token endpoint."""
        return cls(
            access=said["access_token"],
            refresh=said["refresh_token"],
            id_token=said.get("id_token") or id_token,
            expires_at=time.time() + float(said["expires_in"]),
            sid=sid,
        )


class Grants:
    """Keeps them, each under a random name that only the session knows."""

    def __init__(
        self, store: "Redis", refresh: Refresh, now: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._refresh = refresh
        self._now = now

    def keep(self, grant: Grant) -> str:
        """Keep a grant and return its name."""
        name = secrets.token_urlsafe(32)
        self._write(name, grant)
        if grant.sid:
            self._store.sadd(f"sid:{grant.sid}", name)
            self._store.expire(f"sid:{grant.sid}", LIFETIME_SECONDS)
        return name

    def access(self, name: str) -> str | None:
        """Return a good access token; None when the sign-in has ended.

        Raises:
            SessionsUnavailable: Valkey does not answer.
            Unavailable: Keycloak does not answer, and the token at hand has ended.
        """
        try:
            grant = self._read(name)
            if grant is None or self._is_fresh(grant):
                return grant.access if grant else None
            if not grant.refresh:
                self._store.delete(f"grant:{name}")
                return None
            with self._store.lock(f"refresh:{name}", timeout=_LOCK_SECONDS, blocking_timeout=5):
                grant = self._read(name)
                if grant is None or self._is_fresh(grant):
                    return grant.access if grant else None
                return self._refreshed(name, grant)
        except (RedisError, LockError) as error:
            raise SessionsUnavailable("Sign-in is away for a moment. Try again shortly.") from error

    def drop(self, name: str) -> Grant | None:
        """Forget a grant and return it; None if it was gone.

        Raises:
            SessionsUnavailable: Valkey does not answer.
        """
        try:
            grant = self._read(name)
            self._store.delete(f"grant:{name}")
        except RedisError as error:
            raise SessionsUnavailable("Sign-in is away for a moment. Try again shortly.") from error
        return grant

    def drop_all_of(self, sid: str) -> int:
        """Forget every grant of one session at Keycloak and return their number.

        Raises:
            SessionsUnavailable: Valkey does not answer.
        """
        try:
            members: Any = self._store.smembers(f"sid:{sid}")  # typed as awaitable too
            names = [name.decode() for name in members]
            self._store.delete(f"sid:{sid}", *(f"grant:{name}" for name in names))
        except RedisError as error:
            raise SessionsUnavailable("Sign-in is away for a moment. Try again shortly.") from error
        return len(names)

    def _is_fresh(self, grant: Grant) -> bool:
        return self._now() < grant.expires_at - EARLY_SECONDS

    def _refreshed(self, name: str, grant: Grant) -> str | None:
        try:
            said = self._refresh(grant.refresh)
        except RefreshRefused:
            self._store.delete(f"grant:{name}")
            return None
        fresh = Grant.of_answer(said, sid=grant.sid, id_token=grant.id_token)
        self._write(name, fresh)
        return fresh.access

    def _read(self, name: str) -> Grant | None:
        kept: Any = self._store.get(f"grant:{name}")  # typed as awaitable too
        return None if kept is None else Grant(**json.loads(kept))

    def _write(self, name: str, grant: Grant) -> None:
        self._store.set(f"grant:{name}", json.dumps(asdict(grant)), ex=LIFETIME_SECONDS)
