"""What an object names is there; each rule refuses an overlay in which it is not."""

from collections.abc import Callable
from typing import Any

import pytest

from deploy.manifests.overlay import Overlay, Workload
from deploy.manifests.references import broken
from stack.services import PROCESSES, name_of


def test_everything_that_is_named_is_there(overlay: Overlay) -> None:
    assert [] == broken(overlay)


def _spec(overlay: Overlay, kind: str, name: str) -> Any:
    return overlay.named(kind, name)["spec"]


def _container(overlay: Overlay, name: str) -> Any:
    return Workload(overlay.named("Deployment", name)).containers[0]


def _drop(kind: str, name: str) -> Callable[[Overlay], None]:
    return lambda overlay: overlay.documents.remove(overlay.named(kind, name))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_drop("ExternalSecret", "alerts-app"), "no Secret alerts-app with it"),
        (
            lambda o: _spec(o, "ExternalSecret", "gateway")["data"].pop(),
            "gateway: no Secret gateway with gateway_session_key",
        ),
        (
            lambda o: _spec(o, "Certificate", "gateway").update(secretName="other"),
            "no Secret gateway-tls with it",
        ),
        (_drop("ServiceAccount", "content"), "content-work: no ServiceAccount content"),
        (_drop("PriorityClass", "isp-alerts"), "gateway: no PriorityClass isp-alerts"),
        (
            lambda o: _container(o, "alerts-serve")["ports"].pop(),
            "alerts-serve listens on",
        ),
        (
            lambda o: _container(o, "alerts-work")["ports"].append(
                {"name": "grpc", "containerPort": 8623}
            ),
            "alerts-work listens on",
        ),
        (
            lambda o: _spec(o, "Service", "gateway")["ports"][0].update(targetPort="web"),
            "Service gateway: gateway has no port web",
        ),
        (
            lambda o: _spec(o, "Service", "alerts")["selector"].update(a="b"),
            "Service alerts takes no pod",
        ),
        (
            lambda o: _spec(o, "Service", "alerts").pop("selector"),
            "Service alerts has neither pods nor addresses",
        ),
        (_drop("Service", "alerts-stream"), "route stream leads to no Service"),
        (_drop("PodDisruptionBudget", "gateway"), "gateway has 0 budgets"),
        (
            lambda o: _spec(o, "PodDisruptionBudget", "gateway")["selector"]["matchLabels"].update(
                a="b"
            ),
            "budget gateway is for nothing",
        ),
        (
            lambda o: _spec(o, "HorizontalPodAutoscaler", "gateway")["scaleTargetRef"].update(
                name="gate"
            ),
            "autoscaler gateway scales nothing",
        ),
        (
            lambda o: _spec(o, "Deployment", "gateway").update(replicas=2),
            "gateway says its own number of pods",
        ),
    ],
)
def test_what_leads_nowhere_is_named(
    spoilt: Overlay, spoil: Callable[[Overlay], None], said: str
) -> None:
    spoil(spoilt)
    assert any(said in each for each in broken(spoilt)), broken(spoilt)


def test_a_configuration_that_is_not_there_is_named(spoilt: Overlay) -> None:
    workload = Workload(spoilt.named("Deployment", "alerts-work"))
    workload.pod["volumes"].append({"name": "more", "configMap": {"name": "nothing"}})
    assert ["alerts-work: no ConfigMap nothing"] == broken(spoilt)


def test_in_production_whatever_serves_people_is_there_twice(rendered: dict[str, Overlay]) -> None:
    overlay = rendered["production"]
    single = {each.name for each in overlay.ours("Deployment") if overlay.least_replicas(each) == 1}
    workers = {name_of(*each) for each in PROCESSES if each[1] == "work"}
    assert workers - {"alerts-work"} == single


def test_a_service_for_grpc_gives_every_address(overlay: Overlay) -> None:
    """Behind one address a client would stay with one pod."""
    for each in overlay.of_kind("Service"):
        headless = each["spec"].get("clusterIP") == "None"
        assert headless == any(port["name"] == "grpc" for port in each["spec"]["ports"])
