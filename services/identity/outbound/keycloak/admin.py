"""The accounts in Keycloak: identity is the only one who writes them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakError

from kernel.roles import PERMISSIONS
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.account_at_keycloak import AccountAtKeycloak
from services.identity.domain.errors import AccountsRefused
from services.identity.domain.names import plain_name
from services.identity.domain.subscriber import Profile, Subscriber
from services.identity.outbound.keycloak.connection import (
    GONE,
    AdminConnection,
    rights_attributes,
    version_of,
)
from services.identity.outbound.keycloak.events import account_in
from services.identity.outbound.keycloak.providers import SUGGESTED

T = TypeVar("T")
_TIMEOUT_SECONDS: Final = 5
_INVITATION_SECONDS: Final = 24 * 3600
_TAKEN: Final = 409
_SECOND_FACTORS: Final = frozenset({"otp", "webauthn", "webauthn-passwordless"})
_MOST_EVENTS: Final = 1000
"""Keycloak keeps a week of them."""


class KeycloakAccounts:
    """Writes users."""

    def __init__(self, connection: AdminConnection) -> None:
        self._connection = connection

    def create(self, profile: Profile) -> str | None:
        """Make an account of tier REGISTERED, or find the one that an earlier attempt left.

        None means that the address belongs to an account that came from elsewhere.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        return self._connection.do(lambda admin: _create(admin, profile))

    def unconfirmed(self, email: str) -> str | None:
        """Return whose account has an address that its owner never confirmed, or None.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        there = self._connection.do(lambda admin: admin.get_users({"email": email, "exact": True}))
        found = [str(user["id"]) for user in there or () if not user.get("emailVerified")]
        return found[0] if found else None

    def look(self, subject: str) -> AccountAtKeycloak | None:
        """Return an account as it is now, or None when there is none.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        return self._connection.do(lambda admin: account_in(admin, subject), gone_is_fine=True)

    def sync(self, subscriber: Subscriber, *, came_by: str | None) -> None:
        """Bring links, roles, then tier, version, standing and address to what the record says.

        Sessions end that began before the moment from which tokens are good. An account that is
        gone is no error here: the watch tells of it.

        Raises:
            AccountsRefused: the account claims newer rights, or somebody changed its address.
            AccountsUnavailable: Keycloak does not answer.
        """
        self._connection.do(lambda admin: _sync(admin, subscriber, came_by), gone_is_fine=True)

    def has_second_factor(self, subject: str) -> bool:
        """Tell whether the account has a code generator, a key, or a passkey.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        found = self._connection.do(lambda admin: admin.get_credentials(subject), gone_is_fine=True)
        return any(each.get("type") in _SECOND_FACTORS for each in found or ())

    def invite(self, subject: str) -> None:
        """Have Keycloak mail the link on which the password is set.

        Raises:
            AccountsUnavailable: Keycloak, or its mail server, does not answer.
        """
        self._connection.do(
            lambda admin: admin.send_update_account(
                user_id=subject, payload=["UPDATE_PASSWORD"], lifespan=_INVITATION_SECONDS
            )
        )

    def delete(self, subject: str) -> bool:
        """Remove an account, and tell whether there was one; one that is gone is no error.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        return (
            self._connection.do(lambda admin: admin.delete_user(subject), gone_is_fine=True)
            is not None
        )

    def everything_of(self, subject: str) -> Mapping[str, Sequence[dict[str, Any]]]:
        """Return account, factors, sessions, links and sign-ins; nothing of who has no account.

        Raises:
            AccountsUnavailable: Keycloak does not answer.
        """
        found = self._connection.do(lambda admin: _everything(admin, subject), gone_is_fine=True)
        return {} if found is None else found


