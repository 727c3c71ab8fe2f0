"""What is unusual about a draft, as whoever submits it reads it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.errors import AlertNotFound, IllegalTransition
from services.alerts.domain.sharing import Openness, Unusual
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.get_sharing_warnings import GetSharingWarnings
from tests.fakes.alerts import AUTHOR, NOON, READER, content, drafted, issued

SCOTLAND = (AudienceRow(Mode.INCLUDE, Kind.REGION, "SCO"),)
AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


@pytest.fixture
def look(unit_of_work, stores):
    warnings = GetSharingWarnings(unit_of_work=unit_of_work)

    def kinds(alert):
        stores.alerts.kept[alert.alert_id] = alert
        return {each.kind for each in warnings(AUTHOR, alert_id=alert.alert_id)}

    return kinds


def test_a_region_is_new_until_something_was_sent_there(look, stores) -> None:
    stores.alerts.add(issued())
    draft = drafted(audience=SCOTLAND)
    assert {Unusual.NEW_REGIONS} == look(draft)
    stores.alerts.add(issued(audience=SCOTLAND))
    assert set() == look(draft)


def test_an_exercise_is_no_precedent_for_what_is_meant(look, stores) -> None:
    stores.alerts.add(issued())
    stores.alerts.add(issued(audience=SCOTLAND, cap_status=CapStatus.EXERCISE))
    assert {Unusual.NEW_REGIONS} == look(drafted(audience=SCOTLAND))


def test_an_update_that_more_people_may_read_is_wider(look, stores) -> None:
    stores.alerts.add(out := issued(marking=AMBER))
    assert {Unusual.WIDER_SHARING} == look(out.update(uuid4(), content(), by="author", at=NOON))


def test_what_was_imported_is_compared_with_what_it_came_from(look) -> None:
    draft = replace(drafted(), source=Openness.of(AMBER))
    assert {Unusual.WIDER_SHARING} == look(draft)


def test_of_what_is_out_nobody_asks_any_more(unit_of_work, stores) -> None:
    stores.alerts.add(out := issued())
    with pytest.raises(IllegalTransition):
        GetSharingWarnings(unit_of_work=unit_of_work)(AUTHOR, alert_id=out.alert_id)


def test_a_draft_that_the_caller_may_not_know_of_is_not_found(unit_of_work, stores) -> None:
    stores.alerts.add(draft := drafted())
    with pytest.raises(AlertNotFound):
        GetSharingWarnings(unit_of_work=unit_of_work)(READER, alert_id=draft.alert_id)
