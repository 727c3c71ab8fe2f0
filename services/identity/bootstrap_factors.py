"""Builds what second factors need, for `bootstrap.py`."""

from collections.abc import Callable
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.identity.bootstrap_keycloak import WORK_SECONDS, keycloak_connection
from services.identity.bootstrap_passkeys import PasskeySettings
from services.identity.config import KeycloakSettings
from services.identity.inbound.factor_resets_rpc import (
    FactorResetsServicer,
    factor_resets_services_of,
)
from services.identity.inbound.second_factors_rpc import (
    SecondFactorsServicer,
    second_factors_services_of,
)
from services.identity.outbound.authenticator_codes import AuthenticatorCodes
from services.identity.outbound.keycloak.second_factors import KeycloakFactors
from services.identity.outbound.sealed_challenges import SealedChallenges
from services.identity.outbound.security_keys import SecurityKeys, shared_domain
from services.identity.usecases.add_authenticator_app import AddAuthenticatorApp
from services.identity.usecases.add_security_key import AddSecurityKey
from services.identity.usecases.ask_for_factor_link import AskForFactorLink
from services.identity.usecases.begin_authenticator_app import BeginAuthenticatorApp
from services.identity.usecases.begin_security_key import BeginSecurityKey
from services.identity.usecases.confirm_factor_reset import ConfirmFactorReset
from services.identity.usecases.list_factor_resets import ListFactorResets
from services.identity.usecases.list_second_factors import ListSecondFactors
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.propose_factor_reset import ProposeFactorReset
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.remove_second_factor import RemoveSecondFactor
from services.identity.usecases.run_factor_resets import RunFactorResets
from services.identity.usecases.second_factor_ports import Factors, KeyCeremonies
from services.identity.usecases.stop_factor_reset import StopFactorReset
from services.identity.usecases.stop_my_factor_reset import StopMyFactorReset

RESETS_SECONDS: Final = 60
"""How often it is looked whether a reset's hour has come."""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def second_factors_services(
    work: UnitOfWork,
    factors: Factors,
    ceremonies: KeyCeremonies,
    budget: RecordBudget,
    *,
    secret: str,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the services of second factors on a unit of work."""
    challenges, codes = SealedChallenges(secret.encode()), AuthenticatorCodes()
    own = SecondFactorsServicer(
        list_second_factors=ListSecondFactors(unit_of_work=work, factors=factors),
        ask_for_factor_link=AskForFactorLink(
            unit_of_work=work, factors=factors, clock=_CLOCK, ids=_IDS
        ),
        begin_authenticator_app=BeginAuthenticatorApp(
            unit_of_work=work, factors=factors, codes=codes, challenges=challenges, clock=_CLOCK
        ),
        add_authenticator_app=AddAuthenticatorApp(
            unit_of_work=work,
            factors=factors,
            codes=codes,
            challenges=challenges,
            clock=_CLOCK,
            ids=_IDS,
        ),
        begin_security_key=BeginSecurityKey(
            unit_of_work=work,
            factors=factors,
            ceremonies=ceremonies,
            challenges=challenges,
            clock=_CLOCK,
        ),
        add_security_key=AddSecurityKey(
            unit_of_work=work,
            factors=factors,
            ceremonies=ceremonies,
            challenges=challenges,
            clock=_CLOCK,
            ids=_IDS,
        ),
        remove_second_factor=RemoveSecondFactor(
            unit_of_work=work, factors=factors, clock=_CLOCK, ids=_IDS
        ),
        stop_my_factor_reset=StopMyFactorReset(unit_of_work=work, ids=_IDS),
    )
    resets = FactorResetsServicer(
        propose_factor_reset=ProposeFactorReset(
            unit_of_work=work, factors=factors, budget=budget, clock=_CLOCK, ids=_IDS
        ),
        confirm_factor_reset=ConfirmFactorReset(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        stop_factor_reset=StopFactorReset(unit_of_work=work, ids=_IDS),
        list_factor_resets=ListFactorResets(unit_of_work=work, budget=budget),
    )
    return second_factors_services_of(own) | factor_resets_services_of(resets)


def second_factors_at(
    keycloak: KeycloakSettings,
    work: UnitOfWork,
    passkeys: PasskeySettings,
    budget: RecordBudget,
    issuer: str,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the services of the second factors that Keycloak keeps."""
    party = shared_domain(passkeys.public_url, issuer)
    return second_factors_services(
        work,
        KeycloakFactors(keycloak_connection(keycloak)),
        SecurityKeys(passkeys.public_url, party),
        budget,
        secret=passkeys.secret,
    )


def factor_resets_parts(record: UnitOfWork, keycloak: KeycloakSettings) -> dict[str, Part]:
    """Return what takes second factors away when their hour has come."""
    factors = KeycloakFactors(keycloak_connection(keycloak, WORK_SECONDS))
    run = RunFactorResets(unit_of_work=record, factors=factors, clock=_CLOCK, ids=_IDS)
    return {"factor resets": every(RESETS_SECONDS, in_thread(run))}
