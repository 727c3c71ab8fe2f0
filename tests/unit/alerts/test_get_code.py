"""Reading the code of an alert, for those who may read the alert."""

import pytest

from kernel.principals import ANONYMOUS
from services.alerts.domain.errors import AlertNotFound, CodeUnknown
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.get_code import GetCode
from tests.fakes.alerts import AUTHOR, issued, submitted
from tests.ports.record_stores import AMBER


def test_who_may_read_an_alert_may_read_its_code_and_nobody_else(unit_of_work, stores) -> None:
    out = issued(marking=AMBER)
    stores.alerts.add(out)
    code = stores.messages.record(out).code
    read = GetCode(unit_of_work=unit_of_work)
    assert (code, CapStatus.ACTUAL) == read(AUTHOR, alert_id=out.alert_id)
    with pytest.raises(AlertNotFound):
        read(ANONYMOUS, alert_id=out.alert_id)


def test_what_was_not_issued_has_none(unit_of_work, stores) -> None:
    waiting = submitted()
    stores.alerts.add(waiting)
    with pytest.raises(CodeUnknown):
        GetCode(unit_of_work=unit_of_work)(AUTHOR, alert_id=waiting.alert_id)


@pytest.mark.parametrize("status", CapStatus)
def test_a_code_never_comes_without_whether_it_is_meant(unit_of_work, stores, status) -> None:
    stores.alerts.add(out := issued(cap_status=status))
    stores.messages.record(out)
    _, meant = GetCode(unit_of_work=unit_of_work)(AUTHOR, alert_id=out.alert_id)
    assert status is meant
