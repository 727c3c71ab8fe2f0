"""The front of a running platform, as the people of the story meet it."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

import requests

from stack.demo import accounts
from stack.mail import mail_for
from stack.places import state_folder
from stack.ports import Ports
from stack.pushes import pushes_for
from stack.signin import Browser, Client, SignInFailed, Tokens
from stack.streaming import Stream, open_stream
from stack.texts import texts_for

T = TypeVar("T")
AGAIN_SECONDS: Final = 1.0


class StoryBroken(Exception):
    """A step of the story did not see what it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who is signed in: their browser, tokens and id."""

    name: str
    browser: Browser = field(repr=False)
    tokens: Tokens = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Where the platform is, and how people come in."""

    gateway: str
    client: Client
    mails: Path
    provider: str = ""
    partner: str = ""

    @classmethod
    def of_make_up(cls) -> "Front":
        """Return the front of what `make up` runs."""
        secrets = json.loads((state_folder() / "secrets.json").read_text("utf-8"))
        return cls.at(Ports.fixed(), secrets["ISP_WEB_SECRET"], state_folder() / "mail")

    @classmethod
    def at(cls, ports: Ports, web_secret: str, mails: Path) -> "Front":
        """Return the front of a platform on these ports."""
        gateway = f"http://localhost:{ports['gateway']}"
        client = Client(
            issuer=f"http://localhost:{ports['keycloak']}/realms/isp",
            client_id="isp-web",
            redirect_uri=f"{gateway}/auth/callback",
            secret=web_secret,
        )
        provider = f"http://localhost:{ports['sms']}"
        partner = f"http://localhost:{ports['partner']}"
        return cls(gateway=gateway, client=client, mails=mails, provider=provider, partner=partner)

    def sign_in_demo(self, name: str, acr: str = "aal2") -> Person:
        """Sign in one of the demonstration's people by the part of their address before the @."""
        account = accounts()[name]
        secret = f"demonstration-{account.email}"
        return self._signed_in(name, account.email, account.password, secret, acr)

    def sign_in(self, email: str, password: str) -> Person:
        """Sign in someone who registered in the story."""
        return self._signed_in(email, email, password)

    def _signed_in(
        self, name: str, email: str, password: str, secret: str | None = None, acr: str = "aal1"
    ) -> Person:
        """Sign in who has these; refused, wait as Keycloak's page asks, and try once more.

        While Keycloak notes a step that went well, which it does after its answer, it refuses the
        same person's next one (`DefaultBlockingBruteForceProtector`): we are quicker than people.
        """
        for last in (False, True):
            browser = Browser()
            try:
                tokens = browser.sign_in(
                    self.client, username=email, password=password, totp_secret=secret, acr=acr
                )
            except SignInFailed:
                if last:
                    raise
                time.sleep(AGAIN_SECONDS)
            else:
                return Person(name=name, browser=browser, tokens=tokens)
        raise AssertionError("the second time it returned or raised")

    def ask(
        self,
        method: str,
        path: str,
        *,
        by: Person | None = None,
        body: Any = None,
        expect: int = 200,
        if_match: str | None = None,
        key: bool = False,
        accept: str | None = None,
    ) -> requests.Response:
        """Send a request and return the answer, which must have the status expected.

        Raises:
            StoryBroken: it has another.
        """
        headers = {} if by is None else {"Authorization": f"Bearer {by.tokens.access}"}
        if if_match is not None:
            headers["If-Match"] = if_match
        if accept is not None:
            headers["Accept"] = accept
        if key:
            headers["Idempotency-Key"] = str(uuid4())
        answer = requests.request(
            method, f"{self.gateway}{path}", headers=headers, json=body, timeout=20
        )
        if answer.status_code != expect:
            when = "" if by is None else f"; {by.name}'s token is {by.tokens.age:.1f} s old"
            raise StoryBroken(
                f"{method} {path} answered {answer.status_code}, not {expect}:"
                f" {answer.text[:400]}{when} at {time.time():.1f}"
            )
        return answer

    def status(self, method: str, path: str, *, by: Person | None = None) -> int:
        """Send a request and return the answer's status, whatever it is."""
        headers = {} if by is None else {"Authorization": f"Bearer {by.tokens.access}"}
        return requests.request(
            method, f"{self.gateway}{path}", headers=headers, timeout=20
        ).status_code

    def open_stream(self, by: Person | None = None) -> Stream:
        """Open the live stream through the gateway's redirect, as a client does."""
        token = None if by is None else by.tokens.access
        return open_stream(f"{self.gateway}/v1/alerts/stream", token=token)

    def wait_for_mail(self, address: str, number: int = 1, seconds: float = 20) -> str:
        """Return the text of the n-th mail to an address, once it is there."""
        mails = eventually(
            lambda: mail_for(self.mails, address),
            lambda found: len(found) >= number,
            seconds,
            f"mail {number} to {address}",
        )
        return text_of(mails[number - 1])

    def texts_for(self, number: str) -> list[dict[str, Any]]:
        """Return the texts that came to a phone, oldest first."""
        return texts_for(self.mails.parent / "texts", number)

    def pushes_for(self, token: str) -> list[dict[str, Any]]:
        """Return the notifications that an app got, oldest first."""
        return pushes_for(self.mails.parent / "pushes", token)

    def wait_for_text(self, number: str, which: int = 1, seconds: float = 20) -> str:
        """Return what the n-th text to a phone says, once it is there."""
        texts = eventually(
            lambda: self.texts_for(number),
            lambda found: len(found) >= which,
            seconds,
            f"text {which} to {number}",
        )
        return str(texts[which - 1]["text"])

    def send_text(self, number: str, text: str) -> None:
        """Let a person write a text to the platform's number.

        Raises:
            StoryBroken: the platform did not take it from the provider.
        """
        body = {"from": number, "message": text}
        answer = requests.post(f"{self.provider}/simulator/inbound", json=body, timeout=20)
        if answer.status_code != 200:
            raise StoryBroken(f"the provider's callback was refused: {answer.text[:300]}")


def text_of(mail: Message) -> str:
    """Return a mail's plain text."""
    part = next(each for each in mail.walk() if each.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(part.get_content_charset() or "utf-8")


def link_in(text: str) -> str:
    """Return the first link in a mail."""
    found = re.search(r"https?://\S+", text)
    if found is None:
        raise StoryBroken(f"no link in the mail: {text[:200]}")
    return found.group()


def eventually(look: Callable[[], T], good: Callable[[T], bool], seconds: float, what: str) -> T:
    """Look again and again until what is seen is good.

    Raises:
        StoryBroken: it is not, in time.
    """
    until = time.monotonic() + seconds
    while not good(seen := look()):
        if time.monotonic() > until:
            raise StoryBroken(f"{what}: not within {seconds:.0f} s; last seen {str(seen)[:300]}")
        time.sleep(0.1)
    return seen
