"""A new secret, with the old one beside it for a while."""

from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.errors import WebhookNotFound
from services.alerts.usecases.rotate_webhook_secret import RotateWebhookSecret
from tests.fakes.plumbing import FreshIds
from tests.fakes.webhooks import COLLEAGUE, STRANGER, PlainSecrets, registered

HOUR = timedelta(hours=1)


@pytest.fixture
def rotate(unit_of_work, clock) -> RotateWebhookSecret:
    return RotateWebhookSecret(
        unit_of_work=unit_of_work, secrets=PlainSecrets(), clock=clock, ids=FreshIds()
    )


def test_both_sign_until_the_overlap_is_over(rotate, stores, clock) -> None:
    there = registered(stores)
    rotated, secret = rotate(
        COLLEAGUE, webhook_id=there.webhook_id, expected_version=1, overlap=HOUR
    )
    assert rotated == stores.webhooks.find(there.webhook_id)
    assert secret.endswith(str(rotated.secret_id))
    assert rotated.secret_id != there.secret_id
    assert (rotated.secret_id, there.secret_id) == rotated.signed_by(clock.now())
    assert (rotated.secret_id,) == rotated.signed_by(clock.now() + HOUR)
    assert ["alerts:rotate-webhook-secret"] == [row[1] for row in stores.audit.rows]


def test_without_an_overlap_the_old_one_ends_at_once(rotate, stores, clock) -> None:
    there = registered(stores)
    rotated, _ = rotate(
        COLLEAGUE, webhook_id=there.webhook_id, expected_version=1, overlap=timedelta(0)
    )
    assert (rotated.secret_id,) == rotated.signed_by(clock.now())


def test_a_second_rotation_ends_the_first_secret(rotate, stores, clock) -> None:
    there = registered(stores)
    first, _ = rotate(COLLEAGUE, webhook_id=there.webhook_id, expected_version=1, overlap=HOUR)
    second, _ = rotate(COLLEAGUE, webhook_id=there.webhook_id, expected_version=2, overlap=HOUR)
    assert (second.secret_id, first.secret_id) == second.signed_by(clock.now())


def test_another_version_and_another_organisation_change_nothing(rotate, stores) -> None:
    there = registered(stores)
    with pytest.raises(StaleVersion):
        rotate(COLLEAGUE, webhook_id=there.webhook_id, expected_version=2, overlap=HOUR)
    with pytest.raises(WebhookNotFound):
        rotate(STRANGER, webhook_id=there.webhook_id, expected_version=1, overlap=HOUR)
    assert there == stores.webhooks.find(there.webhook_id)
