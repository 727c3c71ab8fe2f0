"""Signs in as a person does: Keycloak's own pages, authorization code with PKCE, second factor."""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import jwt
import requests
from bs4 import BeautifulSoup
from bs4.element import Tag

from stack.demo import authenticator


class SignInFailed(Exception):
    """Keycloak did not let us in; says what its page said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a sign-in gives."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    identity: str = field(default="", repr=False)

    @property
    def age(self) -> float:
        """Seconds since the access token was issued, of which it says whole ones."""
        said = jwt.decode(self.access, options={"verify_signature": False})
        return time.time() - float(said["iat"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a browser is sent back with, and the secret that proves who asked (RFC 7636)."""

    code: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The client that a person signs in through."""

    issuer: str
    client_id: str
    redirect_uri: str
    secret: str | None = field(default=None, repr=False)

    def endpoint(self, name: str) -> str:
        """Return the address of one of Keycloak's endpoints."""
        return f"{self.issuer}/protocol/openid-connect/{name}"


class Browser:
    """One browser: its cookies are one session of Keycloak's."""

    def __init__(self) -> None:
        self._session = requests.Session()

    def sign_in(
        self,
        client: Client,
        *,
        username: str,
        password: str,
        totp_secret: str | None = None,
        acr: str = "aal1",
        anew: bool = False,
    ) -> Tokens:
        """Sign in, with the second factor where `acr` is aal2, and return the tokens.

        `anew` asks for the password though this browser is signed in.

        Raises:
            SignInFailed: Keycloak asks for something else, or refuses.
        """
        code = self.code(
            client,
            username=username,
            password=password,
            totp_secret=totp_secret,
            acr=acr,
            anew=anew,
        )
        return self.exchange(client, code)

    def code(
        self,
        client: Client,
        *,
        username: str,
        password: str,
        totp_secret: str | None = None,
        acr: str = "aal1",
        anew: bool = False,
    ) -> Code:
        """Sign in, and return the code with which the browser is sent back.

        Raises:
            SignInFailed: Keycloak asks for something else, or refuses.
        """
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        page = self._get(
            client.endpoint("auth"),
            {
                "client_id": client.client_id,
                "redirect_uri": client.redirect_uri,
                "response_type": "code",
                "scope": "openid",
                "acr_values": acr,
                "code_challenge": challenge.decode().rstrip("="),
                "code_challenge_method": "S256",
                "state": secrets.token_urlsafe(16),
            }
            | ({"prompt": "login"} if anew else {}),
        )
        for _ in range(5):
            if page.is_redirect:
                code = parse_qs(urlsplit(page.headers["Location"]).query).get("code")
                if code is None:
                    raise SignInFailed(page.headers["Location"])
                return Code(code=code[0], verifier=verifier)
            page = self._answer(page, username, password, totp_secret)
        raise SignInFailed("Keycloak keeps asking")

    def refresh(self, client: Client, tokens: Tokens) -> Tokens:
        """Return fresh tokens.

        Raises:
            SignInFailed: the session is over.
        """
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
        return self._token_request(client, form)

    def set_password(self, link: str, password: str) -> None:
        """Follow an invitation to Keycloak's page and set the password there.

        Raises:
            SignInFailed: the link is no good, or the password is refused.
        """
        page = self._get(link, {})
        for _ in range(4):
            soup = BeautifulSoup(page.text, "html.parser")
            form = soup.find("form")
            if isinstance(form, Tag) and soup.find("input", {"name": "password-new"}):
                filled = {"password-new": password, "password-confirm": password}
                done = self._post(form, page.url, filled)
                if BeautifulSoup(done.text, "html.parser").find("input", {"name": "password-new"}):
                    raise SignInFailed(_said(done))
                return
            onward = soup.select_one("a[href*='action-token']:not([hreflang])")
            if not isinstance(onward, Tag):
                raise SignInFailed(_said(page))
            page = self._get(urljoin(page.url, str(onward["href"])), {})
        raise SignInFailed("Keycloak keeps asking")

    def _answer(
        self, page: requests.Response, username: str, password: str, totp_secret: str | None
    ) -> requests.Response:
        soup = BeautifulSoup(page.text, "html.parser")
        form = soup.find("form")
        errors = [each.get_text(strip=True) for each in soup.select("[id^=input-error]")]
        if not isinstance(form, Tag) or page.status_code != 200 or any(errors):
            raise SignInFailed(" ".join(filter(None, errors)) or _said(page))
        names = {str(field.get("name")) for field in form.find_all(["input", "button"])}
        if "otp" in names:
            if totp_secret is None:
                raise SignInFailed("a second factor is asked for")
            return self._post(form, page.url, {"otp": authenticator(totp_secret).now()})
        if "password" in names:
            filled = {"password": password} | (
                {"username": username} if "username" in names else {}
            )
            return self._post(form, page.url, filled)
        if "accept" in names:  # what a partner site would learn is read and agreed to
            return self._post(form, page.url, {"accept": "Yes"})
        raise SignInFailed(_said(page))

    def _post(self, form: Tag, base: str, filled: dict[str, str]) -> requests.Response:
        hidden = {
            str(field["name"]): str(field.get("value", ""))
            for field in form.find_all("input", type="hidden")
            if field.get("name")
        }
        answer = self._session.post(
            urljoin(base, str(form["action"])),
            data=hidden | filled,
            allow_redirects=False,
            timeout=20,
        )
        return self._followed(answer)

    def _get(self, url: str, query: dict[str, str]) -> requests.Response:
        answer = self._session.get(url, params=query, allow_redirects=False, timeout=20)
        return self._followed(answer)

    def _followed(self, answer: requests.Response) -> requests.Response:
        """Follow Keycloak's own redirects; one that leaves it is returned, for its code."""
        for _ in range(10):
            # Keycloak marks its cookies Secure; browsers send them to localhost all the same.
            for cookie in self._session.cookies:
                cookie.secure = False
            if not answer.is_redirect:
                return answer
            target = urljoin(answer.url, answer.headers["Location"])
            if "/realms/" not in urlsplit(target).path:
                return answer
            answer = self._session.get(target, allow_redirects=False, timeout=20)
        return answer

    def exchange(self, client: Client, code: Code) -> Tokens:
        """Return the tokens that a code stands for.

        Raises:
            SignInFailed: it was used, is too old, or is another's.
        """
        return self._token_request(
            client,
            {
                "grant_type": "authorization_code",
                "code": code.code,
                "redirect_uri": client.redirect_uri,
                "code_verifier": code.verifier,
            },
        )

    def _token_request(self, client: Client, form: dict[str, str]) -> Tokens:
        filled = form | {"client_id": client.client_id}
        if client.secret:
            filled["client_secret"] = client.secret
        answer = self._session.post(client.endpoint("token"), data=filled, timeout=20)
        said: dict[str, Any] = answer.json()
        if not answer.ok:
            raise SignInFailed(f"{said.get('error')}: {said.get('error_description')}")
        return Tokens(
            access=said["access_token"],
            refresh=said.get("refresh_token", ""),
            identity=said.get("id_token", ""),
        )


def _said(page: requests.Response) -> str:
    text = BeautifulSoup(page.text, "html.parser").get_text(" ", strip=True)
    return f"{page.status_code}: {text[:300]}"
