"""Our own processes and their settings: all of it goes in by the environment.

The same processes run unchanged in containers, where manifests say what this file says here.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stack.places import CHECKOUT
from stack.ports import Ports
from stack.program import Program, answers_http
from stack.pushes import PROJECT, service_account
from stack.texts import TEMPLATE, api_key

REALM: Final = "isp"

PROCESSES: Final = (
    ("identity", "serve"),
    ("identity", "work"),
    ("alerts", "serve"),
    ("alerts", "work"),
    ("alerts", "stream"),
    ("content", "serve"),
    ("content", "work"),
    ("content", "files"),
    ("engagement", "serve"),
    ("engagement", "work"),
    ("analytics", "serve"),
    ("analytics", "work"),
    ("training", "serve"),
    ("training", "work"),
    ("training", "packages"),
    ("gateway", "serve"),
)
"""Every long-running process: the service and its role."""

MIGRATED: Final = ("identity", "alerts", "content", "training", "engagement", "analytics")
"""The services with a database, in the order in which their streams are needed."""

CLIENT_SECRETS: Final = (
    "ISP_WEB_SECRET",
    "ISP_API_SECRET",
    "SVC_IDENTITY_SECRET",
    "SVC_ALERTS_SECRET",
    "SVC_IDENTITY_ADMIN_SECRET",
)
"""What the realm file asks for."""

TEXT_SECRETS: Final = ("SMS_SECRET", "SMS_CALLBACK_SECRET")
"""What identity and alerts, and the provider of text messages, know each other by."""


def name_of(service: str, role: str) -> str:
    """Return a process's name: `alerts-work`, and `gateway` for the gateway."""
    return service if service == "gateway" else f"{service}-{role}"


DATA: Final = Path("/var/lib/isp")
"""Where a container keeps what a process of ours writes; on one machine it is the state."""


def environment(
    service: str,
    role: str,
    *,
    ports: Ports,
    secrets: Mapping[str, str],
    kind: str,
    folder: Path = DATA,
) -> dict[str, str]:
    """Return the settings of one process; `kind` is development or test."""
    keycloak = f"http://localhost:{ports['keycloak']}"
    settings = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "ISP_ENVIRONMENT": kind,
        "ISP_PUBLIC_URL": f"http://localhost:{ports['gateway']}",
        "ISP_OIDC_ISSUER": f"{keycloak}/realms/{REALM}",
        "ISP_OIDC_JWKS_URL": f"{keycloak}/realms/{REALM}/protocol/openid-connect/certs",
        "ISP_OIDC_AUDIENCE": "isp-api",
    }
    if service == "gateway":
        return settings | _gateway(ports, secrets)
    prefix, database = service.upper(), f"localhost:{ports['postgres']}/{service}"
    app, owner = secrets[f"{service}_app"], secrets[f"{service}_owner"]
    settings |= {
        "ISP_NATS_URL": f"nats://localhost:{ports['nats']}",
        "ISP_PSEUDONYM_KEY": secrets["ISP_PSEUDONYM_KEY"],
        f"{prefix}_DATABASE_URL": f"postgresql+psycopg://{service}_app:{app}@{database}",
        f"{prefix}_NATS_PASSWORD": secrets[f"nats_{service}"],
        f"{prefix}_GRPC_LISTEN": f"127.0.0.1:{ports[service]}",
    }
    if role in {"serve", "work", "stream", "files", "packages"}:
        metrics = ports[f"{service}-{role}-metrics"]
        settings[f"{prefix}_METRICS_LISTEN"] = f"127.0.0.1:{metrics}"
    else:
        settings[f"{prefix}_METRICS_LISTEN"] = "127.0.0.1:1"  # a command that serves nothing
    if role == "migrate":
        url = f"postgresql+psycopg://{service}_owner:{owner}@{database}"
        settings[f"{prefix}_OWNER_DATABASE_URL"] = url
        settings["ISP_NATS_MIGRATE_PASSWORD"] = secrets["nats_migrate"]
    if service == "identity":
        settings |= _identity(role, ports, secrets)
        if (role, kind) == ("work", "test"):
            settings["IDENTITY_SWEEP_SECONDS"] = "8"  # a test's tokens do nothing between
    if service == "content":
        settings |= _content(role, ports, secrets, kind, folder)
    if service == "analytics":
        settings["ANALYTICS_ROLL_UP_SECONDS"] = "1"  # a demonstration waits for nothing
    if service == "training":
        settings |= _training(role, ports, secrets, folder)
    if service == "alerts":
        settings |= _alerts(role, ports, secrets)
    return settings


