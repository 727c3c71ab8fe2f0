"""What a private drill is: an exercise of one organisation, and never anything else."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.errors import Refusal
from kernel.access import may_read
from kernel.markings import own_group
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.drill import Drill, Scenario, drill_content
from services.alerts.domain.drill_errors import DrillOver, DrillStays
from services.alerts.domain.drilling import begun, ended
from services.alerts.domain.exercise import MARK
from services.alerts.domain.message import mail, text
from services.alerts.domain.push import push
from services.alerts.domain.webhook_message import alert_message, named_to
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import APPROVER, AUTHOR, NOON, content, person
from tests.fakes.deliveries import account, recipient
from tests.ports.delivery_stores import queued
from tests.unit.alerts.drilling import COLLEAGUE, LEAD, STRANGER

SITE = "https://isp.example"
DRILL = Drill(organisation_id="hall", scenario=Scenario.EVACUATION)
OWN = {"organisation_id": "hall", "tier": Tier.REGISTERED}


def a_drill(note: str = "") -> Alert:
    return begun(uuid4(), DRILL, note=note, minutes=30, by="lead", at=NOON)


@pytest.mark.parametrize("scenario", Scenario)
def test_each_says_first_and_last_that_it_is_an_exercise_in_both_languages(
    scenario: Scenario,
) -> None:
    said = drill_content(replace(DRILL, scenario=scenario), note="By the oak.", minutes=5, at=NOON)
    assert [] == [
        each
        for each in said.violations(NOON)
        if each.field != "content.marking.closed_group"  # which nobody else may write
    ]
    for words in (said, *said.translations):
        for each in (words.headline, words.description, words.instruction):
            assert each.startswith(MARK)
            assert each.endswith(MARK)
        assert "By the oak." in words.instruction
    assert ("cy-GB",) == tuple(each.language for each in said.translations)


def test_it_is_for_the_people_of_one_organisation_and_for_nobody_else() -> None:
    drill = a_drill()
    staff = (AUTHOR, APPROVER, person("duty", "duty-officer"), STRANGER, ANONYMOUS)
    assert [True, True] == [drill.readable_by(each) for each in (LEAD, COLLEAGUE)]
    assert [False] * 5 == [drill.readable_by(each) for each in staff]
    assert not may_read(replace(LEAD, organisation_id=None), drill.content.marking)
    mine = recipient(subject="one", account=account(**OWN))
    others = [
        recipient(subject="two", account=account(organisation_id="elsewhere", tier=Tier.TRUSTED)),
        recipient(subject="three", account=account(**OWN | {"active": False})),
        recipient(subject="four", account=None),
        recipient(),
    ]
    assert 1 == len(mine.reached_by(drill.content))
    assert [()] * 4 == [each.reached_by(drill.content) for each in others]


def test_nobody_writes_an_alert_for_the_people_of_an_organisation_as_drills_are() -> None:
    marking = a_drill().content.marking
    wrong = content(marking=marking, audience=a_drill().content.audience).violations(NOON)
    assert ["content.marking.closed_group"] == [each.field for each in wrong]
    assert own_group("hall") == marking.closed_group


@pytest.mark.parametrize(
    "deed",
    [
        lambda d: d.update(uuid4(), replace(d.content, headline="Real"), by="a", at=NOON),
        lambda d: d.update(
            uuid4(), replace(d.content, cap_status=CapStatus.ACTUAL), by="a", at=NOON
        ),
        lambda d: d.edit(replace(d.content, cap_status=CapStatus.ACTUAL), by="a", at=NOON),
        lambda d: d.submit(by="a", reach=1),
        lambda d: d.approve(by="b", read=d.digest, at=NOON),
        lambda d: d.withdraw(by="a", why="w", at=NOON),
        lambda d: d.propose_all_clear(by="a", text="All clear.", authority_reference="R"),
        lambda d: d.give_all_clear(by="b", read=d.digest, at=NOON),
        lambda d: d.return_(by="a", why="w", at=NOON),
        lambda d: d.discard(),
        lambda d: d.reviewed(by="b", finding="f", at=NOON),
    ],
    ids=[
        *("update", "update to actual", "edit", "submit", "approve", "withdraw"),
        *("propose all clear", "all clear", "return", "discard", "review"),
    ],
)
@pytest.mark.parametrize("over", [False, True])
def test_a_drill_becomes_nothing_else(deed, over: bool) -> None:
    """Not actual above all; running or over, whoever tries."""
    drill = a_drill()
    if over:
        drill = ended(drill, by="lead", at=NOON)
    with pytest.raises(Refusal):
        deed(drill)


def test_the_control_an_exercise_of_the_platform_can_be_updated() -> None:
    """Else the test above would show nothing: what refuses is that it is a drill."""
    drill = a_drill()
    other = replace(drill, drill=None)
    update = other.update(uuid4(), replace(drill.content, headline="More"), by="a", at=NOON)
    assert CapStatus.EXERCISE is update.content.cap_status
    with pytest.raises(DrillStays):
        drill.update(uuid4(), replace(drill.content, headline="More"), by="a", at=NOON)


def test_it_ends_once_and_its_end_says_what_it_was() -> None:
    over = ended(a_drill(), by="lead", at=NOON)
    assert (Status.EXPIRED, "lead", 2) == (over.status, over.ending.by, over.version)
    assert over.ending.text.startswith(MARK)
    assert "says nothing of what is real" in over.ending.text
    with pytest.raises(DrillOver):
        ended(over, by="lead", at=NOON)
    drill = a_drill()
    by_itself = drill.expire(at=drill.content.expires_at)
    assert over.ending.text == by_itself.ending.text


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("notice", [Status.ISSUED, Status.EXPIRED])
def test_every_channel_says_first_and_last_that_it_is_an_exercise(
    language: str, notice: Status
) -> None:
    drill = a_drill("By the oak.")
    if notice is Status.EXPIRED:
        drill = ended(drill, by="lead", at=NOON)
    to = recipient(subject="one", account=account(**OWN), language=language)
    link = "https://isp.example/alerts/answer?token=t"
    letter = mail(drill, notice, to, SITE, code="7K3Q", answer=link)
    note = text(drill, notice, to, SITE, code="7K3Q", answer=link)
    for said in (letter.subject, letter.text, note.text):
        assert said.startswith(MARK)
        assert MARK in said.strip().splitlines()[-1]
    if notice is Status.ISSUED:
        assert "By the oak." in letter.text
        assert {"en": "calls nobody", "cy": "galw neb"}[language] in letter.text
        assert {"en": "Are you safe?", "cy": "ddiogel?"}[language] not in letter.text
    pushed = push(drill, queued(drill), to, SITE, at=NOON)
    assert pushed.subject.startswith(MARK)
    posted = alert_message(drill, notice, SITE, named=named_to(drill, to))
    assert '"cap_status":"Exercise"' in posted
    assert f'"headline":"{MARK}' in posted
