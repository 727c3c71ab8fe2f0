"""The record of processing says what the tables say, and what does not fit is named."""

import json
from dataclasses import replace
from typing import Any

from stack.privacy.records import Column, Purposes, documents, notices

ADDRESS = Column(
    service="identity",
    table="subscribers",
    column="email",
    purpose="running the account",
    basis="public task",
    retention="life of the account",
)
NOTICE = {"why": "so", "kept": "long", "seen_by": "you", "sums_up": ["life of the account"]}
SAID: dict[str, Any] = {
    **dict.fromkeys(
        ("title", "people", "seen_by", "necessary", "risk", "measures", "left"), "something"
    ),
    "notice": NOTICE,
}
PURPOSES = Purposes(
    note="", assessments={"account": SAID}, purposes={"running the account": "account"}
)


def test_every_column_stands_in_the_record_with_its_basis_and_how_long_it_is_kept() -> None:
    name = replace(ADDRESS, column="given_name")
    record = documents([ADDRESS, name], PURPOSES)["record-of-processing.md"]
    for said in (
        "`identity.subscribers` | `email`, `given_name` | life of the account",
        "public task, article 6(1)(e)",
        "2 columns of personal data in 1 tables",
    ):
        assert said in record


def test_a_new_column_changes_both_documents() -> None:
    """So the gate fails until they are written anew."""
    other = replace(ADDRESS, table="applications")
    before, after = documents([ADDRESS], PURPOSES), documents([ADDRESS, other], PURPOSES)
    assert before.keys() == after.keys()
    assert all(before[name] != after[name] for name in before)


def test_a_purpose_without_an_assessment_and_one_without_a_table_are_named() -> None:
    assert [] == PURPOSES.wrong([ADDRESS])
    assert [
        "no assessment of the purpose: selling it",
        "no table has the purpose: running the account",
    ] == PURPOSES.wrong([replace(ADDRESS, purpose="selling it")])
    no_end = replace(ADDRESS, retention=" ")
    assert f"empty: {no_end}" in PURPOSES.wrong([no_end])
    lost = Purposes(note="", assessments={}, purposes=PURPOSES.purposes)
    assert ["no such assessment: account"] == lost.wrong([ADDRESS])


def test_a_notice_has_the_bases_of_the_tables_and_fails_when_they_keep_for_longer() -> None:
    by_law = replace(ADDRESS, column="decided_by", basis="legal obligation")
    written = json.loads(notices([ADDRESS, by_law], PURPOSES))["notices"]["account"]
    assert ["legal obligation", "public task"] == written["bases"]
    assert ("so", "long", "you") == (written["why"], written["kept"], written["seen_by"])
    assert [
        "the notice of account sums up other retentions: read it again, and say which"
    ] == PURPOSES.wrong([ADDRESS, replace(ADDRESS, column="given_name", retention="7 years")])
