"""Builds what is needed to say how people are told, for `bootstrap.py`."""

from typing import Final

from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.channels_rpc import ChannelsServicer
from services.identity.usecases.add_channel import AddChannel
from services.identity.usecases.confirm_channel import ConfirmChannel
from services.identity.usecases.get_channels import GetChannels
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.proving_again import ProvingAgain
from services.identity.usecases.remove_channel import RemoveChannel
from services.identity.usecases.server_ports import Accounts
from services.identity.usecases.set_telling import SetTelling

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def channels_servicer(
    work: UnitOfWork, pseudonyms: Pseudonyms, accounts: Accounts
) -> ChannelsServicer:
    """Return the servicer on a unit of work; `accounts` say who has a second factor."""
    proving_again = ProvingAgain(accounts=accounts, clock=_CLOCK)
    return ChannelsServicer(
        get_channels=GetChannels(unit_of_work=work, pseudonyms=pseudonyms),
        set_telling=SetTelling(unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK),
        add_channel=AddChannel(
            unit_of_work=work,
            pseudonyms=pseudonyms,
            proving_again=proving_again,
            clock=_CLOCK,
            ids=_IDS,
        ),
        confirm_channel=ConfirmChannel(
            unit_of_work=work,
            pseudonyms=pseudonyms,
            proving_again=proving_again,
            clock=_CLOCK,
            ids=_IDS,
        ),
        remove_channel=RemoveChannel(unit_of_work=work, clock=_CLOCK, ids=_IDS),
    )
