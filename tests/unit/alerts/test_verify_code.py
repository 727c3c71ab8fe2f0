"""Checking a code: what was issued is shown, so that a true code on a forged message is seen."""

import pytest

from services.alerts.domain.alert import Status
from services.alerts.domain.errors import CodeUnknown
from services.alerts.usecases.verify_code import VerifyCode
from tests.fakes.alerts import NOON, issued


def test_a_code_shows_what_was_issued_and_how_it_stands_now(unit_of_work, stores) -> None:
    out = issued()
    stores.alerts.add(out)
    message = stores.messages.record(out)
    stores.alerts.save(ended := out.withdraw(by="duty", why="Wrong.", at=NOON))
    stores.messages.record(ended)
    found = VerifyCode(unit_of_work=unit_of_work)(said=message.code.lower().replace("-", " "))
    assert (message, Status.WITHDRAWN) == (found.message, found.alert.status)


@pytest.mark.parametrize("said", ["0000-0000-0000", "", "nonsense", "\x00"])
def test_any_other_code_is_not_ours_and_is_looked_for_all_the_same(
    unit_of_work, stores, said: str, monkeypatch
) -> None:
    asked = []
    monkeypatch.setattr(stores.messages, "by_code", asked.append)
    with pytest.raises(CodeUnknown):
        VerifyCode(unit_of_work=unit_of_work)(said=said)
    assert 1 == len(asked)
