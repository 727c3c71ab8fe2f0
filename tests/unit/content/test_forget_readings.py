"""Deleting what was kept of readers long enough."""

from services.content.usecases.forget_readings import ForgetReadings
from tests.fakes.content import published
from tests.ports.content_reading_stores import remark


def test_a_remark_goes_after_a_year(unit_of_work, stores, clock) -> None:
    document = published()
    stores.documents.add(document)
    stores.remarks.add(remark(document))
    forget = ForgetReadings(unit_of_work=unit_of_work, clock=clock)
    clock.pass_(days=365)
    assert 0 == forget()
    clock.pass_(seconds=1)
    assert (1, {}) == (forget(), stores.remarks.kept)
