"""What Kubernetes would refuse, the gate refuses: above all a field that nobody knows."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.manifests.__main__ import wrong_with
from deploy.manifests.judging import KUBERNETES, faults
from deploy.manifests.overlay import Overlay
from deploy.manifests.rendering import NotRendered, render


def test_nothing_is_wrong_with_an_overlay(overlay: Overlay) -> None:
    assert len(overlay.documents) > 100
    assert [] == wrong_with(overlay)


def test_the_schemas_are_of_the_kubernetes_that_it_is_for(overlay: Overlay) -> None:
    labels = overlay.named("Namespace", "isp")["metadata"]["labels"]
    assert f"v{KUBERNETES}" == labels["pod-security.kubernetes.io/enforce-version"]


def _mistyped(document: dict[str, Any], *path: str | int) -> None:
    """Put a letter too many into the name of a field."""
    *way, last = path
    for step in way:
        document = document[step]  # type: ignore[index]
    document[f"{last}x"] = document.pop(last)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        (
            "Deployment",
            "alerts-serve",
            ("spec", "template", "spec", "containers", 0, "livenessProbe"),
        ),
        ("Deployment", "gateway", ("spec", "template", "spec", "securityContext", "runAsNonRoot")),
        ("Job", "alerts-migrate", ("spec", "backoffLimit")),
        ("NetworkPolicy", "gateway", ("spec", "policyTypes")),
        ("HorizontalPodAutoscaler", "gateway", ("spec", "minReplicas")),
        ("PodDisruptionBudget", "gateway", ("spec", "maxUnavailable")),
        ("Certificate", "alerts-serve", ("spec", "usages")),
        ("Cluster", "isp-postgres", ("spec", "postgresql", "synchronous", "dataDurability")),
        ("Elasticsearch", "isp", ("spec", "nodeSets", 0, "podTemplate", "spec", "affinity")),
        ("ExternalSecret", "gateway", ("spec", "secretStoreRef")),
        ("Gateway", "isp", ("spec", "listeners", 1, "tls")),
        ("HTTPRoute", "stream", ("spec", "rules", 0, "timeouts", "request")),
        ("Keycloak", "isp", ("spec", "hostname")),
        ("PodMonitor", "isp", ("spec", "podMetricsEndpoints")),
    ],
)
def test_a_mistyped_field_is_refused(
    spoilt: Overlay, kind: str, name: str, path: tuple[str | int, ...]
) -> None:
    document = spoilt.named(kind, name)
    assert [] == faults(document)
    _mistyped(document, *path)
    found = " ".join(faults(document))
    assert f"{kind}/{name}" in found
    assert f"{path[-1]}x" in found


@pytest.mark.parametrize(
    ("kind", "name", "spoil"),
    [
        ("Deployment", "gateway", lambda spec: spec.update(revisionHistoryLimit="three")),
        ("HTTPRoute", "stream", lambda spec: spec["rules"][0]["backendRefs"][0].update(port="web")),
        ("Keycloak", "isp", lambda spec: spec.update(instances=True)),
        ("Certificate", "gateway", lambda spec: spec.update(usages=["client auht"])),
        ("Issuer", "isp-root", lambda spec: spec.update(selfSigned=[])),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(
    spoilt: Overlay, kind: str, name: str, spoil: Callable[[Any], None]
) -> None:
    document = spoilt.named(kind, name)
    spoil(document["spec"])
    assert faults(document)


def test_a_kind_that_nobody_knows_is_refused(spoilt: Overlay) -> None:
    """kubernetes-validate itself would only warn."""
    document = spoilt.named("HTTPRoute", "stream") | {"kind": "HTTPRuote"}
    assert "known neither" in faults(document)[0]


def test_a_field_mistyped_in_a_file_is_refused_from_end_to_end(
    kubectl: Path, tree: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "deploy" / "k8s"
    shutil.copytree(tree.parents[1], tmp_path, dirs_exist_ok=True)
    file = copy / "components" / "processes" / "process.yaml"
    file.write_text(file.read_text().replace("timeoutSeconds: 5", "timeoutSecond: 5"))
    found = wrong_with(Overlay("test", render(kubectl, copy / "overlays" / "test")))
    assert any("timeoutSecond" in each for each in found)


def test_an_overlay_that_names_a_file_that_is_not_there_is_refused(
    kubectl: Path, tree: Path, tmp_path: Path
) -> None:
    shutil.copytree(tree.parents[1], tmp_path, dirs_exist_ok=True)
    copy = tmp_path / "deploy" / "k8s"
    (copy / "base" / "alerts" / "network.yaml").unlink()
    with pytest.raises(NotRendered, match=r"network\.yaml"):
        render(kubectl, copy / "overlays" / "test")
