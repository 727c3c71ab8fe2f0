"""What mails and texts say of an Immediate alert to whoever may not be told the rest of it."""

from typing import Any

import pytest

from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.content import Urgency
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import issued, updated
from tests.fakes.deliveries import account, recipient
from tests.unit.alerts.test_message import AMBER, ENDS, MARK, SITE, WRITTEN, ended, whole

LINE_ALONE: dict[str, Any] = {
    "urgency": Urgency.IMMEDIATE,
    "marking": AMBER,
    "headline": "SECRET TITLE",
    "description": "SECRET",
    "instruction": "SECRET",
    "action_line": "Stay inside. Lock doors.",
}


@WRITTEN
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("reads", [True, False])
def test_of_what_is_immediate_everyone_is_told_what_to_do(
    write: Any, language: str, *, reads: bool
) -> None:
    out = issued(**LINE_ALONE)
    rights = account(tier=Tier.VERIFIED if reads else Tier.REGISTERED)
    to = recipient(subject="one", account=rights, language=language)
    said = write(out, Status.ISSUED, to, SITE, code="7K3Q-9M2X-4T8W")
    for words in ("Stay inside. Lock doors.", "999", str(out.alert_id), "7K3Q-9M2X-4T8W"):
        assert words in whole(said), words
    assert "SECRET" not in whole(said)
    if said.subject:
        assert "Stay inside. Lock doors." in said.subject


@WRITTEN
@pytest.mark.parametrize("how", ENDS)
def test_the_end_says_which_line_it_is_about_and_only_an_all_clear_that_it_no_longer_applies(
    write: Any, how: Status
) -> None:
    over = ended(how, issued(**LINE_ALONE))
    said = whole(write(over, how, recipient(), SITE))
    assert "Stay inside. Lock doors." in said
    assert "SECRET" not in said
    assert "The road is open" not in said
    assert ("no longer applies" in said) is (how is Status.ALL_CLEAR)
    assert ("disregard" in said) is (how is Status.WITHDRAWN)
    assert ("does not mean that it is safe" in said) is (how is Status.EXPIRED)


@WRITTEN
def test_an_update_of_the_line_says_that_it_takes_the_place_of_the_other(write: Any) -> None:
    out = updated(issued(**LINE_ALONE), **LINE_ALONE)[1]
    said = whole(write(out, Status.ISSUED, recipient(), SITE))
    assert "Update" in said
    assert "takes the place of what we sent" in said
    assert "SECRET" not in said


@WRITTEN
def test_an_exercise_of_the_line_says_so_first_and_last(write: Any) -> None:
    drill = issued(**LINE_ALONE | {"cap_status": CapStatus.EXERCISE})
    said = write(drill, Status.ISSUED, recipient(), SITE)
    for part in filter(None, (said.subject, said.text.strip())):
        assert part.startswith(MARK)
        assert part.endswith(MARK)
    assert 2 == said.text.count(MARK)
