"""Checks access tokens: who someone is, as Keycloak says. What they may do is decided elsewhere."""

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from sys import intern
from typing import Any, Final, Protocol

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from chassis.errors import TokenRefused, Unavailable
from chassis.logs import logger
from kernel.tiers import Tier

ALGORITHM: Final = "ES256"
LEEWAY_SECONDS: Final = 5
"""What clocks may differ by where a token is said to begin. Its end is its end: with the broker
away nothing else ends the rights of who was suspended."""

SERVICE_CLIENT: Final = "svc-"
PASSKEY_CLIENT: Final = "isp-passkey"
"""The client of sign-ins by passkey, which identity signs itself."""

CLIENTS: Final = frozenset({"isp-web", "isp-mobile", "isp-test", PASSKEY_CLIENT})
"""The clients by which people come; a partner site's token is refused though it were for us too."""

FIRST_PAUSE_SECONDS: Final = 1
"""Between two fetches of keys while none is known at all."""


def passkey_issuer(public_url: str) -> str:
    """Return who issues sign-ins by passkey."""
    return f"{public_url}/passkeys"


class KeysUnavailable(Unavailable):
    """No signing key is known yet and Keycloak does not answer."""

    reason = "KEYS_UNAVAILABLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a good token says. Times are aware and UTC.

    `service` is the name of the platform's service that calls, for a service account's token.
    """

    subject: str
    client: str
    service: str | None
    issued_at: datetime
    expires_at: datetime
    tier: Tier
    roles: frozenset[str]
    rights_version: int
    acr: str
    second_factor_at: datetime | None


class Keys(Protocol):
    """Knows the public keys of an issuer."""

    def holding(self, kid: str) -> KeySet:
        """Return the keys, `kid` among them if there is such a one.

        Raises:
            KeysUnavailable: none is known.
        """
        ...


class Verifier(Protocol):
    """Says what a token says that is good."""

    def verify(self, text: str) -> Token:
        """Return what a token says.

        Raises:
            TokenRefused: it is no good.
            KeysUnavailable: it cannot be checked at the moment.
        """
        ...


class SigningKeys:
    """Keycloak's public keys, fetched when first needed.

    A token signed with an unknown key causes one fetch per cooldown; keys already known are kept
    when a fetch fails.
    """

    def __init__(
        self, url: str, *, cooldown_seconds: float = 10, timeout_seconds: float = 3
    ) -> None:
        self._url = url
        self._cooldown = cooldown_seconds
        self._timeout = timeout_seconds
        self._keys: KeySet | None = None
        self._known: frozenset[str] = frozenset()
        self._fetched = float("-inf")
        self._lock = threading.Lock()

    def holding(self, kid: str) -> KeySet:
        """Return the keys, after a fetch if `kid` is not among them.

        Raises:
            KeysUnavailable: no key is known and none can be fetched.
        """
        if kid not in self._known:
            with self._lock:
                if kid not in self._known and time.monotonic() - self._fetched > self._cooldown:
                    self._fetch()
        if self._keys is None:
            raise KeysUnavailable("Sign-in cannot be checked at the moment.")
        return self._keys

    def warm(self) -> threading.Thread:
        """Fetch the keys in the background, again and again until some are known.

        A process that started before Keycloak died can then check tokens while it is dead.
        """

        def fetch() -> None:
            while self._keys is None:
                with self._lock:
                    self._fetch()
                if self._keys is None:
                    time.sleep(1)

        thread = threading.Thread(target=fetch, name="signing-keys", daemon=True)
        thread.start()
        return thread

    def _fetch(self) -> None:
        self._fetched = time.monotonic()
        try:
            answer = requests.get(self._url, timeout=self._timeout)
            answer.raise_for_status()
            fetched: KeySetSerialization = {
                "keys": [key for key in answer.json()["keys"] if key.get("alg") == ALGORITHM]
            }
            keys = KeySet.import_key_set(fetched)
        except (requests.RequestException, ValueError, KeyError) as error:
            if self._keys is None:  # nothing is known: try again soon, but not for each token
                pause = min(self._cooldown, FIRST_PAUSE_SECONDS)
                self._fetched = time.monotonic() - self._cooldown + pause
            logger().warning("signing keys not fetched", why=type(error).__name__)
            return
        self._keys = keys
        self._known = frozenset(str(key.kid) for key in keys.keys)


class TokenVerifier:
    """Verifies bearer tokens; the answer for a good one is kept until it expires."""

    def __init__(
        self,
        *,
        issuer: str,
        audience: str,
        keys: Keys,
        kept: int = 20_000,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._limit = kept
        self._now = now
        self._kept: OrderedDict[bytes, tuple[float, Token]] = OrderedDict()
        self._lock = threading.Lock()

    def verify(self, text: str) -> Token:
        """Return what a token says.

        Raises:
            TokenRefused: it is malformed, forged, expired, or meant for someone else.
            KeysUnavailable: it cannot be checked at the moment.
        """
        known = self.known(text)
        if known is not None:
            return known
        digest, token = _digest(text), self._checked(text)
        with self._lock:
            self._kept[digest] = (token.expires_at.timestamp(), token)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return token

    def known(self, text: str) -> Token | None:
        """Return what a token says that was found good before; never waits for anything.

        Raises:
            TokenRefused: it has expired since.
        """
        kept = self._kept.get(_digest(text))
        if kept is None:
            return None
        if kept[0] > self._now():
            return kept[1]
        raise TokenRefused("The token has expired.")

    def _checked(self, text: str) -> Token:
        try:
            kid = key_id(text)
            claims = jwt.decode(text, self._keys.holding(kid), algorithms=[ALGORITHM]).claims
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise TokenRefused("The token is not a good one.") from error
        self._check_claims(claims)
        try:
            return _token(claims)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise TokenRefused("The token lacks what it must say.") from error

    def _check_claims(self, claims: dict[str, Any]) -> None:
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        expires, issued = claims.get("exp"), claims.get("iat")
        if claims.get("iss") != self._issuer or self._audience not in audiences:
            raise TokenRefused("The token is meant for someone else.")
        client = claims.get("azp")
        if not isinstance(client, str) or not (
            client in CLIENTS or client.startswith(SERVICE_CLIENT)
        ):
            raise TokenRefused("The token is another client's.")
        if claims.get("typ") != "Bearer":
            raise TokenRefused("The token is not an access token.")
        if not isinstance(expires, int) or not isinstance(issued, int):
            raise TokenRefused("The token lacks its times.")
        now = self._now()
        if expires <= now:
            raise TokenRefused("The token has expired.")
        if issued - LEEWAY_SECONDS > now or claims.get("nbf", 0) - LEEWAY_SECONDS > now:
            raise TokenRefused("The token is not good yet.")


@dataclass(frozen=True, slots=True)
class EitherIssuer:
    """Takes tokens of Keycloak, and those that identity signs for who signs in by a passkey.

    Which of the two is asked says the token; each takes its own issuer and keys alone, so that a
    token that lies is refused by the one that it names.
    """

    keycloak: TokenVerifier
    passkeys: TokenVerifier
    passkeys_issuer: str

    def verify(self, text: str) -> Token:
        """Return what a token says.

        Raises:
            TokenRefused: it is no good.
            KeysUnavailable: it cannot be checked at the moment.
        """
        by_passkey = _issuer_said(text) == self.passkeys_issuer
        token = (self.passkeys if by_passkey else self.keycloak).verify(text)
        if by_passkey and token.client != PASSKEY_CLIENT:
            raise TokenRefused("The token is not a good one.")
        return token


def _issuer_said(text: str) -> str:
    """Return which issuer a token names; nothing of it is checked yet."""
    from joserfc.jws import extract_compact  # noqa: PLC0415 - as below

    try:
        said = json.loads(extract_compact(text.encode()).payload)
        return str(said["iss"])
    except (JoseError, ValueError, TypeError, KeyError):
        return ""


def _digest(text: str) -> bytes:
    # As good as SHA-256 here, and found without asking OpenSSL for it each time.
    return hashlib.blake2b(text.encode(), digest_size=32).digest()


def key_id(text: str) -> str:
    """Return which key a token says it is signed with.

    Raises:
        JoseError, ValueError, KeyError: it is no token, says none, or names another algorithm.
    """
    from joserfc.jws import extract_compact  # noqa: PLC0415 - only the cold path needs the parser

    header = extract_compact(text.encode()).headers()
    if header.get("alg") != ALGORITHM:
        raise ValueError("another algorithm")
    return str(header["kid"])


def _token(claims: dict[str, Any]) -> Token:
    client = intern(str(claims["azp"]))  # thousands are kept, and most say the same
    second = claims.get("loa_times", {}).get("2")
    tier = str(claims.get("tier", Tier.REGISTERED.name))
    return Token(
        subject=str(claims["sub"]),
        client=client,
        service=client.removeprefix(SERVICE_CLIENT) if client.startswith(SERVICE_CLIENT) else None,
        issued_at=datetime.fromtimestamp(claims["iat"], UTC),
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        tier=Tier[tier] if tier in Tier.__members__ else Tier.PUBLIC,
        roles=frozenset(claims.get("realm_access", {}).get("roles", ())),
        rights_version=int(claims.get("rights_version", 0)),
        acr=intern(str(claims.get("acr", ""))),
        second_factor_at=datetime.fromtimestamp(int(second), UTC) if second else None,
    )
