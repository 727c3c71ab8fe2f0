"""Who we are to Firebase Cloud Messaging: a service account, and tokens of access for an hour.

The account is the JSON file that Google's console gives. A token of access is granted for a signed
word of ours (RFC 7523): https://developers.google.com/identity/protocols/oauth2/service-account
"""

import json
import time
from dataclasses import dataclass, field
from typing import Final

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

SCOPE: Final = "https://www.googleapis.com/auth/firebase.messaging"
GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
WORD_SECONDS: Final = 600
"""How long our signed word is good: an hour at most."""

MARGIN_SECONDS: Final = 60
"""So long before its end a token of access is not used any more."""


class UnfitServiceAccount(ValueError):
    """What should be a service account is none; says what is missing or wrong."""


class NoAccess(Exception):
    """No token of access was granted; says why, and nothing of the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    """An account of a project, by the names that Google's file has."""

    project_id: str
    client_email: str
    private_key_id: str
    token_uri: str
    key: RSAKey = field(repr=False)

    @classmethod
    def of(cls, text: str) -> "ServiceAccount":
        """Return the account of a file's text.

        Raises:
            UnfitServiceAccount: it is none.
        """
        try:
            said = json.loads(text)
        except ValueError:
            raise UnfitServiceAccount("it is no JSON") from None
        names = ("project_id", "client_email", "private_key_id", "token_uri", "private_key")
        if not isinstance(said, dict):
            raise UnfitServiceAccount("it is no JSON object")
        if missing := [name for name in names if not isinstance(said.get(name), str)]:
            raise UnfitServiceAccount(f"it has no {', '.join(missing)}")
        try:
            key = RSAKey.import_key(said["private_key"])
        except (JoseError, ValueError):
            raise UnfitServiceAccount("its private_key is no RSA key in PEM") from None
        if not key.is_private:
            raise UnfitServiceAccount("its private_key is a public one")
        return cls(**{name: said[name] for name in names[:-1]}, key=key)

    def word(self, now: float) -> str:
        """Return our signed word, for which a token of access is granted."""
        header = {"alg": "RS256", "typ": "JWT", "kid": self.private_key_id}
        claims = {
            "iss": self.client_email,
            "scope": SCOPE,
            "aud": self.token_uri,
            "iat": int(now),
            "exp": int(now) + WORD_SECONDS,
        }
        return jwt.encode(header, claims, self.key, algorithms=["RS256"])


@dataclass(slots=True, kw_only=True)
class Access:
    """The token of access of one sender; one caller at a time."""

    account: ServiceAccount
    session: requests.Session = field(repr=False)
    timeout_seconds: float
    _token: str = field(default="", init=False, repr=False)
    _until: float = field(default=0.0, init=False)

    def token(self) -> str:
        """Return one that is good for a while.

        Raises:
            NoAccess: none was granted.
        """
        if time.monotonic() >= self._until:
            self._token, seconds = self._granted()
            self._until = time.monotonic() + seconds - MARGIN_SECONDS
        return self._token

    def forget(self) -> None:
        """Ask for another next time: this one was refused."""
        self._until = 0.0

    def _granted(self) -> tuple[str, int]:
        form = {"grant_type": GRANT, "assertion": self.account.word(time.time())}
        try:
            answer = self.session.post(
                self.account.token_uri,
                data=form,
                timeout=self.timeout_seconds,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise NoAccess(f"no access: {type(error).__name__}") from None
        if answer.status_code != requests.codes.ok:
            raise NoAccess(f"no access: status {answer.status_code}")
        try:
            said = answer.json()
            return str(said["access_token"]), int(said["expires_in"])
        except (ValueError, KeyError, TypeError):
            raise NoAccess("no access: the answer is no grant") from None
