"""Builds what asking for access needs, for `bootstrap.py`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.content.inbound.access_events import AccessEvents
from services.content.inbound.access_rpc import AccessServicer, access_services_of
from services.content.usecases.ask_for_access import AskForAccess
from services.content.usecases.decide_access_request import DecideAccessRequest
from services.content.usecases.end_access import EndAccess
from services.content.usecases.end_access_of_document import EndAccessOfDocument
from services.content.usecases.end_access_of_person import EndAccessOfPerson
from services.content.usecases.forget_access_requests import ForgetAccessRequests
from services.content.usecases.get_access_request import GetAccessRequest
from services.content.usecases.get_teaser import GetTeaser
from services.content.usecases.list_access_requests import ListAccessRequests
from services.content.usecases.list_my_access_requests import ListMyAccessRequests
from services.content.usecases.list_teasers import ListTeasers
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.revoke_access import RevokeAccess
from services.content.usecases.withdraw_access_request import WithdrawAccessRequest

TIDYING_SECONDS: Final = 30
FORGETTING_SECONDS: Final = 3600

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def access_services(
    work: UnitOfWork, reads: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of access on a unit of work, and on one that only reads."""
    access = AccessServicer(
        get_teaser=GetTeaser(unit_of_work=reads),
        list_teasers=ListTeasers(unit_of_work=reads),
        ask_for_access=AskForAccess(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_my_access_requests=ListMyAccessRequests(unit_of_work=reads, clock=_CLOCK),
        withdraw_access_request=WithdrawAccessRequest(unit_of_work=work, clock=_CLOCK),
        list_access_requests=ListAccessRequests(unit_of_work=reads),
        get_access_request=GetAccessRequest(unit_of_work=reads),
        decide_access_request=DecideAccessRequest(unit_of_work=work, clock=_CLOCK),
        revoke_access=RevokeAccess(unit_of_work=work, clock=_CLOCK),
    )
    return access_services_of(access)


def access_events(record: UnitOfWork) -> AccessEvents:
    """Return what ends grants when a person's rights fall, or a document's marking rises."""
    return AccessEvents(
        of_person=EndAccessOfPerson(unit_of_work=record, clock=_CLOCK),
        of_document=EndAccessOfDocument(unit_of_work=record, clock=_CLOCK),
    )


def access_parts(record: UnitOfWork) -> dict[str, Part]:
    """Return what tidies up after grants and requests, in a thread of its own.

    Nothing waits for it: reading asks the grant itself whether its time is over.
    """
    threads = ThreadPoolExecutor(1, thread_name_prefix="access")
    end = EndAccess(unit_of_work=record, clock=_CLOCK)
    forget = ForgetAccessRequests(unit_of_work=record, clock=_CLOCK)
    return {
        "access ended": every(TIDYING_SECONDS, in_thread(_all_due(end), threads)),
        "access forgotten": every(FORGETTING_SECONDS, in_thread(forget, threads)),
    }


def _all_due(end: EndAccess) -> Callable[[], int]:
    def run() -> int:
        count = 0
        while end():
            count += 1
        return count

    return run
