"""The tree of an alert."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.branch_figures import shown_of
from services.alerts.domain.cascade import DIRECT
from services.alerts.domain.cascade_errors import NotCascaded
from services.alerts.domain.disclosure import LEAST
from services.alerts.domain.errors import AlertNotFound
from services.alerts.usecases.cascade_ports import Figures
from services.alerts.usecases.get_cascade import GetCascade
from services.alerts.usecases.report_up import ReportUp
from tests.fakes.alerts import AUTHOR, READER, issued, key, person
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.cascaded import LEAD, LONDON, REGION, RETAIL, Along, along, seated

DUTY = person("duty", "duty-officer")
SCOTTISH = ("SCO", "retail")


@pytest.fixture
def cascade(unit_of_work, clock):
    seated(unit_of_work.stores)
    return Along(unit_of_work, clock)


@pytest.fixture
def tree(unit_of_work, red_reads, clock):
    use_case = GetCascade(unit_of_work=unit_of_work, red_reads=red_reads, clock=clock)
    return lambda by, alert: use_case(by, alert_id=alert.alert_id)


@pytest.fixture
def alert(cascade, stores):
    made = along(stores)
    cascade.passed(made, LONDON, REGION)
    stores.cascades.count = lambda _: {
        RETAIL: Figures(reached=40, answered=3, need_help=1, sightings={"SMOKE": 2, "CROWD": 9}),
        SCOTTISH: Figures(reached=12, answered=9),
        DIRECT: Figures(reached=6, answered=6),
    }
    return made


def branches(found):
    return [each.branch for each in found.steps]


def test_the_desks_see_all_of_it_and_others_their_part(tree, alert) -> None:
    everything = [LONDON, RETAIL, ("SCO", ""), SCOTTISH]
    assert everything == branches(tree(AUTHOR, alert)) == branches(tree(DUTY, alert))
    assert [LONDON, RETAIL] == branches(tree(REGION, alert))
    assert [RETAIL] == branches(tree(LEAD, alert))
    assert tree(LEAD, alert).direct is None
    with pytest.raises(AlertNotFound):
        tree(READER, alert)


def test_small_numbers_are_for_who_answers_calls_alone(tree, alert) -> None:
    exact, wide = tree(DUTY, alert), tree(LEAD, alert)
    assert (True, 40, 3, 1) == (
        exact.exact,
        exact.figures[RETAIL].reached,
        exact.figures[RETAIL].answered,
        exact.figures[RETAIL].need_help,
    )
    assert {"SMOKE": 2, "CROWD": 9} == exact.figures[RETAIL].sightings
    shown = wide.figures[RETAIL]
    assert (False, 40, None, None) == (wide.exact, shown.reached, shown.answered, shown.need_help)
    assert {"CROWD": 9} == shown.sightings


def test_what_was_told_upward_is_in_it_for_those_above(tree, alert, unit_of_work, clock) -> None:
    report = ReportUp(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    report(LEAD, alert_id=alert.alert_id, branch=RETAIL, text="Shut.", key=key("A"))
    report(REGION, alert_id=alert.alert_id, branch=LONDON, text="Quiet.", key=key("B"))
    for who, said in ((AUTHOR, 2), (REGION, 2), (LEAD, 1)):
        assert said == len(tree(who, alert).reports)


def test_what_went_to_everyone_at_once_has_none(tree, cascade, stores) -> None:
    direct = issued()
    stores.alerts.add(direct)
    with pytest.raises(NotCascaded):
        tree(AUTHOR, direct)
    with pytest.raises(AlertNotFound):
        tree(READER, direct)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_no_wider_view_shows_a_number_below_five(counts) -> None:
    counted = {("LON", str(n)): Figures(reached=each) for n, each in enumerate(counts)}
    shown = shown_of(counted, exact=False)
    seen = [each.reached for each in shown.values() if each.reached is not None]
    assert all(each >= LEAST for each in seen)
    hidden = [c.reached for b, c in counted.items() if shown[b].reached is None]
    assert sum(hidden) == 0 or (len(hidden) > 1 and sum(hidden) >= LEAST) or not seen
