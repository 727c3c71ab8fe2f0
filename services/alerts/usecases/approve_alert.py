"""Issue an alert on the word of a second person."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Severity
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.events import AlertIssued
from services.alerts.domain.reach import Size, see_that_reach_is_confirmed
from services.alerts.usecases.cascading import begin
from services.alerts.usecases.counting import counted
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, reference_of, welsh_of_record
from services.alerts.usecases.regional import capacity_in, see_that_it_may_be_issued


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveAlert:
    """Let a second person issue the version they read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        alert_id: UUID,
        read: bytes,
        size: Size | None = None,
        count_read: int | None = None,
        for_region: bool = False,
    ) -> Alert:
        """Return the issued alert; its event follows from the outbox.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            IssuingFrozen: two people stopped all issuing.
            NotOfTheRegion: it is a region's, of which the caller has no seat; or it is to be one's
                (`for_region`), and is none.
            SeatLost: somebody who wrote or submitted it has no seat of the region any more.
            AudienceLeavesRegion: it may be for somebody outside the region.
            SelfApproval: the caller had a hand in this version.
            VersionChanged: the digest is not that of the version that stands.
            IllegalTransition: it is not awaiting approval.
            AlertOutOfDate: it would have expired already.
            AudienceNotConfirmed: the size of the audience that was read was not named.
            ReachDrifted: it changed by more than a fifth since it was counted.
            WelshTextNeeded, WelshNotConfirmed: it can reach Wales, is not Extreme, and has no
                Welsh that a Welsh approver confirmed.
            ThreadMovedOn: what it updates has ended, or another update took its place.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            see_that_issuing_is_open(tx)
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            see_that_it_may_be_issued(tx, caller, alert, now, for_region=for_region)
            issued = alert.approve(by=caller.person, read=read, at=now)
            drifted = see_that_reach_is_confirmed(
                tx.reach.count(issued.content, issued.thread.earlier).people,
                said=size,
                read=alert.reach if count_read is None else count_read,
                never_block=issued.content.severity is Severity.EXTREME,
            )
            if issued.thread.updates is not None:
                before = tx.alerts.get(issued.thread.updates, lock=True)
                tx.alerts.save(before.succeeded(by=alert_id, at=now))
            tx.alerts.save(issued)
            tx.dispatches.add(Dispatch.of(issued, at=now))
            tx.messages.record(issued)
            if issued.content.cascaded:
                begin(tx, issued, now)
            confirmed = {} if size is None else {"size": size.name}
            drift = {"reach_drifted": True} if drifted else {}
            rests_on = reference_of(issued) | welsh_of_record(issued) | capacity_in(issued)
            tx.audit.record(
                caller,
                "alerts:approve",
                str(alert_id),
                issued.digest,
                **confirmed,
                **drift,
                **rests_on,
            )
            tx.outbox.add(
                AlertIssued(issued),
                counted(caller, "alerts.issued", issued, now, issued.content.severity.value),
            )
        return issued
