"""Usage figures through the front of the real platform."""

import json
import subprocess
import sys

import pytest

from stack.harness import Harness
from stack.places import CHECKOUT
from stack.story.figures import read_figures
from stack.story.front import Front


@pytest.mark.feature("F28")
def test_the_analyst_sees_the_month_with_today_in_it_small_figures_withheld_and_no_name(
    front: Front,
) -> None:
    said: list[str] = []
    read_figures(front, said.append)
    assert any("30 days" in line for line in said)
    assert any("what the analyst alone did today is withheld" in line for line in said)
    assert any("NOT_PERMITTED" in line for line in said)


@pytest.mark.feature("F28")
def test_every_event_of_the_log_is_counted(front: Front, platform: Harness) -> None:
    read_figures(front, lambda _: None)
    ended = subprocess.run(
        [sys.executable, "-m", "services.analytics", "reconcile"],
        cwd=CHECKOUT,
        env=dict(platform.environment("analytics", "reconcile")),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = json.loads(ended.stdout.splitlines()[-1])
    assert (0, True) == (ended.returncode, said["holds"]), (said, ended.stderr)
    assert said["events"] > 0