def _content(
    role: str, ports: Ports, secrets: Mapping[str, str], kind: str, folder: Path
) -> dict[str, str]:
    settings = {"CONTENT_ELASTICSEARCH_URL": f"http://localhost:{ports['elasticsearch']}"}
    if role in {"serve", "work", "files"}:  # the others touch no attached file
        settings["CONTENT_STORAGE_URL"] = (folder / "attachments").as_uri()
    if role in {"serve", "files"}:  # the others make and open no link
        settings["CONTENT_FILES_URL"] = f"http://localhost:{ports['content-files']}"
        settings["CONTENT_LINK_KEY"] = secrets["CONTENT_LINK_KEY"]
    if role == "serve":  # the others sign nothing
        settings["CONTENT_BUNDLE_KEY"] = secrets["CONTENT_BUNDLE_KEY"]
    if role == "files":
        settings["CONTENT_FILES_LISTEN"] = f"127.0.0.1:{ports['content-files']}"
    if role == "work":
        settings["CONTENT_SCANNER_ADDRESS"] = f"localhost:{ports['scanner']}"
    if (role, kind) == ("work", "test"):
        settings["CONTENT_CATALOGUE_SECONDS"] = "2"  # a test waits for no quarter of an hour
    return settings


def _training(role: str, ports: Ports, secrets: Mapping[str, str], folder: Path) -> dict[str, str]:
    settings = {}
    if role == "serve":  # the others sign nothing
        settings["TRAINING_SIGNING_KEY"] = secrets["TRAINING_SIGNING_KEY"]
    if role in {"serve", "work", "packages"}:  # the others touch no package
        settings["TRAINING_STORAGE_URL"] = (folder / "packages").as_uri()
    if role in {"serve", "packages"}:  # the others launch nothing
        settings["TRAINING_PACKAGES_URL"] = f"http://*.localhost:{ports['training-packages']}"
        settings["TRAINING_LAUNCH_KEY"] = secrets["TRAINING_LAUNCH_KEY"]
    if role in {"serve", "work"}:  # the others judge no package
        settings["TRAINING_SCANNER_ADDRESS"] = f"localhost:{ports['scanner']}"
    if role == "packages":
        settings["TRAINING_PACKAGES_LISTEN"] = f"127.0.0.1:{ports['training-packages']}"
    return settings


def _alerts(role: str, ports: Ports, secrets: Mapping[str, str]) -> dict[str, str]:
    settings = {
        "ALERTS_STREAM_LISTEN": f"127.0.0.1:{ports['stream']}",
        "ALERTS_STREAM_PUBLIC_URL": f"http://localhost:{ports['stream']}/v1/stream",
        "ALERTS_STREAM_ORIGINS": f"http://localhost:{ports['gateway']}",
        "ALERTS_TICKET_KEY": secrets["ALERTS_TICKET_KEY"],
        "ALERTS_CAP_SENDER": "alerts@isp.example",
        "ALERTS_FCM_PROJECT": PROJECT,
    }
    if role == "serve":  # the others are told nothing by the provider of texts
        settings["ALERTS_SMS_CALLBACK_SECRET"] = secrets["SMS_CALLBACK_SECRET"]
    if role in {"serve", "work"}:  # the others know nothing of endpoints and browsers
        settings["ALERTS_WEBHOOK_KEY"] = secrets["ALERTS_WEBHOOK_KEY"]
        settings["ALERTS_VAPID_KEY"] = secrets["ALERTS_VAPID_KEY"]
    if role == "work":  # the others send and sign nothing
        settings |= {
            "ALERTS_LOG_KEY": secrets["ALERTS_LOG_KEY"],
            "ALERTS_SMTP_HOST": "localhost",
            "ALERTS_SMTP_PORT": str(ports["smtp"]),
            "ALERTS_MAIL_FROM": "alerts@isp.example",
            "ALERTS_SMS_URL": f"http://localhost:{ports['sms']}",
            "ALERTS_SMS_API_KEY": api_key(secrets["SMS_SECRET"]),
            "ALERTS_SMS_TEMPLATE_ID": TEMPLATE,
            "ALERTS_FCM_URL": (push := f"http://localhost:{ports['push']}"),
            "ALERTS_FCM_SERVICE_ACCOUNT": service_account(secrets["FCM_SIGNING_KEY"], push),
        }
    return settings


