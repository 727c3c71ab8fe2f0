"""What a document may ask of its readers, and what may be told of how many confirmed."""

from dataclasses import replace

import pytest

from chassis.errors import Invalid
from services.content.domain.document import Kind
from services.content.domain.receipt import Figures, NamedReceipt, ReceiptAsked, name_given
from tests.fakes.content import NOON, content
from tests.ports.content_draft_stores import RED, draft
from tests.ports.content_receipts_store import CELL


@pytest.mark.parametrize(
    ("given", "good"),
    [
        ({"kind": Kind.BULLETIN}, True),
        ({"kind": Kind.BRIEFING}, True),
        ({"kind": Kind.GUIDANCE}, False),
        ({"kind": Kind.BULLETIN, "receipt": ReceiptAsked.NAMED}, False),
        ({"kind": Kind.BULLETIN, "receipt": ReceiptAsked.NAMED, "marking": CELL}, True),
        ({"kind": Kind.BRIEFING, "receipt": ReceiptAsked.NAMED, "marking": RED}, True),
    ],
)
def test_names_are_asked_only_of_few_and_receipts_only_of_news(given, good: bool) -> None:
    said = content(**{"receipt": ReceiptAsked.COUNTED} | given)
    assert ([] if good else ["content.receipt"]) == [each.field for each in said.violations()]


def test_a_name_is_kept_only_where_one_is_asked_for() -> None:
    assert "" == name_given(ReceiptAsked.COUNTED, "Ann")
    assert "Ann" == name_given(ReceiptAsked.NAMED, " Ann ")
    for wrong in ("", "  ", "x" * 101, "A\x00n"):
        with pytest.raises(Invalid):
            name_given(ReceiptAsked.NAMED, wrong)


def test_who_need_not_know_sees_no_small_figure_and_no_name() -> None:
    named = NamedReceipt(name="Ann", organisation_id=None, confirmed_at=NOON)
    said = Figures(
        people=40,
        confirmed=12,
        organisations=4,
        regions={"LON": 9, "WAL": 3},
        sectors={"retail": 6, "education": 6},
        names=[named],
    ).for_others()
    assert (40, 12, None, ()) == (said.people, said.confirmed, said.organisations, said.names)
    assert {"LON": None, "WAL": None} == said.regions
    assert {"retail": 6, "education": 6} == said.sectors
    few = Figures(people=4, confirmed=3, organisations=0, regions={}, sectors={}).for_others()
    assert (None, None, None) == (few.people, few.confirmed, few.organisations)


def test_an_approval_is_bound_to_what_is_asked_of_readers() -> None:
    before = draft(kind=Kind.BULLETIN)
    said = replace(before.proposal.content, receipt=ReceiptAsked.COUNTED)
    asks = replace(before, proposal=replace(before.proposal, content=said))
    assert before.digest != asks.digest
