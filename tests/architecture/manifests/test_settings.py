"""What a cluster tells our processes is what `make up` tells them, in a cluster's words."""

import re

import pytest

from deploy.manifests.certificates import CALLERS
from deploy.manifests.overlay import SECRETS, Overlay, Workload
from deploy.manifests.rendering import OVERLAYS
from stack.services import MIGRATED, PROCESSES, name_of
from tests.unit.deploy.test_compose_settings import (
    COMMANDS,
    TOLD_OF_ENDPOINTS,
    by_file,
    told_by_stack,
)

IN_A_BUCKET = {
    # Attached files are in a folder on one machine, and at a server that speaks S3 in a cluster.
    "CONTENT_STORAGE_URL": "http://object-storage:7070/attachments",
    "CONTENT_STORAGE_ACCESS_KEY": "<content_storage_access_key>",
    "CONTENT_STORAGE_SECRET_KEY": "<content_storage_secret_key>",
}
PACKAGES_IN_A_BUCKET = {
    "TRAINING_STORAGE_URL": "http://object-storage:7070/packages",
    "TRAINING_STORAGE_ACCESS_KEY": "<training_storage_access_key>",
    "TRAINING_STORAGE_SECRET_KEY": "<training_storage_secret_key>",
}
ROLES = [*PROCESSES, *COMMANDS]
MORE = {
    # Settings with a default, of which an overlay says otherwise.
    "production": {"GATEWAY_TRUSTED_PROXIES"},
}
ENCRYPTED = {name_of(service, "serve") for service, _ in PROCESSES} | {"identity-work"}
"""Whoever takes or makes a gRPC call."""

OF_A_PERSON_S_BROWSER = {
    "ISP_PUBLIC_URL",
    "ISP_OIDC_ISSUER",
    "ALERTS_STREAM_PUBLIC_URL",
    "ALERTS_STREAM_ORIGINS",
    "GATEWAY_STREAM_URL",
    "GATEWAY_CORS_ORIGINS",
    "CONTENT_FILES_URL",
    "GATEWAY_FILES_URL",
    "TRAINING_PACKAGES_URL",
}
OWN_SECRET = {("production", "CONTENT_ELASTICSEARCH_URL")}
"""An address with a password in it; elsewhere Elasticsearch asks for none."""


def workload(overlay: Overlay, service: str, role: str) -> Workload:
    (found,) = [each for each in overlay.ours() if (each.service, each.role) == (service, role)]
    return found


def told(overlay: Overlay, asked: Workload) -> dict[str, str]:
    """Return a process's settings, each secret by the name of its file."""
    settings = {}
    for name, value in overlay.settings(asked).items():
        if name.endswith("_FILE"):
            assert value.startswith(SECRETS), name
            settings[name.removesuffix("_FILE")] = f"<{value.removeprefix(SECRETS)}>"
        else:
            settings[name] = value
    return settings


def wanted(service: str, role: str) -> dict[str, str]:
    """Return what compose would tell it, with a service's name as the cluster has it."""
    said = {name: by_file(name, value) for name, value in told_by_stack(service, role).items()}
    said |= IN_A_BUCKET if "CONTENT_STORAGE_URL" in said else {}
    said |= PACKAGES_IN_A_BUCKET if "TRAINING_STORAGE_URL" in said else {}
    return {name: re.sub(r"\b(\w+)-serve:", r"\1:", value) for name, value in said.items()}


def present(overlay: Overlay, role: str) -> bool:
    return role != "seed" or overlay.name != "production"


@pytest.mark.parametrize(("service", "role"), ROLES)
def test_in_development_a_process_is_told_the_same_as_in_compose(
    rendered: dict[str, Overlay], service: str, role: str
) -> None:
    overlay = rendered["development"]
    assert wanted(service, role) == told(overlay, workload(overlay, service, role))


@pytest.mark.parametrize(("service", "role"), ROLES)
def test_a_process_is_told_of_everything_and_of_nothing_else(
    overlay: Overlay, service: str, role: str
) -> None:
    if not present(overlay, role):
        assert not [each for each in overlay.ours() if each.role == role]
        return
    asked = workload(overlay, service, role)
    settings = told(overlay, asked)
    more = {name for name in MORE.get(overlay.name, ()) if name.startswith(service.upper())}
    if overlay.name != "development" and asked.name in ENCRYPTED:
        more.add("ISP_TLS_FOLDER")
    if (overlay.name, role) == ("production", "migrate"):
        more.add("ISP_NATS_REPLICAS")
    if overlay.name == "test" and (service, role) in TOLD_OF_ENDPOINTS:
        more.add("ALERTS_ENDPOINT_NETWORKS")
    assert set(wanted(service, role)) | more == set(settings)
    assert [role] == asked.containers[0]["args"]
    assert asked.name == name_of(service, role)
    assert re.search(rf"(^|/)(isp-)?{service}[:@]", asked.containers[0]["image"])


