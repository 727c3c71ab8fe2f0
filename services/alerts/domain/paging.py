"""Whom to page, and when to go to the next: an alert that waits must not wait for one person."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.audiences import Kind, Mode
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Urgency
from services.alerts.domain.cordon import Cordon
from services.alerts.domain.help import NATIONAL
from services.alerts.domain.public_part import known_to
from services.alerts.domain.seat import COORDINATOR

NATION: Final = ""
"""What stands for everywhere, where an alert names no region."""


class Why(Enum):
    """Why somebody is paged."""

    APPROVAL = "APPROVAL"
    """An alert waits for a second person."""

    NO_ANSWER = "NO_ANSWER"
    """Nobody of a region answered an alert that asks."""

    CASCADE = "CASCADE"
    """An alert waits to be passed on: its ladder is a step of the cascade, and no row of runs."""

    HELP = "HELP"
    """Somebody calls for help, and nobody is at a queue any more that would answer."""

    WELSH_OVERDUE = "WELSH_OVERDUE"
    """An alert is out without confirmed Welsh, and the time by which it must follow is over."""

    CORDON = "CORDON"
    """The time by which somebody should have said how a cordon stands has passed."""

    REVIEW = "REVIEW"
    """One person acted alone, and a second one must look at it."""

    REVIEW_OVERDUE = "REVIEW_OVERDUE"
    """Nobody looked in time."""


WELSH_APPROVER: Final = "welsh-approver"
LADDERS: Final[dict[Why, tuple[str, ...]]] = {
    Why.APPROVAL: ("alert-approver", "alert-approver", "duty-officer"),
    Why.NO_ANSWER: ("sector-lead", "regional-coordinator", "duty-officer"),
    Why.HELP: ("duty-officer", "duty-officer", "duty-officer"),
    Why.WELSH_OVERDUE: (WELSH_APPROVER, WELSH_APPROVER, "duty-officer"),
    Why.CORDON: ("duty-officer",),
    Why.REVIEW: ("alert-approver", "duty-officer"),
    Why.REVIEW_OVERDUE: ("alert-approver", "duty-officer"),
}
"""The role of each rung. Where a region has no seats, whoever holds the role there stands for those
who would sit in them (docs/adr/0050, 0067).
"""

LEADS: Final = "leads"
REGION: Final = "region"
SEATED: Final[dict[tuple[Why, int], str]] = {
    (Why.NO_ANSWER, 0): LEADS,
    (Why.NO_ANSWER, 1): REGION,
    (Why.HELP, 1): LEADS,
    (Why.HELP, 2): REGION,
}
"""The rungs on which those are paged who sit in seats of the region: the deputies of its sectors,
or the leads where nobody stands in; and then who coordinates the region."""

PAUSES: Final = {True: timedelta(minutes=5), False: timedelta(minutes=30)}
"""How long each rung has, by whether the alert is Immediate."""

LONGEST_PAUSES: Final = {True: timedelta(hours=1), False: timedelta(hours=6)}
"""The last rung is paged again and again until the matter is settled, each time after twice as
long, but never after longer than this: nobody who is paged each minute reads what comes."""

REVIEW_PAUSE: Final = timedelta(hours=12)
"""How long the approvers have before the duty officers hear of a review: half of its time."""

IN_THEIR_PLACE: Final = ("duty-officer", "alert-approver")
"""Who is paged, of whatever region, where nobody at all would be: whoever there is of the first of
these roles that somebody holds."""

PAGED: Final = frozenset(role for ladder in LADDERS.values() for role in ladder)
"""The roles whose holders may be paged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRun:
    """How far up its ladder one thing is; `rung` is the next one, due at `due_at`."""

    run_id: UUID
    why: Why
    alert_id: UUID
    alert_version: int
    region: str
    due_at: datetime
    rung: int = 0
    paged_at: datetime | None = None
    """When somebody was last paged by it; None while nobody was."""
    nobody: bool = False
    """Whether it came to its end and there was nobody whom it could page."""
    closed_at: datetime | None = None
    closed_why: str = ""

    @property
    def step(self) -> int:
        """Which rung of its ladder it is at: beyond the last one that is repeated."""
        return min(self.rung, len(LADDERS[self.why]) - 1)

    @property
    def role(self) -> str:
        """Whose turn it is."""
        return LADDERS[self.why][self.step]

    @property
    def repeats(self) -> int:
        """How often its last rung was paged before."""
        return self.rung - self.step

    @property
    def at_its_end(self) -> bool:
        """Whether nobody comes after those whose turn it is."""
        return self.rung + 1 >= len(LADDERS[self.why])

    def closed(self, why: str, at: datetime) -> "PageRun":
        """Return it ended."""
        return replace(self, closed_at=at, closed_why=why)

    def climbed(self, *, people: int, pause: timedelta, at: datetime) -> "PageRun":
        """Return it after so many of its rung were paged: nobody is waited for who is not there.

        The last rung is never passed. It has its pause again, until the matter is settled.
        """
        vacant = people == 0 and not self.at_its_end
        return replace(
            self,
            rung=self.rung + 1,
            paged_at=at if people else self.paged_at,
            nobody=people == 0 and self.at_its_end,
            due_at=at if vacant else at + pause,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One mail to one person; its id is the reference of the mail.

    The lowest `priority` is sent first. `given_up` says why it can reach nobody, `dropped` why
    nobody need have it any more.
    """

    page_id: UUID
    run_id: UUID
    rung: int
    why: Why
    alert_id: UUID
    region: str
    subject: str
    priority: int
    queued_at: datetime
    due_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None
    given_up: str = ""
    dropped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForsakenCalls:
    """Calls for help about an alert that wait at one queue, with nobody there to answer them."""

    alert_id: UUID
    queue: str
    newest: datetime

    @property
    def region(self) -> str:
        """Whose officers are to hear of them."""
        return NATION if self.queue == NATIONAL else self.queue


_REVIEWS: Final = frozenset({Why.REVIEW, Why.REVIEW_OVERDUE})


def pause_of(alert: Alert) -> timedelta:
    """Return how long a rung has about an alert."""
    return PAUSES[alert.content.urgency is Urgency.IMMEDIATE]


def pause_after(run: PageRun, alert: Alert) -> timedelta:
    """Return how long the rung has whose turn it is: longer each time that it is repeated.

    What is overdue goes to every rung of a review at once, and half a day is left after its last.
    """
    if run.why in _REVIEWS:
        between = timedelta() if run.why is Why.REVIEW_OVERDUE else REVIEW_PAUSE
        return REVIEW_PAUSE if run.at_its_end else between
    longest = LONGEST_PAUSES[alert.content.urgency is Urgency.IMMEDIATE]
    longer: timedelta = pause_of(alert) * 2 ** min(run.repeats, 10)
    return min(longer, longest)


def priority_of(why: Why, alert: Alert) -> int:
    """Return how early a page about something is sent, where several wait: the lowest first.

    An alert of an attack that one person can let out comes before all, and then who calls for help.
    """
    immediate = alert.content.urgency is Urgency.IMMEDIATE
    if why is Why.APPROVAL and immediate:
        return 0
    if why is Why.HELP:
        return 1
    return 2 if immediate or why is Why.CORDON else 3


def regions_of(alert: Alert) -> tuple[str, ...]:
    """Return the regions that an alert is for; the nation where it names none."""
    rows = alert.content.audience
    found = {r.value for r in rows if r.kind is Kind.REGION and r.mode is not Mode.EXCLUDE}
    return tuple(sorted(found)) or (NATION,)


def runs_of(alert: Alert, why: Why, ids: Iterable[UUID], at: datetime) -> list[PageRun]:
    """Return the ladders that an alert begins now, one for each of its regions.

    A region's own message waits for that region alone, whomever its audience names besides.
    Approvers hear at once of whatever was submitted; its urgency says how soon they do again.
    Whoever is asked for an answer has a pause.
    """
    first = at if why is Why.APPROVAL else at + pause_of(alert)
    version = alert.version if why is Why.APPROVAL else 0
    own = why is Why.APPROVAL and alert.origin
    return [
        PageRun(
            run_id=run_id,
            why=why,
            alert_id=alert.alert_id,
            alert_version=version,
            region=region,
            due_at=first,
        )
        for run_id, region in zip(ids, (own,) if own else regions_of(alert), strict=False)
    ]


def run_for_help(
    calls: ForsakenCalls, before: PageRun | None, alert: Alert, run_id: UUID, at: datetime
) -> PageRun | None:
    """Return the ladder that calls for help begin which nobody is there to answer.

    There is one for an alert and a region, however many call. After one that is closed another
    begins at once. One that only repeats its last rung, ever more rarely, begins anew for whoever
    called since: not sooner than a ladder's first pause, so that each call is no page. None where
    the one that goes on is good enough.
    """
    if before is not None and before.closed_at is None:
        heard = before.paged_at is None or before.paged_at >= calls.newest
        if heard or before.repeats == 0:
            return None
        at = max(at, before.paged_at + pause_of(alert)) if before.paged_at else at
    return PageRun(
        run_id=run_id,
        why=Why.HELP,
        alert_id=calls.alert_id,
        alert_version=1 if before is None else before.alert_version + 1,
        region=calls.region,
        due_at=at,
    )


def run_for_welsh(alert: Alert, run_id: UUID, at: datetime) -> PageRun:
    """Return the ladder that overdue Welsh begins: whoever can confirm Welsh can do it anywhere."""
    return PageRun(
        run_id=run_id,
        why=Why.WELSH_OVERDUE,
        alert_id=alert.alert_id,
        alert_version=0,
        region=NATION,
        due_at=at,
    )


def waits_for_its_region(run: PageRun, alert: Alert) -> bool:
    """Tell whether a ladder is about a region's own message, which its people alone may issue."""
    return run.why is Why.APPROVAL and bool(alert.origin)


def roles_of(run: PageRun, alert: Alert) -> tuple[str, ...]:
    """Return whose turn it is: Welsh approvers too, while nobody can approve without their word."""
    waits = run.why is Why.APPROVAL and alert.welsh.waited_for(alert.content, alert.digest)
    role = COORDINATOR if waits_for_its_region(run, alert) else run.role
    return (role, WELSH_APPROVER) if waits else (role,)


def run_for_cordon(cordon: Cordon, alert: Alert, run_id: UUID, at: datetime) -> PageRun:
    """Return the ladder that an overdue update begins: one for each due time of an alert."""
    assert cordon.next_update_due is not None
    return _run_of_all(
        alert, Why.CORDON, run_id, number=int(cordon.next_update_due.timestamp()), due_at=at
    )


def runs_for_review(alert: Alert, ids: Iterable[UUID], at: datetime) -> list[PageRun]:
    """Return the ladders that a review begins: one at once, and one when it is overdue."""
    assert alert.review is not None
    number = int(alert.review.due_at.timestamp())
    begins = ((Why.REVIEW, at), (Why.REVIEW_OVERDUE, alert.review.due_at))
    return [
        _run_of_all(alert, why, run_id, number=number, due_at=due_at)
        for run_id, (why, due_at) in zip(ids, begins, strict=False)
    ]


def review_waits(run: PageRun, alert: Alert) -> bool:
    """Tell whether nobody has looked yet at what a ladder of a review is about."""
    review = alert.review
    same = review is not None and int(review.due_at.timestamp()) == run.alert_version
    return same and review is not None and review.waits


def _run_of_all(alert: Alert, why: Why, run_id: UUID, *, number: int, due_at: datetime) -> PageRun:
    """Return one ladder for all regions of an alert: nobody is paged twice for one thing."""
    regions = regions_of(alert)
    return PageRun(
        run_id=run_id,
        why=why,
        alert_id=alert.alert_id,
        alert_version=number,
        region=regions[0] if len(regions) == 1 else NATION,
        due_at=due_at,
    )


def paged_for(run: PageRun, alert: Alert, holders: Iterable[Principal]) -> list[str]:
    """Return who is paged of those who hold the role: whoever can do something about it."""
    people = {
        who.person
        for who in holders
        if _covers(who, run.region)
        and may_know(run.why, alert, who)
        and not (run.why is Why.APPROVAL and who.person in alert.hands)
        and not (run.why in _REVIEWS and who.person in alert.alone)
    }
    return sorted(people)


def may_know(why: Why, alert: Alert, who: Principal) -> bool:
    """Tell whether somebody may be paged about an alert; the page itself names nothing of it.

    Whoever hears an action line may call for help, whatever else is closed to those who answer.
    """
    return known_to(alert, who) if why is Why.HELP else alert.readable_by(who)


def _covers(who: Principal, region: str) -> bool:
    """Tell whether somebody stands for a region: theirs, or every one if they have none."""
    return region == NATION or not who.regions or region in who.regions
