"""The largest catalogue there may be, taken, changed and ended on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue_pack import MOST_ITEMS
from services.content.domain.compartments import entitled
from services.content.domain.search import Query
from services.content.outbound.catalogue_signatures import SignedCatalogues
from services.content.outbound.link_visits import CatalogueVisits
from services.content.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.content.usecases.end_catalogue import EndCatalogue
from services.content.usecases.take_catalogues import TakeCatalogues
from tests.fakes.catalogue_packs import URL, claims, item, public, signed
from tests.fakes.content import EDITOR
from tests.fakes.content_partners import catalogue

VERIFIED = Principal(subject="verified", tier=Tier.VERIFIED)


class _Published(SignedCatalogues):
    said = b""

    def fetched(self, _url):
        return _Published.said


@pytest.fixture
def unit_of_work(new_database):
    engine = open_engine(new_database("content").app_url, process="test", pool=3)
    yield open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )
    engine.dispose()


def _said(serial, items):
    now = int(datetime.now(UTC).timestamp())
    return signed(claims(*items, serial=serial, iat=now, exp=now + 3_600))


def _found(unit_of_work, who):
    with unit_of_work() as tx:
        return tx.full_text.find(entitled(who), Query(text="raids"), size=1, offset=0).total


def _queued(unit_of_work):
    with unit_of_work() as tx:
        connection = tx.documents.connection
        return connection.execute(text("SELECT count(*) FROM outbox")).scalar_one()


def test_two_thousand_items_are_taken_changed_and_gone_in_one_transaction_each(
    unit_of_work,
) -> None:
    clock, refused = SystemClock(), []
    source = catalogue(url=URL, public_key=public())
    with unit_of_work() as tx:
        tx.catalogues.add(source)
    take = TakeCatalogues(
        unit_of_work=unit_of_work,
        fetching=_Published(CatalogueVisits(None)),
        clock=clock,
        ids=RandomIds(),
        rules=AddressRules(),
        refused=refused.append,
        every=timedelta(0),
    )
    half = MOST_ITEMS // 2
    items = [item(each, "VERIFIED" if each < half else "PUBLIC") for each in range(MOST_ITEMS)]
    _Published.said = _said(1, items)
    assert (1, []) == (take(), refused)
    assert (half, MOST_ITEMS) == (_found(unit_of_work, ANONYMOUS), _found(unit_of_work, VERIFIED))
    assert MOST_ITEMS == _queued(unit_of_work)
    _Published.said = _said(2, [*items[:-1], items[-1] | {"level": "VERIFIED"}])
    take()
    assert half - 1 == _found(unit_of_work, ANONYMOUS)
    assert MOST_ITEMS + 1 == _queued(unit_of_work), "only what changed is told of"
    with unit_of_work() as tx:
        version = tx.catalogues.get(source.catalogue_id).version
    end = EndCatalogue(unit_of_work=unit_of_work, clock=clock, ids=RandomIds())
    end(EDITOR, catalogue_id=source.catalogue_id, expected_version=version, reason="Over.")
    assert 0 == _found(unit_of_work, VERIFIED)
    assert 2 * MOST_ITEMS + 1 == _queued(unit_of_work)
