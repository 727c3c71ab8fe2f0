"""Builds what security leads need, for `bootstrap.py`."""

from typing import Final

from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.security_leads_rpc import SecurityLeadsServicer
from services.identity.usecases.get_security_lead import GetSecurityLead
from services.identity.usecases.leave_security_lead import LeaveSecurityLead
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.take_security_lead import TakeSecurityLead

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def security_leads_servicer(work: UnitOfWork, reads: UnitOfWork) -> SecurityLeadsServicer:
    """Return the servicer on a unit of work, and on one that only reads."""
    return SecurityLeadsServicer(
        get_security_lead=GetSecurityLead(unit_of_work=reads),
        take_security_lead=TakeSecurityLead(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        leave_security_lead=LeaveSecurityLead(unit_of_work=work, clock=_CLOCK, ids=_IDS),
    )
