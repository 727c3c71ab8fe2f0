"""An authenticator of Chromium's own making, by the domain WebAuthn of the DevTools protocol."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import CDPSession, Page, expect

from stack.browser.people import answer_keycloak
from stack.demo import accounts

NEW: Final = "/account/passkeys/new"
_COUNTS: Final = count(10, 10)


@dataclass
class VirtualAuthenticator:
    """Makes and uses passkeys in one tab, without asking; it verifies its user or does not.

    It answers Keycloak's own page too, which offers passkeys of its host: put it into a tab that
    holds ours when Keycloak has been answered.
    """

    tab: Page
    verifies: bool = True
    session: CDPSession = field(init=False)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """Put it into the tab."""
        self.session = self.tab.context.new_cdp_session(self.tab)
        self.session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": self.verifies,
            "automaticPresenceSimulation": True,
        }
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.name = made["authenticatorId"]

    def passkeys(self) -> list[dict[str, Any]]:
        """Return what it holds, private keys too."""
        said = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.name})
        held: list[dict[str, Any]] = said["credentials"]
        return held

    def holding(self, passkeys: list[dict[str, Any]]) -> "VirtualAuthenticator":
        """Let it hold these, as a key does that is carried to another computer: it counts on."""
        for each in passkeys:
            counted = each | {"signCount": next(_COUNTS)}
            said = {"authenticatorId": self.name, "credential": counted}
            self.session.send("WebAuthn.addCredential", said)
        return self


def show_second_factor(tab: Page, name: str) -> None:
    """Answer Keycloak as one of the demonstration's people, if it asks in the place of our page."""
    said = parse_qs(urlsplit(tab.url).query).get("redirect_uri")
    if said:
        back = urlsplit(said[0])
        answer_keycloak(tab, accounts()[name], f"{back.scheme}://{back.netloc}")


def add_passkey(tab: Page, who: str, gateway: str, *, name: str) -> list[dict[str, Any]]:
    """Register a passkey by the page, as a person would; return what the authenticator holds."""
    device = VirtualAuthenticator(tab)
    tab.goto(f"{gateway}{NEW}")
    show_second_factor(tab, who)
    tab.get_by_label("What you call it").fill(name)
    tab.get_by_role("button", name="Add a passkey").click()
    expect(tab.get_by_text("The passkey is kept.")).to_be_visible()
    return device.passkeys()
