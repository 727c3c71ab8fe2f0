"""Reading one message in CAP."""

from uuid import uuid4

import pytest

from services.alerts.domain.errors import CapNotFound
from services.alerts.usecases.get_cap_message import GetCapMessage
from tests.fakes.alerts import NOON, issued
from tests.ports.record_stores import AMBER


def test_a_message_is_read_by_its_name_and_an_alert_s_newest_by_its_id(
    unit_of_work, stores
) -> None:
    out = issued()
    first = stores.messages.record(out)
    ended = stores.messages.record(out.withdraw(by="duty", why="Wrong.", at=NOON))
    read = GetCapMessage(unit_of_work=unit_of_work)
    assert first == read(identifier=first.identifier, alert_id=None)
    assert ended == read(identifier="", alert_id=out.alert_id)


def test_what_is_not_for_everyone_is_not_found_as_what_is_not_there(unit_of_work, stores) -> None:
    read = GetCapMessage(unit_of_work=unit_of_work)
    restricted = stores.messages.record(issued(marking=AMBER))
    for asked in (
        {"identifier": restricted.identifier, "alert_id": None},
        {"identifier": "", "alert_id": restricted.alert_id},
        {"identifier": "other", "alert_id": None},
        {"identifier": "", "alert_id": uuid4()},
    ):
        with pytest.raises(CapNotFound, match="no such public message"):
            read(**asked)
