"""Partner sites for the pages: one that waits, and one at which people sign in."""

from collections.abc import Iterator
from contextlib import contextmanager

from stack.partner.registering import ended, registered
from stack.story.front import Front


@contextmanager
def staged_partners(front: Front) -> Iterator[dict[str, str]]:
    """Make both, and end them."""
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
    try:
        yield {"partner": active.site_id, "partner_waits": waits}
    finally:
        for each in (active.site_id, waits):
            ended(front, each, "The demonstration is over.")
