"""Who may be paged in the tests of paging, and what waits for them."""

from collections.abc import Callable
from typing import Any

from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Urgency
from services.alerts.usecases.page_officers import PageOfficers
from tests.fakes import alerts
from tests.fakes.alerts import NOON, person
from tests.fakes.faults import putting_off
from tests.fakes.plumbing import FreshIds

LONDON = frozenset({"LON"})
AT_ONCE = {"urgency": Urgency.IMMEDIATE}
SLOW = {"urgency": Urgency.EXPECTED}
ASKS = {"asks_answer": True}


def submitted(**given: Any) -> Alert:
    """An alert that waits for a second person, and cannot wait long."""
    return alerts.submitted(**AT_ONCE | given)


def issued(**given: Any) -> Alert:
    """An alert that is out, and was Immediate."""
    return alerts.issued(**AT_ONCE | given)


def climbing(unit_of_work, stores, clock) -> Callable[[], int]:
    """Page whoever has to be, and let the mail server take it."""
    officers = PageOfficers(
        unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), put_off=putting_off(clock)
    )

    def climbed() -> int:
        queued = officers()
        stores.paging.all_sent(clock.now())
        return queued

    return climbed


def everybody() -> list:
    """Whom there is: two approvers in London, one in Scotland, one for all, and the others."""
    return [
        person("author", "alert-author", "alert-approver", regions=LONDON),
        person("london", "alert-approver", regions=LONDON),
        person("scotland", "alert-approver", regions=frozenset({"SCO"})),
        person("anywhere", "alert-approver"),
        person("lead", "sector-lead", regions=LONDON),
        person("region", "regional-coordinator", regions=LONDON),
        person("duty", "duty-officer"),
    ]


def waiting(stores, **given):
    alert = submitted(**given)
    stores.alerts.add(alert)
    return alert


def asking(stores, **given):
    alert = issued(**ASKS | given)
    stores.alerts.add(alert)
    return alert


def paged(stores, rung: int) -> set[str]:
    return {each.subject for each in stores.paging.pages.values() if each.rung == rung}


def minutes_of(stores, subject: str) -> list[float]:
    """At which minutes from noon somebody was paged."""
    mine = [each for each in stores.paging.pages.values() if each.subject == subject]
    return sorted((each.queued_at - NOON).total_seconds() / 60 for each in mine)
