"""Which alerts are out without confirmed Welsh."""

from datetime import timedelta

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.content import Severity
from services.alerts.usecases.list_welsh_due import ListWelshDue
from tests.fakes.alerts import APPROVER, NOON, drafted, issued, person

EXTREME = {
    "audience": (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),),
    "severity": Severity.EXTREME,
}


def owing(stores, minutes: int, **given):
    waiting = drafted(**EXTREME | given).submit(by="author", reach=1)
    out = waiting.approve(by="approver", read=waiting.digest, at=NOON + timedelta(minutes=minutes))
    stores.alerts.add(out)
    return out


def test_those_that_owe_it_come_the_soonest_due_first(unit_of_work, red_reads, stores) -> None:
    later, sooner = owing(stores, 5), owing(stores, 1)
    stores.alerts.add(issued())
    gone = owing(stores, 0)
    stores.alerts.save(gone.withdraw(by="approver", why="w", at=gone.issued_at))
    assert [sooner, later] == list(
        ListWelshDue(unit_of_work=unit_of_work, red_reads=red_reads)(APPROVER)
    )


def test_nobody_hears_of_what_they_may_not_read(unit_of_work, red_reads, stores) -> None:
    owing(stores, 1, marking=Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED))
    admin = person("admin", "platform-admin", tier=Tier.REGISTERED)
    assert [] == list(ListWelshDue(unit_of_work=unit_of_work, red_reads=red_reads)(admin))
