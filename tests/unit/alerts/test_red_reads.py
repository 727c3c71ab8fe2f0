"""Reading what is marked TLP:RED goes on record, wherever it is read; nothing else does."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.postgres.engine import DatabaseUnavailable
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.cascade import Context
from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.get_alert import GetAlert
from services.alerts.usecases.get_branch_context import GetBranchContext
from services.alerts.usecases.get_cascade import GetCascade
from services.alerts.usecases.get_thread import GetThread
from services.alerts.usecases.list_alerts import ListAlerts
from services.alerts.usecases.list_cordons import ListCordons
from services.alerts.usecases.list_reviews import ListReviews
from services.alerts.usecases.list_waiting_steps import ListWaitingSteps
from services.alerts.usecases.list_welsh_due import ListWelshDue
from services.alerts.usecases.red_reads import RedReads
from tests.fakes.alerts import APPROVER, NOON, broken_glass, issued, person
from tests.fakes.cordons import live_cordon
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.unit.alerts.cascaded import LONDON, REGION, Along, along, seated

NAMED = frozenset({"approver", "reader"})
RED = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=NAMED)
AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


@pytest.fixture
def red(stores):
    stores.alerts.add(alert := broken_glass(marking=RED))
    owes = replace(alert.welsh, due_at=NOON + timedelta(hours=1))
    stores.alerts.kept[alert.alert_id] = alert = replace(alert, welsh=owes)
    stores.cordons.add(live_cordon(alert, NOON))
    return alert


READS = {
    "one": lambda work, red: GetAlert(**work)(APPROVER, alert_id=red.alert_id),
    "its thread": lambda work, red: GetThread(**work)(APPROVER, alert_id=red.alert_id),
    "a page": lambda work, _: ListAlerts(**work)(
        APPROVER, statuses=frozenset({Status.ISSUED}), after=None, size=5
    ),
    "what waits for a review": lambda work, _: ListReviews(**work)(APPROVER),
    "what owes Welsh": lambda work, _: ListWelshDue(**work)(APPROVER),
    "where its cordons are": lambda work, red: ListCordons(**work)(APPROVER, alert_id=red.alert_id),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_each_way_of_reading_it_is_an_event(read, unit_of_work, red_reads, stores, red) -> None:
    stores.alerts.add(issued(marking=AMBER))
    read({"unit_of_work": unit_of_work, "red_reads": red_reads}, red)
    assert [("approver", "alerts:read-red", str(red.alert_id), red.digest, {})] == stores.audit.rows
    assert [("alerts.red-read", NOON, "")] == [
        (each.metric, each.at, each.detail) for each in stores.outbox.events
    ]
    assert [] == stores.decisions.of([str(red.alert_id)], most=9), "it is no decision"


@pytest.mark.parametrize("marking", [Marking.clear(), AMBER])
def test_reading_anything_else_opens_no_second_transaction(marking, unit_of_work, stores) -> None:
    stores.alerts.add(alert := issued(marking=marking))

    def never() -> None:
        pytest.fail("nothing is to be written")

    red_reads = RedReads(unit_of_work=never, clock=never)
    get = GetAlert(unit_of_work=unit_of_work, red_reads=red_reads)
    assert alert == get(APPROVER, alert_id=alert.alert_id)


def test_along_seats_too(unit_of_work, red_reads, stores, clock) -> None:
    seated(stores)
    marking = replace(RED, named_subjects=NAMED | {"region"})
    alert = along(stores, marking=marking)
    read = {"unit_of_work": unit_of_work, "red_reads": red_reads}
    context = GetBranchContext(**read)
    member = person("reader", regions=frozenset({"LON"}), sectors=frozenset({"retail"}))
    assert [] == context(member, alert_id=alert.alert_id), "nothing was added: nothing is read"
    (waiting,) = ListWaitingSteps(unit_of_work=unit_of_work, clock=clock)(REGION)
    assert (
        alert
        == waiting.alert
        == GetCascade(**read, clock=clock)(REGION, alert_id=alert.alert_id).alert
    )
    added = Context(text="The service road is shut.", tlp=Tlp.RED)
    Along(unit_of_work, clock).passed(alert, LONDON, REGION, added)
    assert 1 == len(context(member, alert_id=alert.alert_id))
    acts = [(row[0], row[1].removeprefix("alerts:")) for row in stores.audit.rows]
    assert [*[("region", "read-red")] * 2, ("region", "pass-on"), ("reader", "read-red")] == acts


def test_what_cannot_be_put_on_record_is_not_read(unit_of_work, stores, clock, red) -> None:
    @contextmanager
    def away():
        raise DatabaseUnavailable("The record cannot be reached at the moment.")
        yield

    get = GetAlert(unit_of_work=unit_of_work, red_reads=RedReads(unit_of_work=away, clock=clock))
    with pytest.raises(DatabaseUnavailable):
        get(APPROVER, alert_id=red.alert_id)


def test_who_may_not_read_it_leaves_no_row(unit_of_work, red_reads, stores, red) -> None:
    assert isinstance(unit_of_work, MemoryUnitOfWork)
    get = GetAlert(unit_of_work=unit_of_work, red_reads=red_reads)
    with pytest.raises(AlertNotFound):
        get(replace(APPROVER, subject="another"), alert_id=red.alert_id)
    assert [] == stores.audit.rows == stores.outbox.events
