"""A Welsh approver's word on the Welsh of a version."""

import pytest

from services.alerts.domain.errors import (
    AlertNotFound,
    IllegalTransition,
    NothingChanged,
    VersionChanged,
)
from services.alerts.domain.welsh_errors import WelshByTranslator, WelshTextNeeded
from services.alerts.usecases.confirm_welsh import ConfirmWelsh
from tests.fakes.alerts import EVERYTHING, NOON, READER, content, drafted, issued, person

CONFIRMER = person("confirmer", "welsh-approver")
CYMRAEG = EVERYTHING["translations"]


@pytest.fixture
def confirm(unit_of_work, clock):
    return ConfirmWelsh(unit_of_work=unit_of_work, clock=clock)


def waiting(stores, **given):
    draft = drafted(**{"translations": CYMRAEG} | given)
    stores.alerts.add(draft)
    return draft


def test_the_word_is_kept_with_what_was_read_and_goes_on_record(confirm, stores) -> None:
    draft = waiting(stores)
    done = confirm(CONFIRMER, alert_id=draft.alert_id, read=draft.digest)
    assert ("confirmer", NOON, draft.digest) == (
        done.welsh.confirmation.by,
        done.welsh.confirmation.at,
        done.welsh.confirmation.read,
    )
    assert draft.version + 1 == stores.alerts.get(draft.alert_id).version
    assert ("confirmer", "alerts:confirm-welsh", draft.digest) == (
        *stores.audit.rows[0][:2],
        stores.audit.rows[0][3],
    )
    assert "alerts.welsh-confirmed" == stores.outbox.events[0].metric


def test_whoever_translated_it_cannot(confirm, stores) -> None:
    draft = waiting(stores, by="confirmer")
    with pytest.raises(WelshByTranslator):
        confirm(CONFIRMER, alert_id=draft.alert_id, read=draft.digest)
    other = waiting(stores, translations=())
    stores.alerts.save(edited := other.edit(content(translations=CYMRAEG), by="confirmer", at=NOON))
    with pytest.raises(WelshByTranslator):
        confirm(CONFIRMER, alert_id=other.alert_id, read=edited.digest)


def test_another_digest_is_refused(confirm, stores) -> None:
    draft = waiting(stores)
    with pytest.raises(VersionChanged):
        confirm(CONFIRMER, alert_id=draft.alert_id, read=b"0" * 32)


def test_no_welsh_is_nothing_to_confirm(confirm, stores) -> None:
    draft = waiting(stores, translations=())
    with pytest.raises(WelshTextNeeded):
        confirm(CONFIRMER, alert_id=draft.alert_id, read=draft.digest)


def test_it_is_confirmed_once_and_before_it_goes_out(confirm, stores) -> None:
    draft = waiting(stores)
    confirm(CONFIRMER, alert_id=draft.alert_id, read=draft.digest)
    with pytest.raises(NothingChanged):
        confirm(person("other", "welsh-approver"), alert_id=draft.alert_id, read=draft.digest)
    stores.alerts.add(out := issued(translations=CYMRAEG))
    with pytest.raises(IllegalTransition):
        confirm(CONFIRMER, alert_id=out.alert_id, read=out.digest)


def test_a_draft_that_the_caller_may_not_know_of_is_not_found(confirm, stores) -> None:
    draft = waiting(stores)
    with pytest.raises(AlertNotFound):
        confirm(READER, alert_id=draft.alert_id, read=draft.digest)
