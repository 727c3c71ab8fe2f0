"""Deleting what was kept of readers long enough."""

from services.content.usecases.forget_readings import ForgetReadings
from tests.fakes.content import published
from tests.ports.content_reading_stores import reading, remark
from tests.ports.content_receipts_store import bulletin, receipt


def test_a_remark_goes_after_a_year(unit_of_work, stores, clock) -> None:
    document = published()
    stores.documents.add(document)
    stores.remarks.add(remark(document))
    forget = ForgetReadings(unit_of_work=unit_of_work, clock=clock)
    clock.pass_(days=365)
    assert 0 == forget()
    clock.pass_(seconds=1)
    assert (1, {}) == (forget(), stores.remarks.kept)


def test_what_was_read_goes_400_days_after_the_last_time(unit_of_work, stores, clock) -> None:
    stores.readings.keep("reader", reading(published()))
    forget = ForgetReadings(unit_of_work=unit_of_work, clock=clock)
    clock.pass_(days=400)
    assert 0 == forget()
    clock.pass_(seconds=1)
    assert (1, {}) == (forget(), stores.readings.kept)


def test_what_was_confirmed_goes_after_two_years(unit_of_work, stores, clock) -> None:
    stores.receipts.keep(receipt(bulletin()))
    forget = ForgetReadings(unit_of_work=unit_of_work, clock=clock)
    clock.pass_(days=730)
    assert 0 == forget()
    clock.pass_(seconds=1)
    assert (1, {}) == (forget(), stores.receipts.kept)
