"""What any service tells of, analytics can count."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.analytics.domain.errors import UsageUnfit
from tests.fakes.analytics import TODAY, usage

SERVICES = Path(__file__).resolve().parents[2] / "services"


def told(source: str) -> Iterator[str]:
    """Find the metric of every `Used(...)` in a file, and of every `counted(caller, metric, …)`.

    A metric that is put together where it is used could not be found: there is none such.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "Used":
            metrics = [each.value for each in node.keywords if each.arg == "metric"]
            handed_on = metrics and isinstance(metrics[0], ast.Name)
            yield from () if handed_on else map(_text, metrics)
        elif node.func.id == "counted":
            yield _text(node.args[1])


def _text(node: ast.expr) -> str:
    return str(ast.literal_eval(node))


METRICS = [
    (path.relative_to(SERVICES).parts[0], metric)
    for path in sorted(SERVICES.rglob("*.py"))
    for metric in told(path.read_text("utf-8"))
]


def test_there_is_something_to_look_at() -> None:
    assert {"alerts", "analytics", "content", "identity"} <= {service for service, _ in METRICS}


@pytest.mark.parametrize(("service", "metric"), METRICS)
def test_a_metric_is_named_for_its_service_so_that_it_is_counted(service: str, metric: str) -> None:
    usage(service=service, metric=metric).check(kept_from=TODAY, today=TODAY)


def test_a_metric_that_is_not_would_be_found() -> None:
    """The control of the tests above."""
    (metric,) = told('tx.outbox.add(Used(caller=c, metric="other.Done", at=now))')
    with pytest.raises(UsageUnfit):
        usage(service="alerts", metric=metric).check(kept_from=TODAY, today=TODAY)
