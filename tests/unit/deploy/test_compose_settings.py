"""What compose tells our processes is what `make up` tells them, in a container's words."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from stack.places import CHECKOUT
from stack.ports import Ports
from stack.postgres import SERVICES as WITH_DATABASE
from stack.secrets_file import names as secret_names
from stack.services import MIGRATED, PROCESSES, environment, name_of

FILE = CHECKOUT / "deploy" / "compose.yaml"
PORTS = Ports.fixed({})
COMMANDS = (
    *((service, "migrate") for service in MIGRATED),
    *(("identity", role) for role in ("reconcile", "seed")),
    ("analytics", "seed"),
)
IN_THE_IMAGE = {"PATH", "LANG", "PYTHONUNBUFFERED"}
"""Settings that the Dockerfile makes."""

INSIDE = {
    # Where something is on one machine: where it is among containers.
    f"localhost:{PORTS['postgres']}": "postgres:5432",
    f"localhost:{PORTS['nats']}": "nats:4222",
    f"localhost:{PORTS['valkey']}": "valkey:6379",
    f"localhost:{PORTS['elasticsearch']}": "elasticsearch:9200",
    f"localhost:{PORTS['scanner']}": "scanner:3310",
    **{f"localhost:{PORTS[each]}": f"{each}-serve:{PORTS[each]}" for each in WITH_DATABASE},
}
OTHERWISE = {
    # What a server asks by itself, where the issuer's and the public address are a browser's.
    "ISP_OIDC_JWKS_URL": "keycloak",
    "IDENTITY_KEYCLOAK_URL": "keycloak",
    "GATEWAY_OIDC_URL": "keycloak",
    "IDENTITY_GATEWAY_URL": "gateway",
}
NO_PROVIDER = "https://sms.invalid"
"""Where compose sends texts until somebody names a provider: a name that never leads anywhere."""

OWN = {
    # Compose runs a server for mail, and no simulator of text messages: the key is a file itself,
    # since Notify's own takes its place, where `make up` makes it of what the simulator knows too.
    "IDENTITY_SMTP_HOST": "mail",
    "IDENTITY_SMTP_PORT": "1025",
    "IDENTITY_SMS_URL": NO_PROVIDER,
    "IDENTITY_SMS_API_KEY": "<sms_api_key>",
    "ALERTS_SMTP_HOST": "mail",
    "ALERTS_SMTP_PORT": "1025",
    "ALERTS_SMS_URL": NO_PROVIDER,
    "ALERTS_SMS_API_KEY": "<sms_api_key>",
    "IDENTITY_EVIDENCE_URL": "",  # officers check by hand until somebody names a provider
    "ALERTS_FCM_PROJECT": "",  # no app is notified until somebody names a project
    "ALERTS_FCM_URL": "https://fcm.googleapis.com",
    "ALERTS_FCM_SERVICE_ACCOUNT": "<fcm_service_account>",
}
"""Settings that are something else in containers."""

TOLD_OF_ENDPOINTS = {("alerts", "serve"), ("alerts", "work")}
"""They judge, and post to, the addresses of organisations' endpoints."""


def compose() -> dict[str, Any]:
    """Return the compose file as it is without any variable set."""
    plain = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", FILE.read_text("utf-8"))
    said: dict[str, Any] = yaml.safe_load(plain)
    return said


COMPOSE = compose()


class Secrets(dict[str, str]):
    """Every secret that stack asks for, each with a value that tells its name."""

    def __missing__(self, name: str) -> str:
        return f"<{name}>"


def told_by_stack(service: str, role: str) -> dict[str, str]:
    """Return stack's settings of a process, with its addresses as containers have them."""
    given = environment(service, role, ports=PORTS, secrets=Secrets(), kind="development")
    return {name: _inside(name, value) for name, value in given.items() if name not in IN_THE_IMAGE}


def _inside(name: str, value: str) -> str:
    if name.endswith("_LISTEN") and not value.endswith(":1"):
        return value.replace("127.0.0.1:", "0.0.0.0:")
    if name in OWN:
        return OWN[name]
    if name in OTHERWISE:
        return value.replace("localhost:", f"{OTHERWISE[name]}:")
    for here, there in INSIDE.items():
        value = value.replace(here, there)
    return value


def told_by_compose(service: dict[str, Any]) -> dict[str, str]:
    """Return a compose service's settings, each secret by the name of its file."""
    settings = {}
    for name, value in service["environment"].items():
        if name.endswith("_FILE"):
            assert value.startswith("/run/secrets/"), name
            settings[name.removesuffix("_FILE")] = f"<{value.removeprefix('/run/secrets/')}>"
        else:
            settings[name] = str(value)
    return settings


