"""Builds the process that serves packages, for `bootstrap.py`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from granian.constants import HTTPModes, Interfaces
from sqlalchemy import Engine

from chassis.configuration import Settings
from chassis.health import Health, HealthServer
from chassis.logs import start_logging
from chassis.postgres.engine import open_engine
from chassis.process import end_with_parent
from chassis.roles import database_check
from chassis.service_settings import ServiceSettings
from chassis.storage.settings import storage_settings
from chassis.termination import last_words_said
from chassis.wsgi_serving import Server, closing_with, hear_every_signal
from services.training.config_packages import launch_key, package_origins, packages_listen
from services.training.inbound.packages_http import PackagesApp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed.wsgi import WSGIApplication

THREADS: Final = 16
VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"


def parts(
    settings: Settings,  # noqa: ARG001 - for the parts to come
    engine: Engine,  # noqa: ARG001 - as above
) -> "Mapping[str, WSGIApplication]":
    """Return what stands at a package's origin, by how its path begins.

    Whoever adds a part adds one line here, as `"/xapi/": xapi_app(settings, engine)`.
    """
    return {}


def packages_app(settings: Settings) -> tuple["WSGIApplication", ServiceSettings, Health]:
    """Return the application that serves packages, and what its process says of itself."""
    service = ServiceSettings.read(settings, "training")
    engine = open_engine(service.database_url, process="training-packages")
    app = PackagesApp(origins=package_origins(settings), parts=parts(settings, engine))
    health = Health(service.drain_seconds)
    health.check("database", database_check(engine, VERSIONS))
    return closing_with(app, health), service, health


def packages_worker() -> "WSGIApplication":
    """Return the application of the serving process, with its health beside it."""
    end_with_parent()
    hear_every_signal()
    start_logging("training", os.environ.get("ISP_LOG_LEVEL", "INFO"))
    with last_words_said():
        app, service, health = packages_app(Settings())
        HealthServer(service.metrics_listen, health).start()
        health.ready()
    return app


def packages(environment: Settings) -> None:
    """Serve packages until told to stop: one process with threads; more of it is more replicas."""
    # What is missing is said here, before a process is started.
    ServiceSettings.read(environment, "training")
    package_origins(environment)
    launch_key(environment)
    storage_settings(environment, "training")
    listen = packages_listen(environment)
    Server(
        "services.training.bootstrap_packages:packages_worker",
        factory=True,
        address=listen.host,
        port=listen.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=1,
        blocking_threads=THREADS,
        backpressure=THREADS * 4,
        respawn_failed_workers=True,
        workers_kill_timeout=25,
        websockets=False,
        log_level="warning",  # type: ignore[arg-type] # the enum's own value
    ).serve()
