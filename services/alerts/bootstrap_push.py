"""Builds what notifications of browsers need, for `bootstrap.py`."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.resolving import Resolver
from chassis.watch import Watch
from chassis.worker import Part, in_thread
from kernel.ports import SystemClock
from kernel.web_addresses import AddressRules
from services.alerts.config_webhooks import PushSettings
from services.alerts.domain.delivery import URGENT
from services.alerts.domain.recipient import Channel
from services.alerts.inbound.push_rpc import PushServicer, push_services_of
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.outbound.pinned_posts import PinnedPosts
from services.alerts.outbound.web_pushes import VapidKey, WebPushes
from services.alerts.usecases.agenda_ports import Task
from services.alerts.usecases.delivery_ports import DeliveryMeasures
from services.alerts.usecases.get_push_key import GetPushKey
from services.alerts.usecases.look_ahead import kind
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.send_deliveries import SendDeliveries
from services.alerts.usecases.subscribe_push import SubscribePush
from services.alerts.usecases.unsubscribe_push import UnsubscribePush

PUSHERS: Final = 4
"""Senders of notifications in a process; the first takes only what is urgent."""

_CLOCK: Final = SystemClock()


def push_services(
    settings: PushSettings, work: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the service of notifications on a unit of work."""
    addresses = Resolver(AddressRules(settings.private_networks))
    return push_services_of(
        PushServicer(
            get_push_key=GetPushKey(public_key=VapidKey(settings.key).public),
            subscribe_push=SubscribePush(unit_of_work=work, addresses=addresses, clock=_CLOCK),
            unsubscribe_push=UnsubscribePush(unit_of_work=work, clock=_CLOCK),
        )
    )


def push_parts(
    settings: PushSettings,
    record: UnitOfWork,
    *,
    links: LinkSealer,
    measures: DeliveryMeasures,
    contact: str,
    public_url: str,
    watch: Watch,
) -> Mapping[str, Part]:
    """Return what sends notifications."""
    resolver = Resolver(AddressRules(settings.private_networks))
    sender = WebPushes(
        posts=PinnedPosts(resolver=resolver), key=VapidKey(settings.key), contact=contact
    )
    threads = ThreadPoolExecutor(PUSHERS, thread_name_prefix="push")
    senders = {
        f"send-push-{number}": SendDeliveries(
            unit_of_work=record,
            channel=Channel.WEB_PUSH,
            sender=sender,
            measures=measures,
            clock=_CLOCK,
            public_url=public_url,
            links=links,
            up_to=URGENT if number == 1 else None,
        )
        for number in range(1, PUSHERS + 1)
    }
    return {
        name: watch.loop(
            kind(Task.SEND, Channel.WEB_PUSH, up_to=send.up_to), in_thread(send, threads)
        )
        for name, send in senders.items()
    }
