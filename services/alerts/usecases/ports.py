"""What the use cases need."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.ports import Audit, HeldRow, Idempotency, PlumbingRows
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.decision import Decision
from services.alerts.domain.events import Event, Snapshot
from services.alerts.domain.sharing import Name, Past
from services.alerts.domain.template import Template
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.answer_ports import Answers, HelpDesk
from services.alerts.usecases.cascade_ports import Cascades, Seats
from services.alerts.usecases.cordon_ports import Cordons
from services.alerts.usecases.delivery_ports import (
    Deliveries,
    Dispatches,
    FanOut,
    QuietAccounts,
    Recipients,
)
from services.alerts.usecases.device_ports import Devices
from services.alerts.usecases.drill_ports import Drills
from services.alerts.usecases.freeze_ports import Freezes
from services.alerts.usecases.page_ports import Paging
from services.alerts.usecases.passkey_key_ports import PasskeyKeys
from services.alerts.usecases.reach_ports import Reach
from services.alerts.usecases.record_ports import CapImports, Messages, PublicLog
from services.alerts.usecases.rumour_ports import Rumours
from services.alerts.usecases.site_ports import SiteOverrides
from services.alerts.usecases.situation_ports import Situations
from services.alerts.usecases.threat_ports import ThreatLevelChanges
from services.alerts.usecases.webhook_ports import Webhooks
from services.alerts.usecases.whereabouts_ports import Whereabouts


class Alerts(Protocol):
    """The alerts of one transaction."""

    def add(self, alert: Alert) -> None:
        """Keep a new alert."""
        ...

    def get(self, alert_id: UUID, *, lock: bool = False) -> Alert:
        """Return an alert; locked, nobody else changes it before the transaction ends.

        Raises:
            AlertNotFound: there is none.
        """
        ...

    def save(self, alert: Alert) -> None:
        """Keep the next version of an alert.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def page(
        self, reader: Principal, statuses: frozenset[Status], *, after: Place | None, size: int
    ) -> Sequence[Alert]:
        """Return what a person may read, newest first, without that whose place an update took.

        `after` says where the page begins; backwards, where it ends.
        """
        ...

    def of_thread(self, thread_id: UUID) -> Sequence[Alert]:
        """Return the messages of a thread, newest first: a hundred, the published before others."""
        ...

    def standing_in(self, thread_id: UUID) -> Alert | None:
        """Return the message of a thread that stands now, or stood last; None before the first.

        However much waits in the thread besides.
        """
        ...

    def open_drafts(self, thread_id: UUID) -> int:
        """Count the messages of a thread that were not issued and may still be."""
        ...

    def awaiting_review(self, *, most: int) -> Sequence[Alert]:
        """Return those on which one person acted alone and nobody looked, the most urgent first."""
        ...

    def owing_welsh(self, *, most: int) -> Sequence[Alert]:
        """Return those that are out without confirmed Welsh, the soonest due first."""
        ...

    def many(self, alert_ids: Collection[UUID]) -> Sequence[Alert]:
        """Return those of the alerts that there are, in no order."""
        ...

    def next_due(self, at: datetime, *, but: Collection[UUID]) -> UUID | None:
        """Return the current alert whose expiry came first, locked, leaving those that others hold.

        Nothing but its id is read. Those that `but` names are passed over.
        """
        ...

    def published(self) -> Sequence[Alert]:
        """Return every alert that was ever issued, oldest first."""
        ...

    def handled_by(self, subject: str) -> Sequence[Alert]:
        """Return the alerts in which a person had a hand."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place everywhere; return the number of alerts changed."""
        ...


class Templates(Protocol):
    """The templates of one transaction."""

    def add(self, template: Template) -> None:
        """Keep a new one."""
        ...

    def get(self, template_id: UUID, *, lock: bool = False) -> Template:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            TemplateNotFound: there is none.
        """
        ...

    def save(self, template: Template) -> None:
        """Keep the next version of one.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def standing(self, *, most: int) -> Sequence[Template]:
        """Return those that are not retired, the latest proposed first."""
        ...

    def said_by(self, subject: str) -> Sequence[Template]:
        """Return those about which a person said a word, oldest first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return the number of templates changed."""
        ...


