"""Those who stand for a branch tell those above them."""

import pytest

from services.alerts.domain.cascade_errors import NotYourStep, TooManyBranchReports
from services.alerts.usecases.report_up import MOST, ReportUp
from tests.fakes.alerts import READER, key
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.cascaded import LEAD, LONDON, REGION, RETAIL, Along, along, seated


@pytest.fixture
def cascade(unit_of_work, clock):
    seated(unit_of_work.stores)
    return Along(unit_of_work, clock)


@pytest.fixture
def report(unit_of_work, clock):
    use_case = ReportUp(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    return lambda alert, branch, by, under="A", text="All shops are shut.": use_case(
        by, alert_id=alert.alert_id, branch=branch, text=text, key=key(under)
    )


def test_it_is_kept_once_for_those_above(report, cascade, stores) -> None:
    alert = along(stores)
    cascade.passed(alert, LONDON, REGION)
    made = report(alert, RETAIL, LEAD)
    assert made == report(alert, RETAIL, LEAD)
    (told,) = stores.cascades.reports(alert.alert_id)
    assert (made, *RETAIL, "All shops are shut.", "lead") == (
        told.report_id,
        told.region,
        told.sector,
        told.text,
        told.told_by,
    )
    assert report(alert, LONDON, REGION, "B") != made


def test_nobody_reports_on_what_is_not_theirs(report, cascade, stores) -> None:
    alert = along(stores)
    for branch, by in ((LONDON, LEAD), (RETAIL, LEAD), (LONDON, READER)):
        with pytest.raises(NotYourStep):
            report(alert, branch, by)


def test_there_is_a_bound(report, cascade, stores) -> None:
    alert = along(stores)
    for number in range(MOST):
        report(alert, LONDON, REGION, str(number))
    with pytest.raises(TooManyBranchReports):
        report(alert, LONDON, REGION, "one more")
