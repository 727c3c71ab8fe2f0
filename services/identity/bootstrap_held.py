"""Builds what shows people without an account what is held of them, for `bootstrap.py`."""

from typing import Final

from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.held_rpc import HeldServicer
from services.identity.usecases.change_held_postcode import ChangeHeldPostcode
from services.identity.usecases.erase_held import EraseHeld
from services.identity.usecases.get_held import GetHeld
from services.identity.usecases.open_held import OpenHeld
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.request_held import RequestHeld

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def held_servicer(work: UnitOfWork, pseudonyms: Pseudonyms) -> HeldServicer:
    """Return the servicer on a unit of work."""
    return HeldServicer(
        request_held=RequestHeld(unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS),
        open_held=OpenHeld(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        get_held=GetHeld(unit_of_work=work, clock=_CLOCK),
        change_held_postcode=ChangeHeldPostcode(unit_of_work=work, clock=_CLOCK),
        erase_held=EraseHeld(unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS),
    )