class Sharing(Protocol):
    """What was issued before, as far as the transaction sees it."""

    def past(self, names: AbstractSet[Name], cap_status: CapStatus) -> Past:
        """Return what was issued of a kind, and which of the names it was sent to.

        The reaches and channels are those of the latest twenty.
        """
        ...


class Decisions(Protocol):
    """The decision log, as far as the transaction sees it."""

    def of(self, resources: Collection[str], *, most: int) -> Sequence[Decision]:
        """Return what was decided about these, oldest first."""
        ...

    def between(
        self, since: datetime, until: datetime, *, after: Place | None, size: int
    ) -> Sequence[Decision]:
        """Return what was decided from one moment on and before another, oldest first."""
        ...


class Outbox(Protocol):
    """Events to be sent after the commit."""

    def add(self, *events: Event) -> None:
        """Keep events."""
        ...

    def again(self, event: Snapshot) -> None:
        """Keep an event that was sent before, under an id that is the same each time."""
        ...


class SentTo(Protocol):
    """What was sent, paged and told to people."""

    def of(self, subject: str) -> Sequence[HeldRow]:
        """Return (table, purpose, row) for each that went to a person who has an account."""
        ...


class Stores(Protocol):
    """Everything on one transaction."""

    @property
    def alerts(self) -> Alerts:
        """The alerts."""
        ...

    @property
    def recipients(self) -> Recipients:
        """Whom alerts may be sent to."""
        ...

    @property
    def passkey_keys(self) -> PasskeyKeys:
        """By which keys sign-ins by passkey are signed."""
        ...

    @property
    def whereabouts(self) -> Whereabouts:
        """Our copies of organisations and their premises."""
        ...

    @property
    def dispatches(self) -> Dispatches:
        """What is still to be turned into deliveries."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """The delivery log."""
        ...

    @property
    def messages(self) -> Messages:
        """What went out."""
        ...

    @property
    def cap_imports(self) -> CapImports:
        """What came in as CAP."""
        ...

    @property
    def log(self) -> PublicLog:
        """The public log."""
        ...

    @property
    def freezes(self) -> Freezes:
        """The freezes."""
        ...

    @property
    def quiet_accounts(self) -> QuietAccounts:
        """When accounts would rather be left alone."""
        ...

    @property
    def templates(self) -> Templates:
        """The templates."""
        ...

    @property
    def fan_out(self) -> FanOut:
        """What turns an alert into rows of the delivery log."""
        ...

    @property
    def reach(self) -> Reach:
        """Whom an alert would reach."""
        ...

    @property
    def sharing(self) -> Sharing:
        """What was issued before."""
        ...

    @property
    def decisions(self) -> Decisions:
        """The decision log."""
        ...

    @property
    def answers(self) -> Answers:
        """What people answered."""
        ...

    @property
    def help(self) -> HelpDesk:
        """Who is at which queue, and who calls for help."""
        ...

    @property
    def paging(self) -> Paging:
        """Ladders, pages, and whom they go to."""
        ...

    @property
    def seats(self) -> Seats:
        """Who stands for what."""
        ...

    @property
    def cascades(self) -> Cascades:
        """How far alerts are along seats."""
        ...

    @property
    def situations(self) -> Situations:
        """What people report."""
        ...

    @property
    def threat_levels(self) -> ThreatLevelChanges:
        """The changes of the threat levels."""
        ...

    @property
    def site_overrides(self) -> SiteOverrides:
        """The response levels that organisations set for premises."""
        ...

    @property
    def cordons(self) -> Cordons:
        """The cordons."""
        ...

    @property
    def rumours(self) -> Rumours:
        """The rumour board."""
        ...

    @property
    def drills(self) -> Drills:
        """The private drills of organisations."""
        ...

    @property
    def webhooks(self) -> Webhooks:
        """The endpoints of organisations."""
        ...

    @property
    def devices(self) -> Devices:
        """The apps on people's devices."""
        ...

    @property
    def sent_to(self) -> SentTo:
        """What went to a person, for exports."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The events."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit log."""
        ...

    @property
    def idempotency(self) -> Idempotency:
        """The keys."""
        ...

    @property
    def plumbing(self) -> PlumbingRows:
        """What the plumbing keeps about people."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractContextManager[Stores]:
        """Yield the stores; commit at the end, undo at an error."""
        ...
