"""Builds what compares the realm with its file and brings it there, for `__main__.py`."""

import sys
from collections.abc import Sequence
from typing import Final

from keycloak import KeycloakAdmin

from chassis.configuration import Settings
from chassis.logs import logger
from services.identity.outbound.keycloak.realm_file import realm, user_profile
from services.identity.outbound.keycloak.reconciler import Reconciler, open_admin

DIFFERS: Final = 2
"""The status of `realm diff` that found something; 1 is a command that could not tell."""


def administrator(environment: Settings) -> KeycloakAdmin:
    """Return a connection as the administrator of Keycloak.

    Raises:
        BadSetting: a setting is missing or wrong.
        AccountsUnavailable: Keycloak does not answer in time.
    """
    return open_admin(
        environment.url("IDENTITY_KEYCLOAK_URL", "http", "https"),
        environment.text("IDENTITY_KEYCLOAK_ADMIN_USERNAME"),
        environment.secret("IDENTITY_KEYCLOAK_ADMIN_PASSWORD"),
    )


def reconcile(environment: Settings) -> None:
    """Bring the realm to what the file says, as `realm apply` does."""
    wanted = realm(environment)
    changes = Reconciler(administrator(environment), wanted, user_profile()).reconcile()
    for change in changes:
        logger().info("realm changed", change=change)
    logger().info("realm reconciled", changes=len(changes))


def compare(environment: Settings) -> None:
    """Print what of the realm is not as the file says, a line each, and change nothing.

    Raises:
        SystemExit: with status 2, something is not.
    """
    wanted = realm(environment)
    found = Reconciler(administrator(environment), wanted, user_profile()).differences()
    for each in found:
        print(each)  # noqa: T201 - what the command is for
    if found:
        sys.exit(DIFFERS)


def realm_command(environment: Settings, words: Sequence[str]) -> None:
    """Do `realm diff` or `realm apply`.

    Raises:
        SystemExit: it is neither, or `diff` found something.
    """
    match words:
        case ["diff"]:
            compare(environment)
        case ["apply"]:
            reconcile(environment)
        case _:
            sys.exit("usage: python -m services.identity realm diff | apply")
