"""The report of what would be done about tiers that end: lines of JSON, and nothing done."""

import json
from datetime import timedelta

from kernel.tiers import Tier
from services.identity.bootstrap_verifications import report_tiers
from services.identity.domain.tier_term import TierTerm
from tests.fakes.identity import NOON, subscriber

YEARS = timedelta(days=3650)


def test_the_report_names_nobody_and_changes_nothing(unit_of_work, stores, capsys) -> None:
    """Its clock is the machine's: what ended ten years ago is over, what ends in ten is not due."""
    for subject, until in (("old", NOON - YEARS), ("new", NOON + YEARS)):
        stores.subscribers.add(subscriber(subject, tier=Tier.VERIFIED))
        term = TierTerm(subject=subject, tier=Tier.VERIFIED, began=NOON - 2 * YEARS, until=until)
        stores.tier_terms.save(term)
    stores.old_records.over = {"role_grants": [NOON - YEARS, NOON + YEARS]}
    before = dict(stores.tier_terms.kept)
    report_tiers(unit_of_work)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [
        {
            "subject": "old",
            "deed": "END",
            "until": (NOON - YEARS).isoformat(),
            "days": None,
            "seats": 0,
        },
        {"warnings": 0, "ends": 1, "cases_to_forget": 0, "decisions_to_forget": 1},
    ] == lines
    assert before == stores.tier_terms.kept
    assert 2 == len(stores.old_records.over["role_grants"])
    assert Tier.VERIFIED is stores.subscribers.get("old").tier
