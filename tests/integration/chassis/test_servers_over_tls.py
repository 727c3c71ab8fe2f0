"""The backing servers over TLS, as production has them: who is believed, and who is not.

NATS speaks it itself. The builds of PostgreSQL and Valkey that are fetched here have no TLS: before
the real server a front decrypts. Elasticsearch is a stand-in that answers one request.
"""

import asyncio
import json
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest
from elastic_transport import TlsError
from limits import parse_many
from nats.errors import Error as NatsError
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from chassis.configuration import BadSetting, Settings
from chassis.jetstream import NatsAccount, connect
from chassis.notices import conninfo
from chassis.postgres.engine import open_engine
from chassis.tls import TlsFolder
from services.content.config import ElasticsearchSettings
from services.content.outbound.elasticsearch.index import open_client
from services.gateway.limits import Rates
from services.gateway.pages.sessions import open_store
from services.gateway.valkey import RATES, database, with_tls
from stack.harness import Harness
from stack.nats import configuration
from stack.obtain import obtain
from stack.places import cache_folder, throw_away_folder
from stack.ports import Ports
from tests.fakes.certificates import TestAuthority
from tests.fakes.tls_front import server_context, tls_before


@pytest.fixture(scope="module")
def authority() -> TestAuthority:
    return TestAuthority()


@pytest.fixture
def tls(authority: TestAuthority, tmp_path: Path) -> TlsFolder:
    return TlsFolder(authority.fill(tmp_path / "ours"))


@pytest.fixture
def of_another(tmp_path: Path) -> TlsFolder:
    return TlsFolder(TestAuthority("another authority").fill(tmp_path / "theirs"))


# NATS


@pytest.fixture
def nats_over_tls(tls: TlsFolder, tmp_path: Path) -> Iterator[int]:
    ports = Ports.free()
    config = tmp_path / "nats.conf"
    encrypted = (
        f'tls {{ cert_file: "{tls.certificate}", key_file: "{tls.key}",'
        f' ca_file: "{tls.authority}", verify: true }}\n'
    )
    plain = configuration(ports["nats"], ports["nats-monitor"], tmp_path / "store")
    config.write_text(encrypted + plain)
    names = ["migrate", "identity", "alerts", "content", "training", "engagement", "analytics"]
    with (tmp_path / "nats.log").open("wb") as log:
        server = subprocess.Popen(
            [str(obtain(cache_folder()).nats), "-c", str(config)],
            env={f"NATS_{each.upper()}_PASSWORD": "a-word" for each in names},
            stderr=log,
        )
    try:
        until = time.monotonic() + 10
        while "Server is ready" not in (tmp_path / "nats.log").read_text():
            assert time.monotonic() < until, (tmp_path / "nats.log").read_text()
            time.sleep(0.05)
        yield ports["nats"]
    finally:
        server.terminate()
        server.wait(10)


def asked(port: int, tls: TlsFolder | None, scheme: str = "tls") -> bool:
    """Sign in to NATS and ask for something; False if that is refused."""

    async def main() -> None:
        account = NatsAccount(
            url=f"{scheme}://localhost:{port}", user="alerts", password="a-word", tls=tls
        )
        client = await asyncio.wait_for(connect(account), 5)
        await client.flush(2)
        await client.close()

    try:
        asyncio.run(main())
    except (NatsError, OSError, TimeoutError):
        return False
    return True


def test_nats_knows_us_and_we_know_it(nats_over_tls: int, tls: TlsFolder) -> None:
    assert asked(nats_over_tls, tls)


def test_nats_of_another_authority_is_not_told_the_password(
    nats_over_tls: int, of_another: TlsFolder
) -> None:
    assert not asked(nats_over_tls, of_another)
    assert not asked(nats_over_tls, None)


def test_nats_that_speaks_no_tls_is_not_told_the_password(servers, tls: TlsFolder) -> None:
    plain = servers.port("nats")

    async def main() -> None:
        account = NatsAccount(
            url=f"tls://localhost:{plain}",
            user="alerts",
            password=servers.secret("nats_alerts"),
            tls=tls,
        )
        await asyncio.wait_for(connect(account), 5)

    with pytest.raises((NatsError, TimeoutError)):
        asyncio.run(main())


# PostgreSQL


def database_over_tls(url: str, port: int, authority: Path) -> str:
    place, _, name = url.rpartition("@")
    database = name.partition("/")[2]
    says = f"sslmode=verify-full&sslrootcert={authority}"
    return f"{place}@localhost:{port}/{database}?{says}"


