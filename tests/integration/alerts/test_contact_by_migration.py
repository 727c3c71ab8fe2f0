"""Who gave the address of an endpoint that is there already, as the record says it."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis.postgres.migrate import migrate
from services.alerts.bootstrap import VERSIONS
from tests.integration.chassis.old_rows import made_old

HOOK = (
    "INSERT INTO webhooks (webhook_id, organisation_id, owner, mode, url, description,"
    " contact_email, secret_id, version, created_at, disabled_why, failures)"
    " VALUES (:id, 'hall', 'colleague', 'LIVE', 'https://a.example', '', :email, :id, 2, now(),"
    " '', 0)"
)
ACT = (
    "INSERT INTO audit_log (entry_id, at, actor, action, resource, digest, detail)"
    " VALUES (gen_random_uuid(), now(), :actor, 'alerts:register-webhook', :id, '', '{}')"
)


@pytest.fixture
def old(new_database):
    engine = made_old(new_database("alerts").owner_url, VERSIONS, "alerts_0221")
    yield engine
    engine.dispose()


def test_who_is_here_keeps_it_and_of_who_was_erased_it_goes(old) -> None:
    known, erased = uuid4(), uuid4()
    with old.begin() as connection:
        connection.execute(text("INSERT INTO audit_names (name, subject) VALUES ('n1', 'giver')"))
        for webhook, actor in ((known, "n1"), (erased, "n2")):
            connection.execute(text(HOOK), {"id": webhook, "email": "desk@partner.example"})
            connection.execute(text(ACT), {"id": str(webhook), "actor": actor})
    migrate(old, service_versions=VERSIONS, app_role="alerts_app")
    with old.connect() as connection:
        rows = connection.execute(
            text("SELECT webhook_id, contact_by, contact_email FROM webhooks")
        )
        found = {row.webhook_id: (row.contact_by, row.contact_email) for row in rows}
    assert {known: ("giver", "desk@partner.example"), erased: (None, "")} == found
