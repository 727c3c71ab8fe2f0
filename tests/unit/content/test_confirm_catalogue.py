"""Confirming a catalogue takes somebody else."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.catalogue import CatalogueStatus
from services.content.domain.partner_errors import (
    CatalogueNotFound,
    CatalogueNotProposed,
    SelfConfirmation,
)
from services.content.usecases.confirm_catalogue import ConfirmCatalogue
from tests.fakes.content import EDITOR
from tests.fakes.content_partners import catalogue

ADMIN = Principal(subject="admin", tier=Tier.TRUSTED, roles=frozenset({"platform-admin"}))


def test_whoever_proposed_it_does_not_confirm_it(unit_of_work, clock, stores) -> None:
    waits = replace(catalogue(), status=CatalogueStatus.PROPOSED, version=1)
    stores.catalogues.add(waits)
    confirm = ConfirmCatalogue(unit_of_work=unit_of_work, clock=clock)
    what = {"catalogue_id": waits.catalogue_id}
    with pytest.raises(SelfConfirmation):
        confirm(EDITOR, **what, expected_version=1)
    with pytest.raises(CatalogueNotFound):
        confirm(ADMIN, catalogue_id=uuid4(), expected_version=1)
    with pytest.raises(StaleVersion):
        confirm(ADMIN, **what, expected_version=2)
    assert waits == stores.catalogues.get(waits.catalogue_id)
    active = confirm(ADMIN, **what, expected_version=1)
    assert (CatalogueStatus.ACTIVE, "admin") == (active.status, active.confirmed_by)
    with pytest.raises(CatalogueNotProposed):
        confirm(ADMIN, **what, expected_version=2)
    assert 1 == len(stores.audit.rows)
