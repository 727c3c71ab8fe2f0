"""Reading what waits for a second person's look."""

from datetime import timedelta

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.usecases.list_reviews import ListReviews
from tests.fakes.alerts import APPROVER, NOON, broken_glass, issued, person


def test_the_soonest_due_comes_first_and_only_what_one_may_read(
    unit_of_work, red_reads, stores
) -> None:
    strict = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="ports")
    late, soon = broken_glass(), issued().withdraw(by="x", why="w", at=NOON - timedelta(hours=1))
    hidden = issued(marking=strict).withdraw(by="x", why="w", at=NOON)
    for alert in (late, soon, hidden, issued()):
        stores.alerts.add(alert)
    waiting = ListReviews(unit_of_work=unit_of_work, red_reads=red_reads)
    assert [soon, late] == list(waiting(APPROVER))
    in_ports = person("p", "alert-approver", closed_groups=frozenset({"ports"}))
    assert 3 == len(waiting(in_ports))