def _identity(role: str, ports: Ports, secrets: Mapping[str, str]) -> dict[str, str]:
    settings = {
        "IDENTITY_KEYCLOAK_URL": f"http://localhost:{ports['keycloak']}",
        "IDENTITY_KEYCLOAK_REALM": REALM,
        "IDENTITY_KEYCLOAK_CLIENT_ID": "svc-identity-admin",
        "IDENTITY_KEYCLOAK_CLIENT_SECRET": secrets["SVC_IDENTITY_ADMIN_SECRET"],
        "IDENTITY_SMTP_HOST": "localhost",
        "IDENTITY_SMTP_PORT": str(ports["smtp"]),
        "IDENTITY_MAIL_FROM": "noreply@isp.example",
        "IDENTITY_SMS_URL": f"http://localhost:{ports['sms']}",
        "IDENTITY_SMS_API_KEY": api_key(secrets["SMS_SECRET"]),
        "IDENTITY_SMS_TEMPLATE_ID": TEMPLATE,
        "IDENTITY_SMS_CALLBACK_SECRET": secrets["SMS_CALLBACK_SECRET"],
        "IDENTITY_EVIDENCE_URL": f"http://localhost:{ports['evidence']}",
    }
    if role == "serve":  # the others see no document's number
        settings["IDENTITY_EVIDENCE_KEY"] = secrets["IDENTITY_EVIDENCE_KEY"]
    if role == "work":  # the others ask no provider, and no service for what it holds
        settings["IDENTITY_EVIDENCE_API_KEY"] = secrets["EVIDENCE_API_KEY"]
        settings["IDENTITY_HOLDERS"] = " ".join(
            f"{each}=localhost:{ports[each]}" for each in MIGRATED if each != "identity"
        )
        settings["SVC_IDENTITY_SECRET"] = secrets["SVC_IDENTITY_SECRET"]
    if role in {"serve", "work"}:  # the others sign nothing, and tell of no key
        settings["IDENTITY_PASSKEY_KEY"] = secrets["IDENTITY_PASSKEY_KEY"]
    if role in {"reconcile", "seed"}:
        settings |= {
            "IDENTITY_KEYCLOAK_ADMIN_USERNAME": "admin",
            "IDENTITY_KEYCLOAK_ADMIN_PASSWORD": secrets["keycloak_admin"],
            "IDENTITY_GATEWAY_URL": f"http://localhost:{ports['gateway']}",
        }
        settings |= {name: secrets[name] for name in CLIENT_SECRETS}
    return settings


def _gateway(ports: Ports, secrets: Mapping[str, str]) -> dict[str, str]:
    return {
        "GATEWAY_LISTEN": f"127.0.0.1:{ports['gateway']}",
        "GATEWAY_METRICS_LISTEN": f"127.0.0.1:{ports['gateway-metrics']}",
        "GATEWAY_VALKEY_URL": f"redis://localhost:{ports['valkey']}",
        "GATEWAY_IDENTITY_ADDRESS": f"localhost:{ports['identity']}",
        "GATEWAY_ALERTS_ADDRESS": f"localhost:{ports['alerts']}",
        "GATEWAY_CONTENT_ADDRESS": f"localhost:{ports['content']}",
        "GATEWAY_OIDC_URL": f"http://localhost:{ports['keycloak']}/realms/{REALM}",
        "GATEWAY_CLIENT_SECRET": secrets["ISP_WEB_SECRET"],
        "GATEWAY_SESSION_KEY": secrets["GATEWAY_SESSION_KEY"],
        "GATEWAY_STREAM_URL": f"http://localhost:{ports['stream']}/v1/stream",
        "GATEWAY_FILES_URL": f"http://localhost:{ports['content-files']}",
        "GATEWAY_ENGAGEMENT_ADDRESS": f"localhost:{ports['engagement']}",
        "GATEWAY_ANALYTICS_ADDRESS": f"localhost:{ports['analytics']}",
        "GATEWAY_TRAINING_ADDRESS": f"localhost:{ports['training']}",
        "GATEWAY_CORS_ORIGINS": f"http://localhost:{ports['gateway']}",
    }


def command(service: str, role: str) -> tuple[str, ...]:
    """Return what runs a role of a service."""
    return (sys.executable, "-m", f"services.{service}", role)


def program(
    service: str,
    role: str,
    *,
    ports: Ports,
    secrets: Mapping[str, str],
    kind: str,
    folder: Path = DATA,
) -> Program:
    """Return one long-running process."""
    name = name_of(service, role)
    return Program(
        name=name,
        command=command(service, role),
        environment=environment(
            service, role, ports=ports, secrets=secrets, kind=kind, folder=folder
        ),
        folder=CHECKOUT,
        ready=answers_http(f"http://127.0.0.1:{ports[f'{name}-metrics']}/readyz"),
    )
