"""The contracts and the code name the same things, both ways."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from google.protobuf.descriptor import MethodDescriptor

from chassis.access import rule_of
from kernel.roles import PERMISSIONS
from tests.served import AUDIT_SEARCH, EVERY, PRIVACY, served_by

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("identity", "content", "engagement", "training", "analytics", "alerts")
SERVED = {service: [*served_by(service), PRIVACY] for service in SERVICES}
RPCS = [
    (service, method)
    for service, descriptors in SERVED.items()
    for descriptor in descriptors
    for method in descriptor.methods
]


def test_every_contract_is_one_of_our_services() -> None:
    served = {each.full_name for descriptors in SERVED.values() for each in descriptors}
    assert {each.full_name for each in EVERY} == served | {AUDIT_SEARCH.full_name}


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize(("service", "method"), RPCS, ids=lambda each: getattr(each, "name", each))
def test_every_rpc_has_a_rule_a_use_case_and_a_test(service: str, method: MethodDescriptor) -> None:
    """One name in five places."""
    rule_of(method)
    module = import_module(f"services.{service}.usecases.{snake(method.name)}")
    assert callable(getattr(module, method.name))
    test = ROOT / "tests" / "unit" / service / f"test_{snake(method.name)}.py"
    assert test.is_file(), f"{test.relative_to(ROOT)} is missing"


@pytest.mark.parametrize("method", list(AUDIT_SEARCH.methods), ids=lambda each: each.name)
def test_what_every_service_serves_alike_has_its_five_places_in_the_chassis(
    method: MethodDescriptor,
) -> None:
    rule_of(method)
    assert callable(getattr(import_module(f"chassis.{snake(method.name)}"), method.name))
    assert (ROOT / "tests" / "unit" / "chassis" / f"test_{snake(method.name)}.py").is_file()


def test_every_permission_is_asked_for_and_given() -> None:
    every = [*(method for _, method in RPCS), *(m for m in AUDIT_SEARCH.methods)]
    asked = {rule_of(method).permission for method in every} - {None}
    given = frozenset().union(*PERMISSIONS.values())
    assert asked == given


def test_every_step_up_names_the_second_factor_and_an_age() -> None:
    for _, method in RPCS:
        rule = rule_of(method)
        if rule.step_up_acr is not None:
            assert "aal2" == rule.step_up_acr
            assert 0 < rule.step_up_within.total_seconds() <= 900, method.full_name
