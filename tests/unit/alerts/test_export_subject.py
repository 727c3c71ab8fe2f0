"""What alerts holds about a person."""

from dataclasses import replace
from uuid import uuid4

from services.alerts.domain.whereabouts import Premises
from services.alerts.usecases.export_subject import ExportSubject
from tests.fakes.alerts import NOON, drafted, issued
from tests.fakes.deliveries import recipient
from tests.fakes.webhooks import registered
from tests.fakes.whereabouts import SHOP, premises
from tests.ports.answer_stores import answered, called, shift, someone
from tests.ports.freezes_store import begun, stages


def test_everything_with_a_hand_of_theirs_is_exported(unit_of_work, stores) -> None:
    for alert in (mine := issued(), drafted(by="somebody")):
        stores.alerts.add(alert)
    export = ExportSubject(unit_of_work=unit_of_work)
    for subject, part in (("author", "wrote_or_submitted"), ("approver", "approved")):
        ((table, purpose, row),) = export(subject=subject)
        assert ("alerts", mine.alert_id) == (table, row["alert_id"])
        assert purpose
        assert [part] == [name for name, value in row.items() if value is True]
    assert [] == list(export(subject="nobody"))


def test_what_the_plumbing_keeps_is_exported_too(unit_of_work, stores) -> None:
    row = ("principals", "deciding what a person may do now", {"tier": "TRUSTED"})
    stores.plumbing.rows["author"] = [row]
    assert [row] == list(ExportSubject(unit_of_work=unit_of_work)(subject="author"))


def test_what_went_to_them_is_exported(unit_of_work, stores) -> None:
    row = ("pages", "knowing who was paged", {"region": "LON"})
    stores.sent_to.rows["one"] = [row]
    export = ExportSubject(unit_of_work=unit_of_work)
    assert ([row], []) == (list(export(subject="one")), list(export(subject="two")))


def test_where_alerts_go_to_them_is_exported(unit_of_work, stores) -> None:
    stores.recipients.keep(recipient(subject="one", language="cy"))
    ((table, purpose, row),) = ExportSubject(unit_of_work=unit_of_work)(subject="one")
    assert ("recipients", "sending alerts") == (table, purpose)
    assert "cy" == row["language"]
    assert [{"channel": "EMAIL", "address": "shop@corner.example", "suspended": False}] == (
        row["addresses"]
    )


def test_what_a_person_said_about_stopping_all_issuing_is_theirs(unit_of_work, stores) -> None:
    lifted = stages(begun())[3]
    stores.freezes.kept[lifted.freeze_id] = lifted
    ((table, _, row),) = ExportSubject(unit_of_work=unit_of_work)(subject="bea")
    assert ("freezes", {"freeze_id", "confirmed", "proposed_to_lift"}) == (table, set(row))
    assert "It is ours again." == row["proposed_to_lift"]["why"]


def test_what_they_answered_is_exported_and_nothing_of_who_helped(unit_of_work, stores) -> None:
    call = called(someone("one"))
    stores.answers.save(answered(call.thread_id, call.answerer))
    stores.help.ask(call)
    stores.help.save(call.take(by="duty", at=NOON))
    stores.help.begin(shift("one"))
    rows = ExportSubject(unit_of_work=unit_of_work)(subject="one")
    assert ["answer_history", "help_requests", "help_shifts"] == [row[0] for row in rows]
    assert "SAFE" == rows[0][2]["answer"]
    assert "020 7946 0000" == rows[1][2]["call_back"]
    assert "duty" not in str(rows)


def test_the_endpoints_that_they_answer_for_are_exported_without_a_secret(
    unit_of_work, stores
) -> None:
    mine = registered(stores)
    registered(stores, owner="colleague")
    rows = ExportSubject(unit_of_work=unit_of_work)(subject="venue")
    (row,) = [row for table, _, row in rows if table == "webhooks"]
    assert (mine.webhook_id, mine.url) == (row["webhook_id"], row["url"])
    assert str(mine.secret_id) not in str(rows)


def test_an_address_is_exported_to_who_gave_it_and_to_nobody_else(unit_of_work, stores) -> None:
    """One's own stands there, whoever answers for it; a colleague's does not."""
    given = registered(stores, owner="colleague", contact_by="venue")
    registered(stores, owner="venue", contact_by="colleague", contact_email="other@partner.example")
    rows = ExportSubject(unit_of_work=unit_of_work)(subject="venue")
    said = [row for table, _, row in rows if table == "webhooks"]
    assert ["", "desk@partner.example"] == [row["contact_email"] for row in said]
    assert given.webhook_id == said[1]["webhook_id"]
    assert "other@partner.example" not in str(rows)


def test_the_premises_that_they_are_warned_about_are_exported(unit_of_work, stores) -> None:
    """Where somebody works who works alone is about them, and so is where their postcodes are."""
    rights = ("principals", "rights", {"organisation_id": SHOP})
    stores.plumbing.rows["one"] = [rights]
    stores.whereabouts.keep_premises(premises(51.501364, -0.14189))
    stores.whereabouts.keep_premises(Premises.removed(uuid4(), SHOP, 2))
    stores.whereabouts.keep_premises(premises(organisation_id="another"))
    stores.recipients.keep(recipient(subject="one", points=((51_500_000, -100_000),)))
    reached, there, plumbing = ExportSubject(unit_of_work=unit_of_work)(subject="one")
    assert rights == plumbing
    assert [[51.5, -0.1]] == reached[2]["points"]
    assert ("premises", 51.501364, -0.14189, "shop") == (
        there[0],
        there[2]["latitude"],
        there[2]["longitude"],
        there[2]["type"],
    )
    nowhere = replace(premises(None), premises_id=uuid4())
    stores.whereabouts.keep_premises(nowhere)
    exported = ExportSubject(unit_of_work=unit_of_work)(subject="one")
    assert None in [row.get("latitude", 0) for table, _, row in exported if table == "premises"]
