"""What Prometheus is to tell somebody of is something that our processes say."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.training.bootstrap_audit import AUDIT_SECONDS

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "deploy/k8s/components/observability/rules.yaml"
CODE = "\n".join(
    path.read_text("utf-8")
    for folder in ("chassis", "services")
    for path in sorted((ROOT / folder).rglob("*.py"))
)


def rules() -> list[dict[str, Any]]:
    document = yaml.safe_load(RULES.read_text("utf-8"))
    return [rule for group in document["spec"]["groups"] for rule in group["rules"]]


def measured(expression: str) -> set[str]:
    return set(re.findall(r"isp_[a-z_]+", expression))


def in_code(name: str) -> bool:
    """Whether the code names it; a counter's name ends in `_total` there and here."""
    return f'"{name}"' in CODE


def told_apart(expression: str) -> set[str]:
    """Return the values of labels that a rule asks for, one by one."""
    asked = re.findall(r'[a-z_]+=~?"([^"]+)"', expression)
    return {value for each in asked for value in each.split("|")}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_each_rule_is_about_figures_that_there_are_and_says_what_to_do(rule: Any) -> None:
    named = measured(rule["expr"])
    assert named
    assert not [each for each in named | told_apart(rule["expr"]) if not in_code(each)]
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["annotations"]["description"].endswith(".")


def test_a_figure_that_there_is_not_would_be_found() -> None:
    """The control of the test above."""
    assert ["isp_alert_pages_lost"] == [
        each for each in measured("max(isp_alert_pages_lost) > 0") if not in_code(each)
    ]
    asked = 'max(isp_training_certificates_audited{outcome=~"flawed|never stated"}) > 0'
    assert ["never stated"] == [each for each in told_apart(asked) if not in_code(each)]


def test_what_waits_in_training_is_told_to_somebody_but_not_at_once() -> None:
    """A scan takes half a minute and the audit is once a day: neither is a reason to call."""
    waits = {
        name: rule.get("for")
        for rule in rules()
        for name in measured(rule["expr"])
        if rule["alert"] in {"IspPackagesWait", "IspCertificateNotStated"}
    }
    assert {
        "isp_packages_waiting": "30m",
        "isp_training_certificates_audited": "26h",
    } == waits
    assert f"{AUDIT_SECONDS // 3600 + 2}h" == waits["isp_training_certificates_audited"]


def test_what_reaches_no_officer_is_told_to_somebody() -> None:
    named = set().union(*(measured(each["expr"]) for each in rules()))
    assert {
        "isp_alert_pages_oldest_seconds",
        "isp_alert_pages_given_up",
        "isp_alert_page_ladders_without_anybody",
    } <= named
