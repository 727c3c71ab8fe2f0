"""GetDecisions and ExportDecisions, through the front."""

from datetime import timedelta

import pytest

from isp.alerts.v1 import alerts_pb2 as rpc
from kernel.tiers import Tier
from tests.contract.alerts.desk import AMBER, Desk, ahead, export_of
from tests.fakes.serving import Served, refusal


def test_an_approver_reads_who_decided_what(desk: Desk) -> None:
    out = desk.issued()
    asked = rpc.GetDecisionsRequest(alert_id=out.alert_id)
    found = desk.alerts.GetDecisions(asked, metadata=desk.approver.metadata).decisions
    assert ["alerts:draft", "alerts:submit", "alerts:approve"] == [each.action for each in found]
    assert out.digest == found[-1].digest
    assert (3, 32) == (found[-1].seal_number, len(found[-1].seal_hash))


def test_an_inquiry_reads_what_no_marking_hides_and_none_of_the_text(
    desk: Desk, server: Served
) -> None:
    out = desk.issued(marking=AMBER, headline="A secret")
    inquirer = server.caller("privacy-officer", tier=Tier.REGISTERED)
    # The record in memory counts its rows from a day of its own.
    years = timedelta(days=3650)
    asked = rpc.ExportDecisionsRequest(since=ahead(-years), until=ahead(years))
    page = desk.alerts.ExportDecisions(asked, metadata=inquirer.metadata)
    assert {out.alert_id} == {each.resource for each in page.decisions}
    assert "A secret" not in str(page)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (rpc.ExportDecisionsRequest(until=ahead(timedelta(1))), "since"),
        (rpc.ExportDecisionsRequest(since=ahead(timedelta(1))), "until"),
        (export_of(timedelta(days=2)), "until"),
    ],
)
def test_a_period_that_cannot_be_is_refused_by_name(
    desk: Desk, server: Served, asked: rpc.ExportDecisionsRequest, field: str
) -> None:
    inquirer = server.caller("privacy-officer", tier=Tier.REGISTERED)
    with refusal() as refused:
        desk.alerts.ExportDecisions(asked, metadata=inquirer.metadata)
    assert [field] == [each.field for each in refused.said.violations]
