"""The picture by area: the first report to duty officers, five to wider views."""

from uuid import uuid4

import pytest

from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.get_situation import GetSituation
from tests.fakes.alerts import APPROVER, issued
from tests.ports.situations_store import reported
from tests.unit.alerts.answering import DUTY


@pytest.fixture
def get(unit_of_work, clock) -> GetSituation:
    return GetSituation(unit_of_work=unit_of_work, clock=clock)


def test_duty_officers_see_the_first_and_others_from_five_on(get, stores) -> None:
    alert = issued()
    stores.alerts.add(alert)
    for number in range(5):
        assert ([], False) == get(APPROVER, alert_id=alert.alert_id)
        stores.situations.save(reported(alert.alert_id, str(number), "CROWDS"))
        (seen,), exact = get(DUTY, alert_id=alert.alert_id)
        assert (number + 1, True) == (seen.people, exact)
    (wide,), exact = get(APPROVER, alert_id=alert.alert_id)
    assert (("LON", "CROWDS", 5), False) == ((wide.region, wide.kind, wide.people), exact)


def test_what_was_reported_long_ago_is_not_so_now(get, stores, clock) -> None:
    alert = issued()
    stores.alerts.add(alert)
    stores.situations.save(reported(alert.alert_id, "one", "CROWDS"))
    clock.pass_(hours=1)
    assert [] == get(DUTY, alert_id=alert.alert_id)[0]


def test_no_alert_no_picture(get) -> None:
    with pytest.raises(AlertNotFound):
        get(DUTY, alert_id=uuid4())
