"""Builds what watches Keycloak and ends sign-ins, for `bootstrap.py`."""

from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.identity.config import KeycloakSettings
from services.identity.inbound.sign_ins_rpc import SignInsServicer
from services.identity.outbound.keycloak.alarms import CountedAlarms
from services.identity.outbound.keycloak.connection import AdminConnection
from services.identity.outbound.keycloak.events import KeycloakEventsByPolling
from services.identity.usecases.carry_to_keycloak import CarryToKeycloak
from services.identity.usecases.partner_ports import PartnerClients
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.provider_ports import Brokering
from services.identity.usecases.see_sign_ins import SeeSignIns
from services.identity.usecases.server_ports import Accounts
from services.identity.usecases.sign_out_everywhere import SignOutEverywhere
from services.identity.usecases.watch_keycloak import WatchKeycloak

LOOKING_SECONDS: Final = 2
"""How often Keycloak's events are asked for: two small questions."""

SEEING_SECONDS: Final = 60
"""How often it is asked who signed in: a day is noted, no hour."""

WORK_SECONDS: Final = 30
"""How long `work` waits for an answer: Keycloak's first mail after it began takes many seconds."""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def keycloak_connection(keycloak: KeycloakSettings, patience_seconds: int = 5) -> AdminConnection:
    """Return a connection as the client that may administer users.

    Work is patient: what is given up too early is done at Keycloak all the same, and then again.
    """
    return AdminConnection(
        patience_seconds=patience_seconds,
        url=keycloak.url,
        realm=keycloak.realm,
        client_id=keycloak.client_id,
        client_secret=keycloak.client_secret,
    )


def carry_to_keycloak(
    work: UnitOfWork, accounts: Accounts, partners: PartnerClients, brokering: Brokering
) -> CarryToKeycloak:
    """Return what carries the record's tasks to Keycloak."""
    return CarryToKeycloak(
        unit_of_work=work,
        accounts=accounts,
        partners=partners,
        brokering=brokering,
        alarms=CountedAlarms(),
        clock=_CLOCK,
        ids=_IDS,
    )


def watch_keycloak(work: UnitOfWork, keycloak: KeycloakSettings) -> WatchKeycloak:
    """Return what looks at Keycloak's events, over a connection of its own."""
    return WatchKeycloak(
        unit_of_work=work,
        keycloak=KeycloakEventsByPolling(keycloak_connection(keycloak, WORK_SECONDS)),
        alarms=CountedAlarms(),
        clock=_CLOCK,
        ids=_IDS,
    )


def keycloak_parts(record: UnitOfWork, keycloak: KeycloakSettings) -> dict[str, Part]:
    """Return what heeds what is done at Keycloak, and what notes who signs in there."""
    events = KeycloakEventsByPolling(keycloak_connection(keycloak, WORK_SECONDS))
    see = SeeSignIns(unit_of_work=record, keycloak=events, clock=_CLOCK)
    watch = watch_keycloak(record, keycloak)
    return {
        "keycloak events": every(LOOKING_SECONDS, in_thread(watch)),
        "sign-ins": every(SEEING_SECONDS, in_thread(see)),
    }


def sign_ins_servicer(work: UnitOfWork) -> SignInsServicer:
    """Return the servicer of sign-ins."""
    return SignInsServicer(
        sign_out_everywhere=SignOutEverywhere(unit_of_work=work, clock=_CLOCK, ids=_IDS)
    )
