"""Reading the catalogues."""

from services.content.domain.catalogue import CatalogueStatus
from services.content.usecases.list_catalogues import ListCatalogues
from tests.fakes.content_partners import catalogue


def test_those_that_ended_come_last(unit_of_work, stores) -> None:
    ended = catalogue(name="A", status=CatalogueStatus.ENDED)
    active = catalogue(name="B")
    for each in (ended, active):
        stores.catalogues.add(each)
    assert [active, ended] == ListCatalogues(unit_of_work=unit_of_work)()
