"""Builds what answers about premises' response levels and follows them, for `bootstrap.py`."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from chassis.notices import Bell
from chassis.watch import Watch, when_told
from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.alerts.bootstrap_delivery import sender_of
from services.alerts.bootstrap_services import Services
from services.alerts.config import DeliverySettings
from services.alerts.inbound.site_rpc import SiteResponsesServicer, site_services_of
from services.alerts.usecases.agenda_ports import Task
from services.alerts.usecases.failover import Circuits
from services.alerts.usecases.follow_threat_levels import FollowThreatLevels
from services.alerts.usecases.forget_site_notices import ForgetSiteNotices
from services.alerts.usecases.get_site_response import GetSiteResponse
from services.alerts.usecases.lift_site_response import LiftSiteResponse
from services.alerts.usecases.list_site_overrides import ListSiteOverrides
from services.alerts.usecases.list_site_responses import ListSiteResponses
from services.alerts.usecases.look_ahead import kind
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.send_site_notices import SendSiteNotices
from services.alerts.usecases.set_site_response import SetSiteResponse

_CLOCK: Final = SystemClock()
_SECONDS: Final = 5.0
"""How late a level of one's own begins or ends at most; a new threat level is heard at once."""


def site_services(work: UnitOfWork, reads: UnitOfWork) -> Services:
    """Return the service of premises' response levels."""
    return site_services_of(
        SiteResponsesServicer(
            list_site_responses=ListSiteResponses(unit_of_work=reads),
            get_site_response=GetSiteResponse(unit_of_work=reads),
            list_site_overrides=ListSiteOverrides(unit_of_work=reads),
            set_site_response=SetSiteResponse(unit_of_work=work, clock=_CLOCK, ids=RandomIds()),
            lift_site_response=LiftSiteResponse(unit_of_work=work, clock=_CLOCK),
            clock=_CLOCK,
        )
    )


def site_parts(
    settings: DeliverySettings, record: UnitOfWork, circuits: Circuits, watch: Watch, changed: Bell
) -> Mapping[str, Part]:
    """Return what follows the threat levels and tells security leads."""
    follow = FollowThreatLevels(unit_of_work=record, clock=_CLOCK)
    forget = ForgetSiteNotices(unit_of_work=record, clock=_CLOCK)
    send = SendSiteNotices(
        unit_of_work=record,
        sender=sender_of(settings, circuits),
        clock=_CLOCK,
        public_url=settings.public_url,
    )
    threads = ThreadPoolExecutor(2, thread_name_prefix="sites")
    return {
        "follow-threat-levels": when_told(changed, in_thread(follow, threads), at_least=_SECONDS),
        "forget-site-notices": every(3600, in_thread(forget)),
        "send-site-notices": watch.loop(kind(Task.TELL_SITE), in_thread(send, threads)),
    }
