"""Builds what partners' links and catalogues need, for `bootstrap.py`."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final

from prometheus_client import Counter

from chassis.resolving import Resolver
from chassis.visits import Visits
from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from kernel.web_addresses import AddressRules
from services.content.config import PartnerSettings
from services.content.inbound.catalogues_rpc import PartnerCataloguesServicer
from services.content.inbound.partner_links_rpc import PartnerLinksServicer
from services.content.outbound.catalogue_signatures import SignedCatalogues
from services.content.outbound.link_visits import CatalogueVisits, LinkVisits
from services.content.usecases.add_partner_link import AddPartnerLink
from services.content.usecases.change_partner_link import ChangePartnerLink
from services.content.usecases.confirm_catalogue import ConfirmCatalogue
from services.content.usecases.end_catalogue import EndCatalogue
from services.content.usecases.get_catalogue import GetCatalogue
from services.content.usecases.get_partner_link import GetPartnerLink
from services.content.usecases.list_broken_links import ListBrokenLinks
from services.content.usecases.list_catalogues import ListCatalogues
from services.content.usecases.list_partner_links import ListPartnerLinks
from services.content.usecases.look_at_links import LookAtLinks
from services.content.usecases.open_partner_link import OpenPartnerLink
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.propose_catalogue import ProposeCatalogue
from services.content.usecases.remove_partner_link import RemovePartnerLink
from services.content.usecases.take_catalogues import TakeCatalogues

REFUSED: Final = Counter(
    "isp_partner_catalogues_refused_total", "Catalogues that were refused whole.", ["reason"]
)
LOOKING_SECONDS: Final = 20
"""Between two looks whether anything is due."""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def links_servicer(
    work: UnitOfWork, reads: UnitOfWork, rules: AddressRules
) -> PartnerLinksServicer:
    """Return the servicer of links on a unit of work, and on one that only reads."""
    return PartnerLinksServicer(
        list_partner_links=ListPartnerLinks(unit_of_work=reads),
        get_partner_link=GetPartnerLink(unit_of_work=reads),
        open_partner_link=OpenPartnerLink(unit_of_work=work, clock=_CLOCK),
        add_partner_link=AddPartnerLink(unit_of_work=work, clock=_CLOCK, ids=_IDS, rules=rules),
        change_partner_link=ChangePartnerLink(unit_of_work=work, clock=_CLOCK, rules=rules),
        remove_partner_link=RemovePartnerLink(unit_of_work=work, clock=_CLOCK),
        list_broken_links=ListBrokenLinks(unit_of_work=reads),
    )


def catalogues_servicer(
    work: UnitOfWork, reads: UnitOfWork, rules: AddressRules
) -> PartnerCataloguesServicer:
    """Return the servicer of catalogues on a unit of work, and on one that only reads."""
    return PartnerCataloguesServicer(
        propose_catalogue=ProposeCatalogue(unit_of_work=work, clock=_CLOCK, ids=_IDS, rules=rules),
        confirm_catalogue=ConfirmCatalogue(unit_of_work=work, clock=_CLOCK),
        end_catalogue=EndCatalogue(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_catalogues=ListCatalogues(unit_of_work=reads),
        get_catalogue=GetCatalogue(unit_of_work=reads),
    )


def partners_parts(record: UnitOfWork, settings: PartnerSettings) -> dict[str, Part]:
    """Return what looks at links and fetches catalogues, each in a thread of its own."""
    rules = AddressRules(settings.private_networks)
    visits = Visits(resolver=Resolver(rules))
    look = LookAtLinks(unit_of_work=record, looking=LinkVisits(visits), clock=_CLOCK)
    take = TakeCatalogues(
        unit_of_work=record,
        fetching=SignedCatalogues(CatalogueVisits(visits)),
        clock=_CLOCK,
        ids=_IDS,
        rules=rules,
        refused=lambda why: REFUSED.labels(why).inc(),
        every=timedelta(seconds=settings.catalogue_seconds),
    )
    between = min(LOOKING_SECONDS, settings.catalogue_seconds)
    threads = ThreadPoolExecutor(2, thread_name_prefix="partners")
    return {
        "partner links": every(between, in_thread(look, threads)),
        "partner catalogues": every(between, in_thread(take, threads)),
    }
