"""Reading one catalogue."""

from uuid import uuid4

import pytest

from services.content.domain.partner_errors import CatalogueNotFound
from services.content.usecases.get_catalogue import GetCatalogue
from tests.fakes.content_partners import catalogue


def test_a_catalogue_comes_and_another_id_is_not_found(unit_of_work, stores) -> None:
    stores.catalogues.add(source := catalogue())
    get = GetCatalogue(unit_of_work=unit_of_work)
    assert source == get(catalogue_id=source.catalogue_id)
    with pytest.raises(CatalogueNotFound):
        get(catalogue_id=uuid4())
