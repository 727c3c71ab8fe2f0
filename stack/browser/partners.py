"""Partners for the pages: a site that waits, one at which people sign in, a sign-in that waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page as Tab

from stack.browser.clicks import follow
from stack.browser.passkeys import show_second_factor
from stack.partner.registering import ended, registered
from stack.story.front import Front


@contextmanager
def staged_partners(front: Front) -> Iterator[dict[str, str]]:
    """Make them, and end them."""
    active = registered(
        front,
        name="Demonstration: insurer",
        redirect_uris=["https://insurer.example/signed-in"],
        logout_uri="https://insurer.example/signed-out",
        scopes=("NAME", "EMAIL", "VERIFIED"),
    )
    body = {
        "name": "Demonstration: waits for a second person",
        "redirect_uris": ["https://trade.example/signed-in"],
        "scopes": ["VERIFIED"],
        "steward_email": "member@retail.example",
    }
    admin = front.sign_in_demo("admin")
    waits = front.ask(
        "POST", "/v1/partner-sites", by=admin, body=body, key=True, expect=201
    ).json()["site_id"]
    sign_in = {
        "name": "Demonstration: a port's own sign-in",
        "protocol": "OIDC",
        "issuer": "https://sign-in.port.example",
        "sign_in_url": "https://sign-in.port.example/authorize",
        "token_url": "https://sign-in.port.example/token",
        "keys_url": "https://sign-in.port.example/keys",
        "client_id": "isp",
        "client_secret": "for the demonstration alone",
    }
    provider = front.ask(
        "POST", "/v1/identity-providers", by=admin, body=sign_in, key=True, expect=201
    ).json()["provider_id"]
    try:
        yield {"partner": active.site_id, "partner_waits": waits, "provider": provider}
    finally:
        for each in (active.site_id, waits):
            ended(front, each, "The demonstration is over.")
        ended(front, provider, "The demonstration is over.", kind="identity-providers")


def show_secret(tab: Tab) -> None:
    """Press what makes a secret; a second factor that is asked for comes first."""
    follow(tab.locator("main button[value=issue]"))
    show_second_factor(tab, "admin")
    again = tab.locator("main button[value=issue]")
    if again.count():
        follow(again)
    tab.locator("main code").wait_for()
