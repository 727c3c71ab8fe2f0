"""What alerts holds about a person."""

from services.alerts.usecases.export_subject import ExportSubject
from tests.fakes.alerts import drafted, issued


def test_everything_with_a_hand_of_theirs_is_exported(unit_of_work, stores) -> None:
    for alert in (mine := issued(), drafted(by="somebody")):
        stores.alerts.add(alert)
    export = ExportSubject(unit_of_work=unit_of_work)
    assert [mine] == list(export(subject="author").alerts)
    assert [mine] == list(export(subject="approver").alerts)
    assert ([], []) == (list(export(subject="nobody").alerts), list(export(subject="nobody").rows))


def test_what_the_plumbing_keeps_is_exported_too(unit_of_work, stores) -> None:
    row = ("principals", "deciding what a person may do now", {"tier": "TRUSTED"})
    stores.plumbing.rows["author"] = [row]
    held = ExportSubject(unit_of_work=unit_of_work)(subject="author")
    assert ([], [row]) == (list(held.alerts), list(held.rows))
