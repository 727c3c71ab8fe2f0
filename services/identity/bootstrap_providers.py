"""Builds what partners' identity providers need, for `bootstrap.py`."""

from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.identity.config import KeycloakSettings
from services.identity.inbound.providers_rpc import ProvidersServicer
from services.identity.outbound.keycloak.alarms import CountedAlarms
from services.identity.outbound.keycloak.connection import AdminConnection
from services.identity.outbound.keycloak.providers import KeycloakProviders
from services.identity.usecases.adopt_newcomers import AdoptNewcomers
from services.identity.usecases.confirm_provider import ConfirmProvider
from services.identity.usecases.decide_organisation_suggestion import (
    DecideOrganisationSuggestion,
)
from services.identity.usecases.disable_provider import DisableProvider
from services.identity.usecases.forget_unconfirmed import ForgetUnconfirmed
from services.identity.usecases.get_provider import GetProvider
from services.identity.usecases.list_organisation_suggestions import (
    ListOrganisationSuggestions,
)
from services.identity.usecases.list_providers import ListProviders
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.propose_provider import ProposeProvider
from services.identity.usecases.provider_ports import Brokering
from services.identity.usecases.server_ports import Accounts

ADOPTING_SECONDS: Final = 2
FORGETTING_SECONDS: Final = 3600

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def providers_servicer(
    work: UnitOfWork, reads: UnitOfWork, *, issuer: str, local_too: bool
) -> ProvidersServicer:
    """Return the servicer on a unit of work, and on one that only reads."""
    return ProvidersServicer(
        propose_provider=ProposeProvider(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        confirm_provider=ConfirmProvider(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        disable_provider=DisableProvider(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_providers=ListProviders(unit_of_work=reads),
        get_provider=GetProvider(unit_of_work=reads),
        list_organisation_suggestions=ListOrganisationSuggestions(unit_of_work=reads),
        decide_organisation_suggestion=DecideOrganisationSuggestion(
            unit_of_work=work, clock=_CLOCK, ids=_IDS
        ),
        issuer=issuer,
        local_too=local_too,
    )


def providers_in(settings: KeycloakSettings) -> KeycloakProviders:
    """Return the providers in Keycloak."""
    return KeycloakProviders(
        AdminConnection(
            url=settings.url,
            realm=settings.realm,
            client_id=settings.client_id,
            client_secret=settings.client_secret,
        )
    )


def providers_parts(
    record: UnitOfWork, brokering: Brokering, accounts: Accounts
) -> dict[str, Part]:
    """Return what gives newcomers their place on record, and forgets who confirms nothing."""
    forget = ForgetUnconfirmed(
        unit_of_work=record, brokering=brokering, accounts=accounts, clock=_CLOCK
    )
    adopt = AdoptNewcomers(
        unit_of_work=record,
        brokering=brokering,
        alarms=CountedAlarms(),
        clock=_CLOCK,
        ids=_IDS,
    )
    return {
        "newcomers": every(ADOPTING_SECONDS, in_thread(adopt)),
        "unconfirmed": every(FORGETTING_SECONDS, in_thread(forget)),
    }