def through_the_engine(url: str) -> None:
    engine = open_engine(url, process="test", pool=1)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    finally:
        engine.dispose()


def through_the_relay(url: str) -> None:
    with psycopg.connect(conninfo(url, process="test")) as connection:
        assert connection.pgconn.ssl_in_use
        connection.execute("SELECT 1")


@pytest.mark.parametrize("through", [through_the_engine, through_the_relay])
def test_a_database_is_believed_by_its_certificate_only(
    servers,
    new_database,
    tls: TlsFolder,
    of_another: TlsFolder,
    through: Callable[[str], None],
) -> None:
    url = new_database("alerts").app_url
    with tls_before(servers.port("postgres"), tls, demanding=False, postgres=True) as port:
        through(database_over_tls(url, port, tls.authority))
        with pytest.raises((OperationalError, psycopg.OperationalError), match="SSL error"):
            through(database_over_tls(url, port, of_another.authority))


# Valkey


@pytest.fixture(scope="module")
def valkey() -> Iterator[Harness]:
    with (
        throw_away_folder("isp-test-") as folder,
        Harness(folder, servers=frozenset({"valkey"})) as harness,
    ):
        yield harness


def test_valkey_knows_us_and_we_know_it(
    valkey: Harness, tls: TlsFolder, of_another: TlsFolder
) -> None:
    with tls_before(valkey.port("valkey"), tls) as port:
        ours = with_tls(f"rediss://localhost:{port}", tls)
        store = open_store(ours)
        assert store.set("word", "kept")
        assert b"kept" == store.get("word")
        (once,) = parse_many("1/hour")
        assert Rates(database(ours, RATES)).take(once, "somebody") is None
        assert Rates(database(ours, RATES)).take(once, "somebody"), "not counted in Valkey"
        theirs = with_tls(f"rediss://localhost:{port}", of_another)
        with pytest.raises(RedisError):
            open_store(theirs).get("word")
        assert Rates(database(theirs, RATES)).take(once, "somebody") is None, "counted there"


# Elasticsearch


@contextmanager
def elasticsearch(tls: TlsFolder, authorization: str) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers.get("Authorization") == authorization
            body = json.dumps({"status": "green"} if known else {"error": "who?"}).encode()
            self.send_response(200 if known else 401)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = server_context(tls, demanding=False)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"CONTENT_ELASTICSEARCH_API_KEY": "a2V5"}, "ApiKey a2V5"),
        (
            {"CONTENT_ELASTICSEARCH_USER": "content", "CONTENT_ELASTICSEARCH_PASSWORD": "word"},
            "Basic Y29udGVudDp3b3Jk",
        ),
    ],
)
def test_elasticsearch_is_believed_by_its_certificate_and_told_who_asks(
    tls: TlsFolder, of_another: TlsFolder, said: dict[str, str], expected: str
) -> None:
    def status(url: str, authority: TlsFolder) -> str:
        told = {
            "CONTENT_ELASTICSEARCH_URL": url,
            "CONTENT_ELASTICSEARCH_CA_FILE": str(authority.authority),
        }
        found = ElasticsearchSettings.read(Settings(told | said))
        client = open_client(
            found.url, ca_file=found.ca_file, api_key=found.api_key, user=found.user
        )
        return str(client.cluster.health()["status"])

    with elasticsearch(tls, expected) as url:
        assert "green" == status(url, tls)
        with pytest.raises(TlsError):
            status(url, of_another)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"CONTENT_ELASTICSEARCH_CA_FILE": "/none"}, "CONTENT_ELASTICSEARCH_CA_FILE"),
        ({"CONTENT_ELASTICSEARCH_API_KEY_FILE": "/none"}, "CONTENT_ELASTICSEARCH_API_KEY_FILE"),
        ({"CONTENT_ELASTICSEARCH_PASSWORD": "word"}, "CONTENT_ELASTICSEARCH_USER"),
    ],
)
def test_what_is_missing_is_named(said: dict[str, str], named: str) -> None:
    url = {"CONTENT_ELASTICSEARCH_URL": "https://elasticsearch:9200"}
    with pytest.raises(BadSetting) as bad:
        ElasticsearchSettings.read(Settings(url | said))
    assert named == bad.value.name


def test_what_the_address_says_of_valkeys_authority_wins(tls: TlsFolder) -> None:
    said = with_tls("rediss://valkey:6379?ssl_ca_certs=/its/own", tls)
    assert "ssl_ca_certs=%2Fits%2Fown" in said
    assert "redis://valkey:6379" == with_tls("redis://valkey:6379", tls)
    assert ssl.CERT_REQUIRED == tls.client_context().verify_mode
