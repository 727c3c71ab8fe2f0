"""Builds what organisations and premises need, for `bootstrap.py`."""

from typing import Final

from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.premises_rpc import PremisesServicer
from services.identity.usecases.add_premises import AddPremises
from services.identity.usecases.create_organisation import CreateOrganisation
from services.identity.usecases.get_organisation import GetOrganisation
from services.identity.usecases.get_premises import GetPremises
from services.identity.usecases.list_premises import ListPremises
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.remove_premises import RemovePremises
from services.identity.usecases.update_premises import UpdatePremises

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def premises_servicer(work: UnitOfWork, reads: UnitOfWork) -> PremisesServicer:
    """Return the servicer of organisations and premises."""
    return PremisesServicer(
        create_organisation=CreateOrganisation(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        get_organisation=GetOrganisation(unit_of_work=reads),
        list_premises=ListPremises(unit_of_work=reads),
        get_premises=GetPremises(unit_of_work=reads),
        add_premises=AddPremises(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        update_premises=UpdatePremises(unit_of_work=work, clock=_CLOCK),
        remove_premises=RemovePremises(unit_of_work=work, clock=_CLOCK),
    )
