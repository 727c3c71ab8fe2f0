"""What alerts holds about a person."""

from services.alerts.usecases.export_subject import ExportSubject
from tests.fakes.alerts import drafted, issued


def test_everything_with_a_hand_of_theirs_is_exported(unit_of_work, stores) -> None:
    for alert in (mine := issued(), drafted(by="somebody")):
        stores.alerts.add(alert)
    export = ExportSubject(unit_of_work=unit_of_work)
    assert [mine] == list(export(subject="author")) == list(export(subject="approver"))
    assert [] == list(export(subject="nobody"))