def by_file(name: str, value: str) -> str:
    """Return a setting of stack's as its file is named, if there is a secret in it."""
    found = re.search(r"<(\w+)>", value)
    if found is None:
        return value
    return f"<{name}>".lower() if name.endswith("_DATABASE_URL") else f"<{found[1]}>".lower()


def _our_gateway() -> str:
    """Return by which address containers reach this machine."""
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]
    return str(network["gateway"])


@pytest.mark.parametrize(("service", "role"), [*PROCESSES, *COMMANDS])
def test_a_process_is_told_the_same_as_in_make_up(service: str, role: str) -> None:
    written = COMPOSE["services"][name_of(service, role)]
    wanted = {name: by_file(name, value) for name, value in told_by_stack(service, role).items()}
    if (service, role) in TOLD_OF_ENDPOINTS:  # from a container this machine is elsewhere
        wanted["ALERTS_ENDPOINT_NETWORKS"] = f"{_our_gateway()}/32"
    assert wanted == told_by_compose(written)
    assert [role] == written["command"]
    assert {"SERVICE": service} == written["build"]["args"]
    assert f"isp-{service}:local" == written["image"]


def test_nothing_of_ours_runs_that_make_up_does_not_run() -> None:
    ours = {name for name, each in COMPOSE["services"].items() if "build" in each}
    assert {name_of(*each) for each in (*PROCESSES, *COMMANDS)} == ours


@pytest.mark.parametrize(("service", "role"), [*PROCESSES, *COMMANDS])
def test_a_process_is_handed_the_secrets_that_it_reads_and_no_other(
    service: str, role: str
) -> None:
    written = COMPOSE["services"][name_of(service, role)]
    read = {
        value.removeprefix("/run/secrets/")
        for name, value in written["environment"].items()
        if name.endswith("_FILE")
    }
    assert read == set(written.get("secrets", []))


def test_a_database_url_names_its_role_in_its_file() -> None:
    """The test above trusts the file's name; secrets.sh makes what is in it."""
    for service in MIGRATED:
        told = told_by_stack(service, "migrate")
        prefix = service.upper()
        place = f"postgres:5432/{service}"
        assert (
            f"postgresql+psycopg://{service}_app:<{service}_app>@{place}"
            == (told[f"{prefix}_DATABASE_URL"])
        )
        assert (
            f"postgresql+psycopg://{service}_owner:<{service}_owner>@{place}"
            == (told[f"{prefix}_OWNER_DATABASE_URL"])
        )


def test_the_databases_get_a_password_for_every_role() -> None:
    roles = {f"{service}_{kind}" for service in WITH_DATABASE for kind in ("owner", "app")}
    given = set(COMPOSE["services"]["databases"]["secrets"])
    assert {*roles, "keycloak", "postgres"} == given


def test_every_secret_of_make_up_is_a_file_and_the_rest_are_made_of_them() -> None:
    derived = {"nats_passwords"} | {
        f"{service}_{kind}"
        for service in MIGRATED
        for kind in ("database_url", "owner_database_url")
    }
    # `make up` makes what it shows to providers of two secrets; here these are files themselves.
    made_of = {"SMS_SECRET", "FCM_SIGNING_KEY"}
    kept = {name.lower() for name in secret_names() if name not in made_of}
    kept |= {"sms_api_key", "fcm_service_account"}
    kept -= {"content_storage_secret_key"}  # of a cluster: here files are in a volume
    assert kept | derived == set(COMPOSE["secrets"])
    for name, each in COMPOSE["secrets"].items():
        assert {"file": f"./compose/secrets/{name}"} == each


def test_texts_go_nowhere_until_somebody_names_a_provider() -> None:
    text = FILE.read_text("utf-8")
    for service in ("IDENTITY", "ALERTS"):
        assert f"{service}_SMS_URL: ${{ISP_SMS_URL:-{NO_PROVIDER}}}\n" in text
        template = rf"{service}_SMS_TEMPLATE_ID: \$\{{ISP_SMS_TEMPLATE_ID:-[0-9a-f-]{{36}}\}}\n"
        assert re.search(template, text)


def test_no_app_is_notified_until_somebody_names_a_project() -> None:
    text = FILE.read_text("utf-8")
    assert 'ALERTS_FCM_PROJECT: "${ISP_FCM_PROJECT:-}"\n' in text
    assert "ALERTS_FCM_URL: ${ISP_FCM_URL:-https://fcm.googleapis.com}\n" in text


def test_secrets_are_never_committed_nor_sent_to_a_build() -> None:
    assert "deploy/compose/secrets/" in Path(CHECKOUT / ".gitignore").read_text("utf-8").split()
    allowed = Path(CHECKOUT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" == next(line for line in allowed if not line.startswith("#"))
    assert not any(line.startswith("!deploy") for line in allowed)
