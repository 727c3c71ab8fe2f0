"""An organisation sees its own endpoints."""

from datetime import timedelta

from services.alerts.usecases.list_webhooks import ListWebhooks
from tests.fakes.alerts import NOON
from tests.fakes.webhooks import COLLEAGUE, FREELANCE, registered


def test_all_of_ones_organisation_are_shown_oldest_first(unit_of_work, stores) -> None:
    second = registered(stores, created_at=NOON + timedelta(minutes=1))
    first = registered(stores)
    registered(stores, organisation_id="elsewhere")
    assert [first, second] == list(ListWebhooks(unit_of_work=unit_of_work)(COLLEAGUE))


def test_who_is_of_no_organisation_has_none(unit_of_work, stores) -> None:
    registered(stores, organisation_id="")
    assert [] == list(ListWebhooks(unit_of_work=unit_of_work)(FREELANCE))
