"""No personal column of any service without its place in exports and in erasure."""

from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, Text

from chassis.postgres.engine import open_engine
from chassis.postgres.tables import METADATA as PLUMBING
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as alerts
from services.alerts.usecases import erase_subject as alerts_erase
from services.alerts.usecases import export_subject as alerts_export
from services.analytics.outbound.postgres.unit_of_work import unit_of_work as analytics
from services.analytics.usecases import erase_subject as analytics_erase
from services.analytics.usecases import export_subject as analytics_export
from services.content.outbound.postgres.unit_of_work import unit_of_work as content
from services.content.usecases import erase_subject as content_erase
from services.content.usecases import export_subject as content_export
from services.engagement.outbound.postgres.unit_of_work import unit_of_work as engagement
from services.engagement.usecases import erase_subject as engagement_erase
from services.engagement.usecases import export_subject as engagement_export
from services.training.outbound.postgres.unit_of_work import unit_of_work as training
from services.training.usecases import erase_subject as training_erase
from services.training.usecases import export_subject as training_export
from tests.architecture.test_classifications import metadata_of
from tests.ports.personal_columns import (
    Heard,
    assert_each_has_a_rule,
    heard_by,
    personal_columns,
)

WHO = "3f1d9a52-0000-4000-8000-000000000001"
OPEN: dict[str, Any] = {
    "alerts": alerts,
    "content": content,
    "training": training,
    "engagement": engagement,
    "analytics": analytics,
}
EXPORTS: dict[str, Any] = {
    "alerts": alerts_export,
    "content": content_export,
    "training": training_export,
    "engagement": engagement_export,
    "analytics": analytics_export,
}
ERASURES: dict[str, Any] = {
    "alerts": alerts_erase,
    "content": content_erase,
    "training": training_erase,
    "engagement": engagement_erase,
    "analytics": analytics_erase,
}
ALSO_NEEDS: dict[tuple[str, str], dict[str, Any]] = {
    ("erase", "alerts"): {"clock": SystemClock()},
    ("erase", "engagement"): {"clock": SystemClock()},
    ("erase", "analytics"): {"pseudonyms": Pseudonyms(b"k"), "ids": RandomIds()},
    ("export", "analytics"): {"pseudonyms": Pseudonyms(b"k")},
    ("erase", "training"): {"credentials": None, "catalogue": None, "clock": SystemClock()},
}
PLUMBED_NOT_EXPORTED = {"audit_log": "it names pseudonyms from the first day"}
PLUMBED_NOT_ERASED = {
    "audit_log": "it names pseudonyms from the first day; their names go",
    "principals": "emptied and closed by identity's event, or a token would still be believed",
}
_BY_EACH = "one by one, as the person's rows are found: the unit tests of the use case say so"
_NAMES_NOBODY = "what it stands beside is a pseudonym by then"
_EMPTIED = "the recipient that it leads to has neither subject nor address by then"
_BY_EVENT = "goes by identity's event, when nobody acts for the organisation any more"
UNITS = ("unit_records", "unit_sessions", "statements", "refused_statements", "unit_documents")
NOT_EXPORTED: dict[str, dict[str, str]] = {
    "alerts": {
        "answers": "the last line of answer_history, which is exported",
        "sightings": "read with their reporter, when there is one",
        "organisations": "the organisation's own, and exported by identity",
    },
    "training": dict.fromkeys(UNITS, _BY_EACH),
}
NOT_ERASED: dict[str, dict[str, str]] = {
    "alerts": {
        **dict.fromkeys(
            ("answers.answer", "answers.region", "answers.regions", "answer_history.answer"),
            _NAMES_NOBODY,
        ),
        **dict.fromkeys(("help_requests.regions", "reporters.region"), _NAMES_NOBODY),
        **dict.fromkeys(
            ("answers.recipient_id", "help_requests.recipient_id", "deliveries.recipient_id"),
            _EMPTIED,
        ),
        "organisations": _BY_EVENT,
        "premises": _BY_EVENT,
        "webhooks": _BY_EACH,
    },
    "analytics": {"usage_events": _BY_EACH},
    "engagement": dict.fromkeys(
        ("questions.asker", "questions.holder", "questions.title"), _BY_EACH
    ),
    "training": {
        "attempts": "deleted by its enrolment's deletion, in the database",
        "certificates": _BY_EACH,
        **dict.fromkeys(UNITS, "deleted by its enrolment's deletion, in the database"),
    },
}


def hear(new_database: Any, service: str) -> tuple[Heard, Heard]:
    """What a service's export and its erasure send, for somebody of whom it holds nothing yet."""
    engine = open_engine(new_database(service).app_url, process="test", pool=2)
    also = {"sender": None} if service == "alerts" else {}
    work = OPEN[service](
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), **also
    )
    heard = []
    for deed, use_case in (
        ("export", EXPORTS[service].ExportSubject),
        ("erase", ERASURES[service].EraseSubject),
    ):
        with heard_by(engine) as said:
            use_case(unit_of_work=work, **ALSO_NEEDS.get((deed, service), {}))(subject=WHO)
        heard.append(said)
    engine.dispose()
    return heard[0], heard[1]


@pytest.mark.parametrize("service", sorted(OPEN))
def test_every_personal_column_is_exported_and_erased_or_it_is_said_why_not(
    new_database: Any, service: str
) -> None:
    export, erase = hear(new_database, service)
    tables = [*metadata_of(service).sorted_tables, *PLUMBING.sorted_tables]
    assert_each_has_a_rule(
        personal_columns(tables),
        export=export,
        erase=erase,
        not_exported=PLUMBED_NOT_EXPORTED | NOT_EXPORTED.get(service, {}),
        not_erased=PLUMBED_NOT_ERASED | NOT_ERASED.get(service, {}),
    )


@pytest.mark.parametrize("missing", ["exported", "erased"])
def test_a_new_personal_column_without_a_rule_fails(missing: str) -> None:
    """The control: nobody can add one and forget the person's rights."""
    column = Column("nickname", Text, info={"personal": {"purpose": "x"}})
    new = personal_columns([Table("diaries", MetaData(), column, Column("page", Text))])
    assert {"diaries.nickname"} == new
    export, erase = Heard(), Heard()
    if missing != "exported":
        export.add("SELECT diaries.page \nFROM diaries WHERE diaries.nickname = %s")
    if missing != "erased":
        erase.add("UPDATE diaries SET page=%s, nickname=%s WHERE diaries.nickname = %s")
    erase.add("UPDATE diaries SET page=replace(diaries.nickname, %s) WHERE diaries.nickname = %s")

    def judge(exported: dict[str, str], erased: dict[str, str]) -> None:
        assert_each_has_a_rule(
            new, export=export, erase=erase, not_exported=exported, not_erased=erased
        )

    with pytest.raises(AssertionError, match=rf"not {missing}, .* why: diaries\.nickname"):
        judge({}, {})
    why = {"diaries": "it is said why"}
    judge(*((why, {}) if missing == "exported" else ({}, why)))
    with pytest.raises(AssertionError, match="said to be not"):
        judge(why, why)
