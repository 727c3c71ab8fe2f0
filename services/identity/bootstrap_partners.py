"""Builds what partner sites need, for `bootstrap.py`."""

from typing import Final

from chassis.pseudonyms import Pseudonyms
from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.identity.bootstrap_keycloak import keycloak_connection
from services.identity.config import KeycloakSettings
from services.identity.inbound.partners_rpc import PartnersServicer
from services.identity.outbound.keycloak.partner_clients import KeycloakPartners
from services.identity.usecases.confirm_partner_site import ConfirmPartnerSite
from services.identity.usecases.count_partner_sign_ins import CountPartnerSignIns
from services.identity.usecases.disable_partner_site import DisablePartnerSite
from services.identity.usecases.get_partner_site import GetPartnerSite
from services.identity.usecases.get_partner_usage import GetPartnerUsage
from services.identity.usecases.issue_partner_secret import IssuePartnerSecret
from services.identity.usecases.list_my_partner_sites import ListMyPartnerSites
from services.identity.usecases.list_partner_sites import ListPartnerSites
from services.identity.usecases.partner_ports import PartnerClients
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.propose_partner_site import ProposePartnerSite
from services.identity.usecases.recarry_partners import RecarryPartners

COUNTING_SECONDS: Final = 15
AGAIN_SECONDS: Final = 600

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def partners_servicer(work: UnitOfWork, reads: UnitOfWork, *, local_too: bool) -> PartnersServicer:
    """Return the servicer of partner sites on a unit of work, and on one that only reads."""
    return PartnersServicer(
        propose_partner_site=ProposePartnerSite(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        confirm_partner_site=ConfirmPartnerSite(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        issue_partner_secret=IssuePartnerSecret(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        disable_partner_site=DisablePartnerSite(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_partner_sites=ListPartnerSites(unit_of_work=reads),
        get_partner_site=GetPartnerSite(unit_of_work=reads),
        list_my_partner_sites=ListMyPartnerSites(unit_of_work=reads),
        get_partner_usage=GetPartnerUsage(unit_of_work=reads, clock=_CLOCK),
        local_too=local_too,
    )


def partner_clients(settings: KeycloakSettings, pseudonyms: Pseudonyms) -> KeycloakPartners:
    """Return the partner sites in Keycloak."""
    return KeycloakPartners(keycloak_connection(settings), salt=pseudonyms.of)


def partners_parts(
    record: UnitOfWork, clients: PartnerClients, pseudonyms: Pseudonyms
) -> dict[str, Part]:
    """Return what counts sign-ins, and what has sites and providers carried again."""
    count = CountPartnerSignIns(
        unit_of_work=record, clients=clients, names=pseudonyms, clock=_CLOCK
    )
    again = RecarryPartners(unit_of_work=record, ids=_IDS)
    return {
        "partner sign-ins": every(COUNTING_SECONDS, in_thread(count)),
        "partners again": every(AGAIN_SECONDS, in_thread(again)),
    }
