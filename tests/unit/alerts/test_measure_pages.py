"""Those who run the platform hear of pages that reach nobody."""

from dataclasses import replace
from datetime import timedelta

from prometheus_client import REGISTRY

from services.alerts.outbound.page_measures import PrometheusPageMeasures
from services.alerts.usecases.measure_pages import MeasurePages
from services.alerts.usecases.page_ports import PageBacklog
from tests.fakes.alerts import submitted
from tests.fakes.paging import MemoryPageMeasures
from tests.ports.paging_store import a_page, a_run


def test_it_says_how_long_a_page_waits_and_which_reached_nobody(
    unit_of_work, stores, clock
) -> None:
    run = a_run(submitted())
    stores.paging.begin([run])
    stores.paging.queue([a_page(run), gone := a_page(run, "gone")])
    stores.paging.settle(replace(gone, given_up="NO_ADDRESS"))
    clock.pass_(minutes=6)
    measures = MemoryPageMeasures()
    MeasurePages(unit_of_work=unit_of_work, measures=measures, clock=clock)()
    assert PageBacklog(waiting=1, oldest_seconds=360, given_up=1, nobody=0) == measures.said


def test_what_prometheus_reads_is_what_was_said() -> None:
    seconds = timedelta(minutes=1).total_seconds()
    PrometheusPageMeasures().backlog(
        PageBacklog(waiting=3, oldest_seconds=seconds, given_up=2, nobody=1)
    )
    names = (
        "pages_waiting",
        "pages_oldest_seconds",
        "pages_given_up",
        "page_ladders_without_anybody",
    )
    found = [REGISTRY.get_sample_value(f"isp_alert_{each}") for each in names]
    assert [3, 60, 2, 1] == found