@pytest.mark.parametrize(("service", "role"), ROLES)
def test_only_addresses_differ_from_overlay_to_overlay(
    overlay: Overlay, service: str, role: str
) -> None:
    if not present(overlay, role):
        return
    settings = told(overlay, workload(overlay, service, role))
    for name, value in wanted(service, role).items():
        free = name in OF_A_PERSON_S_BROWSER or name.partition("_")[2].startswith(
            ("SMTP_", "SMS_", "FCM_", "EVIDENCE_URL", "STORAGE_URL")
        )
        own = name in {"ISP_ENVIRONMENT", "ANALYTICS_ROLL_UP_SECONDS"}
        if not free and not own and (overlay.name, name) not in OWN_SECRET:
            assert value == settings[name], name


@pytest.mark.parametrize(("service", "role"), ROLES)
def test_a_process_is_handed_the_secrets_that_it_reads_and_no_other(
    overlay: Overlay, service: str, role: str
) -> None:
    if not present(overlay, role):
        return
    asked = workload(overlay, service, role)
    read = {
        value.removeprefix(SECRETS)
        for name, value in overlay.settings(asked).items()
        if name.endswith("_FILE")
    }
    files = asked.secret_files()
    assert read == set(files)
    assert all(path == key for path, (_, key) in files.items())
    assert not [each for each in asked.pod["volumes"] if "secret" in each and each["name"] != "tls"]


def test_the_passwords_of_owners_are_for_migrations_alone(overlay: Overlay) -> None:
    for each in overlay.workloads():
        owners = {name for name in each.secret_files() if "owner" in name}
        if each.name == "databases":
            assert owners == {f"{service}_owner" for service in MIGRATED}
        elif each.ours and each.role == "migrate":
            assert {f"{each.service}_owner_database_url"} == owners
        else:
            assert not owners


def test_a_setting_that_is_missing_is_seen(spoilt: Overlay) -> None:
    asked = workload(spoilt, "training", "serve")
    asked.containers[0]["env"] = [
        each for each in asked.containers[0]["env"] if "SIGNING_KEY" not in each["name"]
    ]
    assert {"TRAINING_SIGNING_KEY"} == set(wanted("training", "serve")) - set(told(spoilt, asked))


def test_a_secret_that_nobody_reads_is_seen(spoilt: Overlay) -> None:
    asked = workload(spoilt, "training", "work")
    (volume,) = [each for each in asked.pod["volumes"] if each["name"] == "secrets"]
    source = {"name": "training-owner", "items": [{"key": "k", "path": "more"}]}
    volume["projected"]["sources"].append({"secret": source})
    read = {value.removeprefix(SECRETS) for value in spoilt.settings(asked).values()}
    assert {"more"} == set(asked.secret_files()) - read


@pytest.mark.parametrize("name", OVERLAYS)
def test_whoever_speaks_grpc_has_a_certificate_of_its_own(
    rendered: dict[str, Overlay], name: str
) -> None:
    overlay = rendered[name]
    handed = {
        each.name: next(
            v["secret"]["secretName"] for v in each.pod["volumes"] if v["name"] == "tls"
        )
        for each in overlay.ours()
        if "ISP_TLS_FOLDER" in overlay.settings(each)
    }
    assert (set() if name == "development" else ENCRYPTED) == set(handed)
    for workload_name, secret in handed.items():
        assert secret.startswith(f"{workload_name}-tls")


def test_a_server_s_certificate_is_no_client_s(rendered: dict[str, Overlay]) -> None:
    """So that a service that is broken into cannot call the others."""
    for each in rendered["production"].of_kind("Certificate"):
        if each["spec"].get("isCA"):
            continue
        name, uses = each["metadata"]["name"], set(each["spec"]["usages"])
        wanted_use = "client auth" if name in CALLERS else "server auth"
        assert {"digital signature", wanted_use} == uses
        service = name.removesuffix("-serve")
        assert service == each["spec"]["dnsNames"][0]
        assert f"{service}.isp.svc.cluster.local" in each["spec"]["dnsNames"]
