"""What identity tells of premises is kept as far as an audience asks for it, and no further."""

from uuid import uuid4

import pytest

from chassis.consumers import IncomingEvent
from isp.identity.v1 import identity_events_pb2
from services.alerts.domain.whereabouts import Premises
from services.alerts.inbound.events import HearOfPremises
from services.alerts.usecases.keep_premises import KeepPremises
from tests.fakes.plumbing import SetClock
from tests.fakes.whereabouts import SHOP, premises

THERE = premises(51.501364, -0.14189)


def told(**given: object) -> IncomingEvent[identity_events_pb2.PremisesChanged]:
    message = identity_events_pb2.PremisesChanged(
        **{
            "premises_id": str(THERE.premises_id),
            "organisation_id": SHOP,
            "version": 1,
            "active": True,
            "regions": ["LON"],
            "outward_code": "SW1A",
            "type": "shop",
            "capacity": 40,
            "location": {"latitude": 51.5013642, "longitude": -0.1418904},
        }
        | given
    )
    return IncomingEvent("event", message.premises_id, message.version, message)


@pytest.fixture
def hear(unit_of_work) -> HearOfPremises:
    return HearOfPremises(KeepPremises(unit_of_work=unit_of_work, clock=SetClock()))


def test_where_they_are_and_what_they_are_used_for_is_kept(hear, stores) -> None:
    hear(told())
    assert [THERE] == stores.whereabouts.premises_of([SHOP])


def test_premises_of_which_nobody_knows_where_they_are_have_no_point(hear, stores) -> None:
    hear(told(location=None))
    (kept,) = stores.whereabouts.premises_of([SHOP])
    assert kept.place.point is None
    assert frozenset({"LON"}) == kept.place.regions


def test_removed_premises_are_forgotten_at_once_and_stay_so(hear, stores) -> None:
    """Also if the older word comes again, as after `republish`."""
    for message in (told(), told(version=2, active=False, type="leaks"), told()):
        hear(message)
    gone = Premises.removed(THERE.premises_id, SHOP, 2)
    assert [gone] == stores.whereabouts.premises_of([SHOP])


@pytest.mark.parametrize("spoiled", [{"premises_id": "here"}, {"organisation_id": "ours"}])
def test_what_is_not_understood_is_parked_and_not_guessed(hear, stores, spoiled) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        hear(told(**spoiled))
    assert {} == stores.whereabouts.premises


def test_an_organisations_id_is_the_same_text_as_in_its_peoples_rights(hear, stores) -> None:
    whose = str(uuid4())
    hear(told(organisation_id=whose.upper()))
    assert [whose] == [each.organisation_id for each in stores.whereabouts.premises.values()]
