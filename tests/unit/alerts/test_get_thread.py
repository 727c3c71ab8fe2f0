"""Reading every message of a thread."""

from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.get_thread import GetThread
from tests.fakes.alerts import AUTHOR, NOON, READER, content, issued, updated


@pytest.fixture
def get_thread(unit_of_work, red_reads):
    return GetThread(unit_of_work=unit_of_work, red_reads=red_reads)


def test_it_is_the_same_thread_from_each_of_its_messages(get_thread, stores) -> None:
    before, after = updated(issued())
    for alert in (before, after, issued()):
        stores.alerts.add(alert)
    for named in (before, after):
        assert [after, before] == get_thread(READER, alert_id=named.alert_id)


def test_each_sees_what_they_may_read_of_it(get_thread, stores) -> None:
    """An update for fewer people does not show itself to the others, nor does a draft."""
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    before, after = updated(issued(), marking=amber)
    draft = after.update(uuid4(), content(), by="author", at=NOON)
    for alert in (before, after, draft):
        stores.alerts.add(alert)
    assert [before] == get_thread(READER, alert_id=before.alert_id)
    assert [draft, after, before] == get_thread(AUTHOR, alert_id=before.alert_id)
    with pytest.raises(AlertNotFound):
        get_thread(READER, alert_id=after.alert_id)
