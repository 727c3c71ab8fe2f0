"""Builds what sends mails, texts, apps' notifications and pages, for `bootstrap.py`."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from chassis.logs import logger
from chassis.notices import Bell
from chassis.watch import LONGEST_SECONDS, Watch, when_told
from chassis.worker import Part, every, in_thread, until_none
from kernel.ports import RandomIds, SystemClock
from services.alerts.config import DeliverySettings
from services.alerts.domain.delivery import URGENT
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.delivery_measures import PrometheusDeliveryMeasures
from services.alerts.outbound.fault_measures import PrometheusFaultMeasures
from services.alerts.outbound.fcm_pushes import FcmPushes, NoAppPushes
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.outbound.notify_texts import NotifyTexts
from services.alerts.outbound.page_measures import PrometheusPageMeasures
from services.alerts.outbound.provider_measures import PrometheusProviderMeasures
from services.alerts.outbound.smtp_mails import SmtpMails
from services.alerts.usecases.agenda_ports import Task
from services.alerts.usecases.failover import Circuits, FirstThatWorks, Sender
from services.alerts.usecases.forget_deliveries import ForgetDeliveries
from services.alerts.usecases.look_ahead import kind
from services.alerts.usecases.measure_deliveries import MeasureDeliveries
from services.alerts.usecases.measure_pages import MeasurePages
from services.alerts.usecases.page_officers import PageOfficers
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.putting_off import PutOff
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from services.alerts.usecases.queueing import Queueing
from services.alerts.usecases.recover_deliveries import RecoverDeliveries
from services.alerts.usecases.send_deliveries import SendDeliveries
from services.alerts.usecases.send_pages import SendPages

SENDERS: Final = 3
"""Of each channel in a process; the first takes only what is urgent."""

PROVIDED: Final = (Channel.EMAIL, Channel.SMS, Channel.MOBILE_PUSH)
"""The channels that are a provider's. Each endpoint of an organisation is its own."""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def circuits_of_providers() -> Mapping[Channel, Circuits]:
    """Return what this process knows of how the providers of each channel do."""
    measures = PrometheusProviderMeasures()
    return {
        channel: Circuits(channel=channel, clock=_CLOCK, measures=measures) for channel in PROVIDED
    }


def delivery_parts(
    settings: DeliverySettings,
    record: UnitOfWork,
    *,
    circuits: Mapping[Channel, Circuits],
    links: LinkSealer,
    queueing: Queueing,
    watch: Watch,
) -> Mapping[str, Part]:
    """Return what queues, sends and looks after deliveries.

    Each channel has a sender that only takes what is urgent, beside those that take anything; so
    has the queue.
    """
    if settings.apps is None:
        logger().warning("no app is notified: ALERTS_FCM_PROJECT names no project")
    measures = PrometheusDeliveryMeasures()
    queue = QueueDeliveries(unit_of_work=record, clock=_CLOCK, ids=_IDS, begins=queueing.begins)
    queue_urgent = QueueDeliveries(unit_of_work=record, clock=_CLOCK, ids=_IDS, up_to=URGENT)
    recover = RecoverDeliveries(unit_of_work=record, measures=measures, clock=_CLOCK)
    measure = MeasureDeliveries(unit_of_work=record, measures=measures, clock=_CLOCK)
    forget = ForgetDeliveries(unit_of_work=record, clock=_CLOCK)
    senders = {
        f"send-{channel.value.lower()}-{number}": SendDeliveries(
            unit_of_work=record,
            channel=channel,
            sender=sender_of(settings, circuits[channel]),
            measures=measures,
            clock=_CLOCK,
            public_url=settings.public_url,
            links=links,
            up_to=URGENT if number == 1 else None,
        )
        for channel in PROVIDED
        for number in range(1, SENDERS + 1)
    }
    acts: Mapping[str, tuple[str, Callable[[], object]]] = {
        **{
            name: (kind(Task.SEND, send.channel, up_to=send.up_to), send)
            for name, send in senders.items()
        },
        "queue-urgent": (kind(Task.QUEUE, up_to=URGENT), queue_urgent),
        "queue-deliveries": (kind(Task.QUEUE), queueing.doing(queue)),
    }
    threads = ThreadPoolExecutor(len(acts), thread_name_prefix="deliver")
    return {
        "recover-deliveries": watch.loop(kind(Task.RECOVER), in_thread(until_none(recover))),
        "measure-deliveries": every(5, in_thread(measure)),
        "forget-deliveries": every(3600, in_thread(forget)),
        **{
            name: watch.loop(of_kind, in_thread(act, threads))
            for name, (of_kind, act) in acts.items()
        },
    }


def paging_parts(
    settings: DeliverySettings, record: UnitOfWork, circuits: Circuits, watch: Watch, changed: Bell
) -> Mapping[str, Part]:
    """Return what pages officers; its mails have a connection of their own.

    `changed` rings when anything changed: a page that is wanted is begun within the second.
    """
    put_off = PutOff(task="page-officers", measures=PrometheusFaultMeasures(), clock=_CLOCK)
    page = PageOfficers(unit_of_work=record, clock=_CLOCK, ids=_IDS, put_off=put_off)
    send = SendPages(
        unit_of_work=record,
        sender=sender_of(settings, circuits),
        clock=_CLOCK,
        public_url=settings.public_url,
        put_off=PutOff(task=Task.PAGE.value, measures=PrometheusFaultMeasures(), clock=_CLOCK),
    )
    measure = MeasurePages(unit_of_work=record, measures=PrometheusPageMeasures(), clock=_CLOCK)
    thread = ThreadPoolExecutor(1, thread_name_prefix="page")
    return {
        "page-officers": when_told(changed, in_thread(page), at_least=LONGEST_SECONDS),
        "measure-pages": every(5, in_thread(measure)),
        "send-pages": watch.loop(kind(Task.PAGE), in_thread(send, thread)),
    }


def sender_of(settings: DeliverySettings, circuits: Circuits) -> FirstThatWorks:
    """Return a sender's own connections to the providers of a channel, the preferred one first."""
    match circuits.channel:
        case Channel.EMAIL:
            providers = _mails(settings)
        case Channel.MOBILE_PUSH:
            providers = _apps(settings)
        case _:
            providers = _texts(settings)
    return FirstThatWorks(providers=providers, circuits=circuits)


def _mails(settings: DeliverySettings) -> Sequence[tuple[str, Sender]]:
    relays = (("first", settings.relay), ("second", settings.second_relay))
    return [
        (name, SmtpMails(relay=relay, sender=settings.mail_from))
        for name, relay in relays
        if relay is not None
    ]


def _texts(settings: DeliverySettings) -> Sequence[tuple[str, Sender]]:
    first = (settings.sms_url, settings.sms_api_key, settings.sms_template_id)
    second = (settings.sms_second_url, settings.sms_second_api_key, settings.sms_second_template_id)
    return [
        (name, NotifyTexts(url=url, api_key=api_key, template_id=template_id))
        for name, (url, api_key, template_id) in (("first", first), ("second", second))
        if url
    ]


def _apps(settings: DeliverySettings) -> Sequence[tuple[str, Sender]]:
    """Return the one provider: a token is one project's, and no other can reach it."""
    apps = settings.apps
    if apps is None:
        return [("none", NoAppPushes())]
    return [("first", FcmPushes(url=apps.url, account=apps.account))]
