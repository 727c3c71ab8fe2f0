"""Whether what an object names is there: Secrets, ports, Services, what is scaled or kept up."""

from collections.abc import Iterator
from typing import Any

from deploy.manifests.overlay import SERVER, Overlay, Workload, selects
from deploy.manifests.rendering import Document


def unknown_secrets(overlay: Overlay) -> Iterator[str]:
    """Say which Secret or key of one a pod names that nothing makes."""
    known = overlay.secret_keys()
    for workload in overlay.workloads():
        for secret, keys in _secrets_of(workload):
            missing = keys - known[secret] if secret in known else {"it"}
            yield from (
                f"{workload.name}: no Secret {secret} with {key}" for key in sorted(missing)
            )


def _secrets_of(workload: Workload) -> Iterator[tuple[str, set[str]]]:
    for volume in workload.pod.get("volumes", []):
        if "secret" in volume:
            yield volume["secret"]["secretName"], set()
        for source in volume.get("projected", {}).get("sources", []):
            if "secret" in source:
                items = source["secret"].get("items", [])
                yield source["secret"]["name"], {each["key"] for each in items}


def unknown_objects(overlay: Overlay) -> Iterator[str]:
    """Say which account, ConfigMap or priority a pod names that is not there."""
    there = {(each["kind"], each["metadata"]["name"]) for each in overlay.documents}
    for workload in overlay.workloads():
        for named in _objects_of(workload):
            if named not in there:
                yield f"{workload.name}: no {named[0]} {named[1]}"


def _objects_of(workload: Workload) -> Iterator[tuple[str, str]]:
    if account := workload.pod.get("serviceAccountName"):
        yield "ServiceAccount", account
    if priority := workload.pod.get("priorityClassName"):
        yield "PriorityClass", priority
    for container in workload.containers:
        for source in container.get("envFrom", []):
            yield "ConfigMap", source["configMapRef"]["name"]
    for volume in workload.pod.get("volumes", []):
        sources = [volume, *volume.get("projected", {}).get("sources", [])]
        yield from (
            ("ConfigMap", each["configMap"]["name"]) for each in sources if "configMap" in each
        )


def undeclared_ports(overlay: Overlay) -> Iterator[str]:
    """Say where a process of ours listens without declaring it, or declares what it does not do."""
    for workload in overlay.ours():
        (container,) = workload.pod["containers"]
        declared = {each["containerPort"]: each["name"] for each in container.get("ports", [])}
        heard = _listens(overlay, workload)
        if declared != heard:
            yield f"{workload.name} listens on {heard} and declares {declared}"


def _listens(overlay: Overlay, workload: Workload) -> dict[int, str]:
    """Return where a process listens, by its settings; only `serve` opens what serves gRPC."""
    heard = {}
    for name, value in overlay.settings(workload).items():
        host, _, port = value.rpartition(":")
        if not name.endswith("_LISTEN") or host == "127.0.0.1":
            continue
        port_name = "metrics" if name.endswith("_METRICS_LISTEN") else "http"
        port_name = "grpc" if name.endswith("_GRPC_LISTEN") else port_name
        own = (each for each in ("stream", "files", "packages") if each.upper() in name)
        role = {"grpc": {"serve"}, "http": {next(own, "serve")}}
        if port_name == "metrics" or workload.role in role[port_name]:
            heard[int(port)] = port_name
    return heard


def leading_nowhere(overlay: Overlay) -> Iterator[str]:
    """Say which Service has nothing behind it, and which route no Service."""
    services = {each["metadata"]["name"]: each for each in overlay.of_kind("Service")}
    for service in services.values():
        yield from _without_pods(overlay, service)
    for route in overlay.of_kind("HTTPRoute"):
        for rule in route["spec"]["rules"]:
            for backend in rule.get("backendRefs", []):
                behind = services.get(backend["name"], {"spec": {"ports": []}})
                if backend["port"] not in {each["port"] for each in behind["spec"]["ports"]}:
                    yield f"route {route['metadata']['name']} leads to no Service"


def _without_pods(overlay: Overlay, service: Document) -> Iterator[str]:
    name, spec = service["metadata"]["name"], service["spec"]
    slices = {
        each["metadata"]["labels"]["kubernetes.io/service-name"]
        for each in overlay.of_kind("EndpointSlice")
    }
    if "selector" not in spec:
        if name not in slices:
            yield f"Service {name} has neither pods nor addresses"
        return
    pods = [each for each in overlay.workloads() if selects(_labels(spec), each.labels)]
    if not pods and SERVER not in spec["selector"]:  # else an operator makes them
        yield f"Service {name} takes no pod"
    for workload in pods:
        declared = {each["name"] for one in workload.containers for each in one.get("ports", [])}
        for port in spec["ports"]:
            if port["targetPort"] not in declared:
                yield f"Service {name}: {workload.name} has no port {port['targetPort']}"


def _labels(spec: dict[str, Any]) -> dict[str, Any]:
    return {"matchLabels": spec["selector"]}


def not_kept_up(overlay: Overlay) -> Iterator[str]:
    """Say what has several pods and no budget, and which budget or autoscaler is for nothing."""
    deployments = {each.name: each for each in overlay.ours("Deployment")}
    budgets = list(overlay.of_kind("PodDisruptionBudget"))
    for name, deployment in deployments.items():
        own = [each for each in budgets if selects(each["spec"]["selector"], deployment.labels)]
        if overlay.least_replicas(deployment) > 1 and len(own) != 1:
            yield f"{name} has {len(own)} budgets"
    for budget in budgets:
        selector = budget["spec"]["selector"]
        taken = [each.name for each in overlay.workloads() if selects(selector, each.labels)]
        if len(taken) != 1 and SERVER not in selector["matchLabels"]:
            yield f"budget {budget['metadata']['name']} is for {taken or 'nothing'}"
    for scaler in overlay.of_kind("HorizontalPodAutoscaler"):
        target = deployments.get(scaler["spec"]["scaleTargetRef"]["name"])
        if target is None:
            yield f"autoscaler {scaler['metadata']['name']} scales nothing"
        elif "replicas" in target.spec:
            yield f"{target.name} says its own number of pods, which undoes the autoscaler's"


def broken(overlay: Overlay) -> list[str]:
    """Return everything that leads nowhere."""
    rules = (
        unknown_secrets,
        unknown_objects,
        undeclared_ports,
        leading_nowhere,
        not_kept_up,
    )
    return [each for rule in rules for each in rule(overlay)]
