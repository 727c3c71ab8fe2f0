"""Reading whether issuing is stopped."""

from services.alerts.usecases.get_freeze import GetFreeze
from tests.fakes.alerts import AUTHOR
from tests.ports.freezes_store import begun, stages


def test_what_stops_issuing_or_is_proposed_to_is_shown_until_it_is_lifted(
    unit_of_work, stores
) -> None:
    get_freeze = GetFreeze(unit_of_work=unit_of_work)
    assert get_freeze(AUTHOR) is None
    *open_stages, lifted = stages(begun())
    for stage in open_stages:
        stores.freezes.kept[stage.freeze_id] = stage
        assert stage == get_freeze(AUTHOR)
    stores.freezes.kept[lifted.freeze_id] = lifted
    assert get_freeze(AUTHOR) is None
