"""What tests that need real servers stand on: started once, shared, each test with its own data."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import count

import pytest
import structlog
from hypothesis import settings
from psycopg import sql
from xdist.workermanage import parse_tx_spec_config

from chassis.postgres.engine import open_engine
from chassis.postgres.migrate import migrate
from stack import postgres
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.story.front import Front
from tests.side_by_side import SideBySide

_NUMBERS = count(1)

# A test that fails because the machine was busy says nothing.
settings.register_profile("isp", deadline=None)
settings.load_profile("isp")

# An error that a test makes on purpose is told plainly: a frame's values, drawn and coloured, take
# longer than the test.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)


# What is imported and collected stays until the end: no look for garbage would find any.
gc.disable()


def pytest_collection_finish() -> None:
    """Leave what was collected out of each later look for garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_xdist_make_scheduler(config: pytest.Config) -> SideBySide:
    """Divide the tests as `make test` does, wherever `pytest -n` is said."""
    return SideBySide(len(parse_tx_spec_config(config)))


@pytest.fixture(scope="session")
def servers() -> Iterator[Harness]:
    """PostgreSQL and NATS, with nothing in them."""
    with (
        throw_away_folder("isp-test-") as folder,
        Harness(folder, servers=frozenset({"postgres", "nats"})) as harness,
    ):
        yield harness


@pytest.fixture(scope="session")
def platform() -> Iterator[Harness]:
    """The whole platform: real servers, all processes, demonstration people."""
    with (
        throw_away_folder("isp-test-") as folder,
        Harness(folder, with_services=True) as harness,
    ):
        yield harness


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The real Elasticsearch, with nothing in it."""
    with (
        throw_away_folder("isp-test-") as folder,
        Harness(folder, servers=frozenset({"elasticsearch"})) as harness,
    ):
        if harness.platform.servers.elasticsearch is None:
            pytest.skip("Elasticsearch needs a JDK 21 or newer: name one in ISP_JAVA_HOME")
        yield f"http://localhost:{harness.port('elasticsearch')}"


@pytest.fixture(scope="session")
def front(platform: Harness) -> Front:
    """The front of the platform."""
    ports = platform.platform.ports
    return Front.at(ports, platform.secret("ISP_WEB_SECRET"), platform.platform.mails)


@dataclass(frozen=True)
class Database:
    """A migrated database of a service, as its owner and as its application."""

    name: str
    owner_url: str
    app_url: str


@pytest.fixture(scope="session")
def new_database(servers: Harness) -> Callable[[str], Database]:
    """Makes a fresh, migrated database of a service, from a template made once."""
    port, password = servers.port("postgres"), servers.secret("postgres")
    templates: dict[str, str] = {}

    def urls(service: str, name: str) -> Database:
        owner, app = (
            f"postgresql+psycopg://{service}_{kind}:{servers.secret(f'{service}_{kind}')}"
            f"@localhost:{port}/{name}"
            for kind in ("owner", "app")
        )
        return Database(name, owner, app)

    def create(service: str, name: str, template: str) -> None:
        with postgres.connect(port, password) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name),
                    sql.Identifier(f"{service}_owner"),
                    sql.Identifier(template),
                )
            )

    def make(service: str) -> Database:
        if service not in templates:
            template = f"{service}_template"
            create(service, template, "template0")
            versions = import_module(f"services.{service}.bootstrap").VERSIONS
            engine = open_engine(urls(service, template).owner_url, process="test", pool=1)
            migrate(engine, service_versions=versions, app_role=f"{service}_app")
            engine.dispose()
            templates[service] = template
        name = f"{service}_{next(_NUMBERS)}"
        create(service, name, templates[service])
        return urls(service, name)

    return make
