"""What Keycloak says of an account, and what of it is not as the record says.

Keycloak knows who somebody is; what they may do it only carries. What differs was changed there by
somebody else than identity, and doubt refuses: docs/adr/0091.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from kernel.standing import Standing
from services.identity.domain.names import plain_name, tidy_name
from services.identity.domain.subscriber import Subscriber

AT_KEYCLOAK: Final = "keycloak"
"""Who suspended an account that somebody shut or deleted at Keycloak."""


class Touch(Enum):
    """What somebody else than identity did at Keycloak."""

    ACCOUNT = "ACCOUNT"  # anything about one account: it is compared with the record
    CREDENTIALS = "CREDENTIALS"  # set or took another's password or factor, or joined a sign-in
    IMPERSONATED = "IMPERSONATED"  # signed in as another
    ENDED = "ENDED"  # ended another's sessions
    OWN_PASSWORD = "OWN_PASSWORD"  # noqa: S105 - a person changed their own, or lost a factor
    OWN_FACTOR = "OWN_FACTOR"  # a factor made at Keycloak's own page, which is shut: docs/adr/0121
    REALM = "REALM"  # anything about the realm: settings, clients, roles, flows, providers, keys


FOREIGN: Final = frozenset({Touch.CREDENTIALS, Touch.IMPERSONATED, Touch.OWN_FACTOR})
"""What gives somebody else a way in: no sign-in from before it was heeded is good."""

SIGNS_OUT: Final = FOREIGN | {Touch.ENDED, Touch.OWN_PASSWORD}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeycloakEvent:
    """One thing that happened at Keycloak; `path` names what was touched, and no person's data.

    `whole` says that another hand wrote an account as a change of ours does: all of it at once.
    """

    event_id: str
    at: datetime
    touch: Touch
    subject: str | None
    by: str
    path: str
    whole: bool = False


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
    OVERWRITTEN = "written_over"  # a write of ours may have hidden what another hand wrote
    RIGHTS = "rights_changed"
    CLAIMED = "rights_claimed"
    POWERS = "powers_over_keycloak"
    BACK = "account_back"
    REFUSED = "change_refused"
    CREDENTIALS = "credentials_changed"
    IMPERSONATED = "impersonated"
    FACTOR_MADE = "factor_made_at_keycloak"
    LINKED = "foreign_sign_in"
    REALM = "realm_changed"


def found(person: Subscriber | None, account: AccountAtKeycloak | None) -> frozenset[Finding]:
    """Return in what an account differs from the record."""
    if person is None:
        return frozenset({Finding.UNKNOWN} if account is not None else ())
    if account is None:
        return frozenset({Finding.GONE} if person.standing is not Standing.CLOSED else ())
    if person.standing is Standing.CLOSED:
        return frozenset({Finding.BACK})
    active = person.standing is Standing.ACTIVE
    profile = person.profile
    said = (account.email.lower(), _name(account.given_name), _name(account.family_name))
    ours = (
        profile.email.lower(),
        plain_name(profile.given_name),
        plain_name(profile.family_name),
    )
    rights = (account.tier, account.roles)
    newer = account.rights_version > person.rights_version
    differs = {
        Finding.SHUT: active and not account.enabled,
        Finding.OPENED: account.enabled and not active,
        Finding.ADDRESS: said != ours,
        Finding.CLAIMED: newer,
        Finding.RIGHTS: not newer and rights != (person.tier.name, person.roles),
        Finding.POWERS: bool(account.powers),
    }
    return frozenset(each for each, is_so in differs.items() if is_so)


OURS: Final = frozenset({Finding.RIGHTS, Finding.OPENED, Finding.BACK})
"""What a change of ours that is not carried yet looks like there."""

NEVER_OURS: Final = frozenset({Finding.SHUT, Finding.ADDRESS, Finding.CLAIMED})
"""What no change of ours but a restoration looks like, and one of ours would write over."""


_PUTS_OUT: Final = frozenset({Finding.SHUT, Finding.GONE, Finding.ADDRESS, Finding.CLAIMED})
"""What ends a person's sign-ins by itself."""

CARRYING: Final = timedelta(minutes=1)
"""No change of ours takes longer from its look at an account to its write."""

AT_ONCE: Final = timedelta(seconds=1)
"""Of two writes at once the one that stands may have the earlier time; and clocks differ."""


def written_over(
    event: KeycloakEvent,
    person: Subscriber,
    findings: frozenset[Finding],
    wrote: Iterable[datetime],
) -> bool:
    """Tell whether what another hand wrote may be gone by a write of ours, and nobody saw it.

    A change of ours looks at an account and then writes it whole: what was written between the two
    is not there any more. Whether it was so only that change could tell, and so it may have been.
    `wrote` is when we wrote the account, `findings` what is not as the record says. Whose sign-ins
    end by those, or were ended since the event, as by a change of ours that saw it, is dealt with.
    """
    if not event.whole or person.standing is Standing.CLOSED or findings & _PUTS_OUT:
        return False
    if person.valid_after is not None and person.valid_after > event.at:
        return False
    return any(event.at - AT_ONCE <= each <= event.at + CARRYING for each in wrote)


def shuts(person: Subscriber, findings: frozenset[Finding]) -> bool:
    """Tell whether somebody is suspended for what was found."""
    return bool(findings & {Finding.SHUT, Finding.GONE}) and person.standing is Standing.ACTIVE


def _name(there: str) -> str:
    """Return a name as it is compared: a partner's word for it may come in another spelling."""
    return plain_name(tidy_name(there))


def after(
    person: Subscriber,
    account: AccountAtKeycloak | None,
    findings: frozenset[Finding],
    *,
    at: datetime,
) -> Subscriber:
    """Return how a person stands after that; what is only taken back leaves them as they are.

    Who was shut or deleted there is suspended. Whose address was changed there, or perhaps was, is
    signed out, as somebody else may have set a password by it. Whose rights claimed a newer version
    than ours are of a version above it, and no token from before is good.
    """
    changed = person
    if Finding.CLAIMED in findings and account is not None:
        changed = replace(changed, rights_version=account.rights_version)
    if shuts(person, findings):
        return changed.suspended(by=AT_KEYCLOAK, at=at)
    if findings & {Finding.CLAIMED, Finding.ADDRESS, Finding.OVERWRITTEN}:
        return changed.signed_out(at=at)
    return person
