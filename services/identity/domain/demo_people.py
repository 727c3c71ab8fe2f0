"""The people of the demonstration: accounts named by role, with fixed ids."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.demo_organisations import IDS
from services.identity.domain.subscriber import Profile, Subscriber

_DATA: Final = json.loads(
    files("services.identity.domain").joinpath("data/demo_people.json").read_text("utf-8")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """One person, and how they sign in."""

    subscriber: Subscriber
    password: str
    totp_secret: str


def demo_people(at: datetime) -> list[DemoPerson]:
    """Return everyone in the demonstration, as if they had registered at that moment.

    Who is named first of an organisation is its admin.
    """
    first: dict[str, str] = {}
    for said in _DATA["people"]:
        first.setdefault(said["organisation"], said["subject"])
    return [
        DemoPerson(
            subscriber=_subscriber(said, at, admin=said["subject"] in first.values()),
            password=_DATA["password"],
            totp_secret=totp_secret(said["email"]),
        )
        for said in _DATA["people"]
    ]


def totp_secret(email: str) -> str:
    """Return the raw second-factor secret of a demonstration account."""
    return f"demonstration-{email}"


def _subscriber(said: Mapping[str, Any], at: datetime, *, admin: bool) -> Subscriber:
    given, family = said["name"]
    return Subscriber(
        subject=said["subject"],
        profile=Profile(
            email=said["email"],
            given_name=given,
            family_name=family,
            organisation_name=said["organisation"],
            regions=frozenset(said["regions"]),
            sectors=frozenset(said["sectors"]),
            language="en",
        ),
        tier=Tier[said["tier"]],
        roles=frozenset(said["roles"]),
        standing=Standing.ACTIVE,
        valid_after=None,
        rights_version=1,
        created_at=at,
        organisation_id=IDS[said["organisation"]] if said["organisation"] else None,
        organisation_admin=admin and bool(said["organisation"]),
    )
