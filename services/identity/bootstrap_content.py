"""Builds what hears of content, for `bootstrap.py`."""

from typing import Any

from chassis.consumers import Consumption
from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.events import consumptions
from services.identity.usecases.mail_matches import MailMatches
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.tell_of_content import TellOfContent


def content_consumptions(record: UnitOfWork) -> list[Consumption[Any]]:
    """Return what `work` consumes of content: what people are told of by mail."""
    return consumptions(
        TellOfContent(unit_of_work=record, clock=SystemClock()),
        MailMatches(unit_of_work=record, clock=SystemClock(), ids=RandomIds()),
    )
