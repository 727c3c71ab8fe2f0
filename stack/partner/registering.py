"""Makes a partner site through the front, as two people of the platform do."""

from dataclasses import dataclass, field
from typing import Any, Final

from stack.story.front import Front, eventually

STEWARD: Final = "member@retail.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What a partner's people are given."""

    site_id: str
    client_id: str
    secret: str = field(repr=False)


def registered(
    front: Front,
    *,
    name: str,
    redirect_uris: list[str],
    logout_uri: str = "",
    scopes: tuple[str, ...] = ("VERIFIED",),
    steward: str = STEWARD,
) -> Registered:
    """Propose a site, have somebody else confirm it, and return it once Keycloak knows its secret.

    Raises:
        StoryBroken: the front refuses.
    """
    admin, privacy = front.sign_in_demo("admin"), front.sign_in_demo("privacy")
    body = {
        "name": name,
        "redirect_uris": redirect_uris,
        "backchannel_logout_uri": logout_uri,
        "scopes": list(scopes),
        "steward_email": steward,
    }
    made = front.ask("POST", "/v1/partner-sites", by=admin, body=body, key=True, expect=201)
    path = f"/v1/partner-sites/{made.json()['site_id']}"
    confirmed = front.ask("POST", f"{path}/confirmation", by=privacy, if_match=made.headers["ETag"])
    issued = front.ask(
        "POST", f"{path}/secret", by=admin, if_match=confirmed.headers["ETag"]
    ).json()
    site = carried_at(front, path)
    return Registered(site_id=site["site_id"], client_id=site["client_id"], secret=issued["secret"])


def carried_at(front: Front, path: str) -> dict[str, Any]:
    """Return what is at an address of the front once Keycloak knows what stands on record."""
    admin = front.sign_in_demo("admin")
    site: dict[str, Any] = eventually(
        lambda: front.ask("GET", path, by=admin).json(),
        lambda seen: not seen["carrying"],
        30,
        f"Keycloak knows {path}",
    )
    return site


def ended(front: Front, site_id: str, reason: str, kind: str = "partner-sites") -> None:
    """End a site or a provider, and return once nobody signs in there any more."""
    admin, path = front.sign_in_demo("admin"), f"/v1/{kind}/{site_id}"
    etag = front.ask("GET", path, by=admin).headers["ETag"]
    front.ask("POST", f"{path}/end", by=admin, body={"reason": reason}, if_match=etag)
    carried_at(front, path)