def _create(admin: KeycloakAdmin, profile: Profile) -> str | None:
    try:
        subject: str = admin.create_user(
            {
                "username": profile.email,
                "email": profile.email,
                "emailVerified": True,
                "enabled": True,
                "firstName": plain_name(profile.given_name),
                "lastName": plain_name(profile.family_name),
                "attributes": {"tier": [Tier.REGISTERED.name], "rights_version": ["1"]},
                "requiredActions": ["UPDATE_PASSWORD"],
            }
        )
    except KeycloakError as error:
        if error.response_code != _TAKEN:
            raise
    else:
        return subject
    left = admin.get_users({"email": profile.email, "exact": True})
    ours = [user for user in left if not user.get("federatedIdentities")]
    if len(ours) != 1 or admin.get_user_social_logins(ours[0]["id"]):
        return None
    return str(ours[0]["id"])


def _everything(admin: KeycloakAdmin, subject: str) -> Mapping[str, Sequence[dict[str, Any]]]:
    secret = {"secretData", "credentialData"}
    factors = [
        {name: value for name, value in each.items() if name not in secret}
        for each in admin.get_credentials(subject)
    ]
    return {
        "users": [admin.get_user(subject)],
        "credentials": factors,
        "sessions": admin.get_sessions(subject),
        "federated_identities": admin.get_user_social_logins(subject),
        "events": admin.get_events({"user": subject, "max": _MOST_EVENTS}),
    }


def _sync(admin: KeycloakAdmin, person: Subscriber, came_by: str | None) -> None:
    subject, said, active = person.subject, person.profile, person.standing is Standing.ACTIVE
    # Written whole: an update with only attributes would erase address and names.
    user: dict[str, Any] = admin.get_user(subject)
    if version_of(user.get("attributes") or {}) > person.rights_version:
        raise AccountsRefused("The account claims newer rights by now.", lasting=False)
    said_there = {
        "firstName": plain_name(said.given_name),
        "lastName": plain_name(said.family_name),
        "attributes": {
            name: value
            for name, value in (user.get("attributes") or {}).items()
            if name != SUGGESTED  # the partner's word, of any length: read once, when they came
        }
        | rights_attributes(person.tier, person.rights_version),
    }
    if not active:
        _shut(admin, subject, {**user, **said_there})
    for linked in admin.get_user_social_logins(subject):
        if linked["identityProvider"] != came_by:
            admin.delete_user_social_login(subject, linked["identityProvider"])
    held = {role["name"]: role for role in admin.get_realm_roles_of_user(subject)}
    known = {role["name"]: role for role in admin.get_available_realm_roles_of_user(subject)}
    if missing := [known[name] for name in person.roles if name in known]:
        admin.assign_realm_roles(subject, missing)
    if surplus := [held[name] for name in held.keys() & PERMISSIONS.keys() - person.roles]:
        admin.delete_realm_roles_of_user(subject, surplus)
    user |= said_there | {"enabled": active}
    if str(user.get("email", "")).lower() != said.email.lower():
        user |= {"email": said.email, "emailVerified": True}  # the record confirmed it
    admin.update_user(subject, user)
    if active and person.valid_after is not None:
        _end_sessions(admin, subject, person.valid_after)


def _shut(admin: KeycloakAdmin, subject: str, user: Mapping[str, Any]) -> None:
    """End all sessions, and let none begin, before anything that may be refused is written.

    Disabling alone does not end sessions; one that began between the two is ended by the second.
    """
    admin.user_logout(subject)
    if user.get("enabled", True):
        admin.update_user(subject, {**user, "enabled": False})
        admin.user_logout(subject)


def _end_sessions(admin: KeycloakAdmin, subject: str, before: datetime) -> None:
    """End those that began before then. Keycloak says when by the second, and rounds down."""
    moment = before.timestamp() * 1000
    for session in admin.get_sessions(subject):
        if session["start"] < moment:
            ended = admin.connection.raw_delete(
                f"/admin/realms/{admin.connection.realm_name}/sessions/{session['id']}"
            )
            if ended.status_code != GONE:  # it ended by itself meanwhile
                ended.raise_for_status()
