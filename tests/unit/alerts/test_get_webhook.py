"""One endpoint, for its own organisation."""

from uuid import uuid4

import pytest

from services.alerts.domain.errors import WebhookNotFound
from services.alerts.usecases.get_webhook import GetWebhook
from tests.fakes.webhooks import COLLEAGUE, FREELANCE, STRANGER, registered


def test_a_colleague_sees_it_and_a_stranger_sees_what_is_not_there(unit_of_work, stores) -> None:
    there, get = registered(stores), GetWebhook(unit_of_work=unit_of_work)
    assert there == get(COLLEAGUE, webhook_id=there.webhook_id)
    said = set()
    for who, which in (
        (STRANGER, there.webhook_id),
        (FREELANCE, there.webhook_id),
        (COLLEAGUE, uuid4()),
    ):
        with pytest.raises(WebhookNotFound) as refused:
            get(who, webhook_id=which)
        said.add(str(refused.value))
    assert 1 == len(said)
