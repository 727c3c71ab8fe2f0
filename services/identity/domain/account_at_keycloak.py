"""What Keycloak says of an account, and what of it is not as the record says.

Keycloak knows who somebody is; what they may do it only carries. What differs was changed there by
somebody else than identity, and doubt refuses: docs/adr/0091.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final

from kernel.standing import Standing
from services.identity.domain.subscriber import Subscriber

AT_KEYCLOAK: Final = "keycloak"
"""Who suspended an account that somebody shut or deleted at Keycloak."""


class Touch(Enum):
    """What somebody else than identity did at Keycloak."""

    ACCOUNT = "ACCOUNT"  # anything about one account: it is compared with the record
    CREDENTIALS = "CREDENTIALS"  # set or took another's password or factor, or acted as them
    ENDED = "ENDED"  # ended another's sessions
    OWN_PASSWORD = "OWN_PASSWORD"  # noqa: S105 - a person changed their own, or lost a factor
    OWN_FACTOR = "OWN_FACTOR"  # a person added a factor of their own
    REALM = "REALM"  # anything about the realm: settings, clients, roles, flows, providers, keys


SIGNS_OUT: Final = frozenset({Touch.CREDENTIALS, Touch.ENDED, Touch.OWN_PASSWORD})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeycloakEvent:
    """One thing that happened at Keycloak; `path` names what was touched, and no person's data."""

    event_id: str
    at: datetime
    touch: Touch
    subject: str | None
    by: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAtKeycloak:
    """An account as Keycloak has it: the roles are ours alone, the powers those of Keycloak."""

    subject: str
    enabled: bool
    email: str
    given_name: str
    family_name: str
    tier: str
    rights_version: int
    roles: frozenset[str]
    powers: frozenset[str]


class Finding(Enum):
    """What is not as the record says."""

    UNKNOWN = "unknown_account"
    GONE = "account_deleted"
    SHUT = "account_disabled"
    OPENED = "account_enabled"
    ADDRESS = "address_changed"
    RIGHTS = "rights_changed"
    CLAIMED = "rights_claimed"
    POWERS = "powers_over_keycloak"
    CREDENTIALS = "credentials_changed"
    REALM = "realm_changed"


def found(person: Subscriber | None, account: AccountAtKeycloak | None) -> frozenset[Finding]:
    """Return in what an account differs from the record."""
    if person is None:
        return frozenset({Finding.UNKNOWN} if account is not None else ())
    if account is None:
        return frozenset({Finding.GONE} if person.standing is not Standing.CLOSED else ())
    if person.standing is Standing.CLOSED:
        return frozenset({Finding.OPENED} if account.enabled else ())
    active = person.standing is Standing.ACTIVE
    profile = person.profile
    said = (account.email.lower(), account.given_name, account.family_name)
    rights = (account.tier, account.roles)
    newer = account.rights_version > person.rights_version
    differs = {
        Finding.SHUT: active and not account.enabled,
        Finding.OPENED: account.enabled and not active,
        Finding.ADDRESS: said != (profile.email.lower(), profile.given_name, profile.family_name),
        Finding.CLAIMED: newer,
        Finding.RIGHTS: not newer and rights != (person.tier.name, person.roles),
        Finding.POWERS: bool(account.powers),
    }
    return frozenset(each for each, is_so in differs.items() if is_so)


def overtaking(person: Subscriber, claimed: int, *, at: datetime) -> Subscriber:
    """Return a person whose rights are of a version above one that was claimed at Keycloak.

    Whoever has a token that says so is refused: it would win over the record's row.
    """
    return _above(person, claimed).signed_out(at=at)


def after(
    person: Subscriber,
    account: AccountAtKeycloak | None,
    findings: frozenset[Finding],
    *,
    at: datetime,
) -> Subscriber:
    """Return how a person stands after that; what is only taken back leaves them as they are.

    Who was shut or deleted there is suspended. Whose address was changed there is signed out, as
    somebody else may have set a password by it. Whose rights claimed a newer version than ours are
    of a version above it, and no token from before is good.
    """
    changed = person
    if Finding.CLAIMED in findings and account is not None:
        changed = _above(changed, account.rights_version)
    if findings & {Finding.SHUT, Finding.GONE} and person.standing is Standing.ACTIVE:
        return changed.suspended(by=AT_KEYCLOAK, at=at)
    if findings & {Finding.CLAIMED, Finding.ADDRESS}:
        return changed.signed_out(at=at)
    return person


def _above(person: Subscriber, claimed: int) -> Subscriber:
    """Count from there on: the next change has a version above what was claimed."""
    return replace(person, rights_version=max(person.rights_version, claimed))
