"""Builds what accessible formats need, for `bootstrap.py`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from prometheus_client import Gauge

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from kernel.web_addresses import AddressRules
from services.content.inbound.formats_rpc import FormatsServicer, formats_services_of
from services.content.outbound.reply_codes import KeyedReplyCodes
from services.content.usecases.answer_format_request import AnswerFormatRequest
from services.content.usecases.ask_for_format import AskForFormat
from services.content.usecases.claim_format_request import ClaimFormatRequest
from services.content.usecases.close_format_request import CloseFormatRequest
from services.content.usecases.forget_format_requests import ForgetFormatRequests
from services.content.usecases.get_format_request import GetFormatRequest
from services.content.usecases.list_format_requests import ListFormatRequests
from services.content.usecases.list_formats import ListFormats
from services.content.usecases.list_my_format_requests import ListMyFormatRequests
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads
from services.content.usecases.release_format_request import ReleaseFormatRequest
from services.content.usecases.tell_overdue_formats import TellOverdueFormats
from services.content.usecases.withdraw_format_request import WithdrawFormatRequest

REQUESTS: Final = Gauge(
    "isp_format_requests", "Requests for accessible formats that wait, by their clock.", ["clock"]
)
TELLING_SECONDS: Final = 300
FORGETTING_SECONDS: Final = 3600

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def formats_services(
    work: UnitOfWork, reads: UnitOfWork, *, rules: AddressRules, key: bytes
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service on a unit of work, and on one that only reads.

    Reply codes are under a key that is made of this one.
    """
    codes, red = KeyedReplyCodes.under(key), RedReads(unit_of_work=work, clock=_CLOCK)
    formats = FormatsServicer(
        ask_for_format=AskForFormat(
            unit_of_work=work, clock=_CLOCK, ids=_IDS, codes=codes, red_reads=red
        ),
        get_format_request=GetFormatRequest(unit_of_work=reads, codes=codes, red_reads=red),
        withdraw_format_request=WithdrawFormatRequest(
            unit_of_work=work, clock=_CLOCK, codes=codes, red_reads=red
        ),
        list_my_format_requests=ListMyFormatRequests(unit_of_work=reads, red_reads=red),
        list_formats=ListFormats(unit_of_work=reads, clock=_CLOCK),
        list_format_requests=ListFormatRequests(unit_of_work=reads, red_reads=red),
        claim_format_request=ClaimFormatRequest(unit_of_work=work, red_reads=red),
        release_format_request=ReleaseFormatRequest(unit_of_work=work, red_reads=red),
        answer_format_request=AnswerFormatRequest(
            unit_of_work=work, clock=_CLOCK, rules=rules, red_reads=red
        ),
        close_format_request=CloseFormatRequest(unit_of_work=work, clock=_CLOCK, red_reads=red),
        clock=_CLOCK,
    )
    return formats_services_of(formats)


def _tell(waiting: int, late: int) -> None:
    REQUESTS.labels("in time").set(waiting - late)
    REQUESTS.labels("overdue").set(late)


def formats_parts(record: UnitOfWork) -> dict[str, Part]:
    """Return what tells editors of what is overdue, and what forgets who asked."""
    tell = TellOverdueFormats(unit_of_work=record, clock=_CLOCK, tell=_tell)
    forget = ForgetFormatRequests(unit_of_work=record, clock=_CLOCK)
    threads = ThreadPoolExecutor(1, thread_name_prefix="formats")
    return {
        "overdue formats": every(TELLING_SECONDS, in_thread(tell, threads)),
        "forget format requests": every(FORGETTING_SECONDS, in_thread(forget, threads)),
    }
