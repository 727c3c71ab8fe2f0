"""Warning alone, by a template that two people approved beforehand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Invalid
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import (
    IssuingFrozen,
    TemplateExpired,
    TemplateNotApproved,
    TemplateNotFound,
)
from services.alerts.domain.events import AlertIssued
from services.alerts.usecases.break_glass import BreakGlass
from tests.fakes.alerts import key, person
from tests.fakes.plumbing import FreshIds
from tests.fakes.templates import FILLING, NOON, approved, proposed
from tests.ports.freezes_store import begun, stages

DUTY = person("duty", "duty-officer")


@pytest.fixture
def break_glass(unit_of_work, clock):
    return BreakGlass(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def asked(template, **given):
    return {
        "template_id": template.template_id,
        "filling": FILLING,
        "why": "Nobody else is here.",
        "key": key(rpc="BreakGlass"),
    } | given


def test_it_goes_out_at_once_and_waits_for_a_review(break_glass, stores) -> None:
    stores.templates.add(template := approved())
    alert = break_glass(DUTY, **asked(template))
    assert (Status.ISSUED, NOON, "duty") == (alert.status, alert.issued_at, alert.issued_by)
    assert (template.template_id, NOON + timedelta(hours=24)) == (
        alert.template_id,
        alert.review.due_at,
    )
    assert AlertIssued(alert) == stores.outbox.events[0]
    assert "alerts.broken-glass" == stores.outbox.events[1].metric
    (row,) = stores.audit.rows
    assert ("duty", "alerts:break-glass", alert.digest) == (row[0], row[1], row[3])
    assert {"why": "Nobody else is here.", "template": str(template.template_id)} == row[4]


def test_the_same_key_issues_it_once(break_glass, stores) -> None:
    stores.templates.add(template := approved())
    assert break_glass(DUTY, **asked(template)) == break_glass(DUTY, **asked(template))
    assert 1 == len(stores.alerts.kept)


@pytest.mark.parametrize(
    ("template", "given", "refusal"),
    [
        (proposed(), {}, TemplateNotApproved),
        (approved().retire(by="x", why="w", at=NOON), {}, TemplateNotApproved),
        (approved(expires_at=NOON), {}, TemplateExpired),
        (approved(), {"filling": replace(FILLING, radius_metres=9999)}, Invalid),
        (approved(), {"template_id": proposed().template_id}, TemplateNotFound),
    ],
    ids=["proposed", "retired", "run out", "out of bounds", "unknown"],
)
def test_what_was_not_agreed_beforehand_is_not_issued(
    break_glass, stores, template, given, refusal
) -> None:
    stores.templates.add(template)
    with pytest.raises(refusal):
        break_glass(DUTY, **asked(template, **given))
    assert ({}, [], []) == (stores.alerts.kept, stores.outbox.events, stores.audit.rows)


def test_a_freeze_stops_this_too(break_glass, stores) -> None:
    stores.templates.add(template := approved())
    frozen = stages(begun())[1]
    stores.freezes.kept[frozen.freeze_id] = frozen
    with pytest.raises(IssuingFrozen):
        break_glass(DUTY, **asked(template))
