"""Builds what webhooks need, for `bootstrap.py`."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.resolving import Resolver
from chassis.watch import Watch
from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from kernel.web_addresses import AddressRules
from services.alerts.config_webhooks import WebhookSettings
from services.alerts.domain.delivery import URGENT
from services.alerts.domain.recipient import Channel
from services.alerts.inbound.webhooks_rpc import WebhooksServicer, webhook_services_of
from services.alerts.outbound.pinned_posts import PinnedPosts
from services.alerts.outbound.signed_posts import SignedPosts
from services.alerts.outbound.webhook_secrets import DerivedSecrets
from services.alerts.usecases.agenda_ports import Task
from services.alerts.usecases.delete_webhook import DeleteWebhook
from services.alerts.usecases.delivery_ports import DeliveryMeasures, MailSender
from services.alerts.usecases.enable_webhook import EnableWebhook
from services.alerts.usecases.forget_pings import ForgetPings
from services.alerts.usecases.get_webhook import GetWebhook
from services.alerts.usecases.list_webhook_deliveries import ListWebhookDeliveries
from services.alerts.usecases.list_webhooks import ListWebhooks
from services.alerts.usecases.look_ahead import kind
from services.alerts.usecases.ping_webhook import PingWebhook
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.queueing import Queueing
from services.alerts.usecases.register_webhook import RegisterWebhook
from services.alerts.usecases.replay_webhook_delivery import ReplayWebhookDelivery
from services.alerts.usecases.rotate_webhook_secret import RotateWebhookSecret
from services.alerts.usecases.send_pings import SendPings
from services.alerts.usecases.send_webhooks import SendWebhooks
from services.alerts.usecases.tell_webhook_owners import TellWebhookOwners

POSTERS: Final = 5
"""Senders of posts in a process, each to many endpoints at a time; the first takes only what is
urgent. While rows are written the others leave the record to that, but for what is more urgent.
"""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def webhook_services(
    settings: WebhookSettings, work: UnitOfWork, reads: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the service of webhooks on a unit of work, and on one that only reads."""
    addresses = Resolver(AddressRules(settings.private_networks))
    secrets = DerivedSecrets(settings.key)
    return webhook_services_of(
        WebhooksServicer(
            register_webhook=RegisterWebhook(
                unit_of_work=work, addresses=addresses, secrets=secrets, clock=_CLOCK, ids=_IDS
            ),
            list_webhooks=ListWebhooks(unit_of_work=reads),
            get_webhook=GetWebhook(unit_of_work=reads),
            rotate_webhook_secret=RotateWebhookSecret(
                unit_of_work=work, secrets=secrets, clock=_CLOCK, ids=_IDS
            ),
            enable_webhook=EnableWebhook(unit_of_work=work, addresses=addresses, clock=_CLOCK),
            delete_webhook=DeleteWebhook(unit_of_work=work, clock=_CLOCK),
            ping_webhook=PingWebhook(unit_of_work=work, clock=_CLOCK, ids=_IDS),
            list_webhook_deliveries=ListWebhookDeliveries(unit_of_work=reads),
            replay_webhook_delivery=ReplayWebhookDelivery(unit_of_work=work, clock=_CLOCK),
        )
    )


def webhook_parts(
    settings: WebhookSettings,
    record: UnitOfWork,
    *,
    measures: DeliveryMeasures,
    mails: MailSender,
    public_url: str,
    queueing: Queueing,
    watch: Watch,
) -> Mapping[str, Part]:
    """Return what posts to endpoints and looks after them."""
    poster = SignedPosts(
        posts=PinnedPosts(resolver=Resolver(AddressRules(settings.private_networks))),
        secrets=DerivedSecrets(settings.key),
    )
    senders = {
        f"send-webhook-{number}": SendWebhooks(
            unit_of_work=record,
            poster=poster,
            measures=measures,
            clock=_CLOCK,
            public_url=public_url,
            up_to=URGENT if number == 1 else None,
        )
        for number in range(1, POSTERS + 1)
    }
    acts = {
        name: (
            kind(Task.SEND, Channel.WEBHOOK, up_to=send.up_to),
            send if send.up_to is not None else queueing.before(send),
        )
        for name, send in senders.items()
    }
    pings = SendPings(unit_of_work=record, poster=poster, clock=_CLOCK)
    tell = TellWebhookOwners(unit_of_work=record, mails=mails, clock=_CLOCK, public_url=public_url)
    forget = ForgetPings(unit_of_work=record, clock=_CLOCK)
    threads = ThreadPoolExecutor(POSTERS + 2, thread_name_prefix="post")
    return {
        **{
            name: watch.loop(of_kind, in_thread(act, threads))
            for name, (of_kind, act) in acts.items()
        },
        "send-pings": watch.loop(kind(Task.PING), in_thread(pings, threads)),
        "tell-webhook-owners": every(5, in_thread(tell, threads)),
        "forget-pings": every(3600, in_thread(forget)),
    }
