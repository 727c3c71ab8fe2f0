"""Reading one alert."""

from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.get_alert import GetAlert
from tests.fakes.alerts import APPROVER, AUTHOR, READER, drafted, issued


@pytest.fixture
def get(unit_of_work, red_reads):
    return GetAlert(unit_of_work=unit_of_work, red_reads=red_reads)


def test_a_clear_alert_is_for_everyone(get, stores) -> None:
    stores.alerts.add(out := issued())
    assert out == get(ANONYMOUS, alert_id=out.alert_id) == get(READER, alert_id=out.alert_id)


def test_a_draft_is_for_staff(get, stores) -> None:
    stores.alerts.add(draft := drafted())
    assert draft == get(AUTHOR, alert_id=draft.alert_id) == get(APPROVER, alert_id=draft.alert_id)
    for other in (ANONYMOUS, READER):
        with pytest.raises(AlertNotFound):
            get(other, alert_id=draft.alert_id)


def test_what_may_not_be_read_looks_like_what_is_not_there(get, stores) -> None:
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    stores.alerts.add(hidden := issued(marking=amber))
    said = []
    for alert_id in (hidden.alert_id, uuid4()):
        with pytest.raises(AlertNotFound) as refused:
            get(READER, alert_id=alert_id)
        said.append(str(refused.value))
    assert said[0] == said[1]
