"""Who is let in where processes speak TLS to each other: real servers, real certificates."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest

from chassis.calls import Authenticator
from chassis.channels import open_channel
from chassis.configuration import Address, BadSetting, Settings
from chassis.health import Health
from chassis.renewing import RenewingChannel
from chassis.server import ServerLimits, build_server, serve
from chassis.tls import TlsFolder
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from stack.ports import Ports
from tests.fakes.certificates import TestAuthority
from tests.fakes.plumbing import MemoryPrincipalRows
from tests.fakes.signing import TestIssuer

SERVICE = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]
LIMITS = ServerLimits(threads=2, finish_seconds=1)


@pytest.fixture(scope="module")
def authority() -> TestAuthority:
    return TestAuthority()


@pytest.fixture
def tls(authority: TestAuthority, tmp_path: Path) -> TlsFolder:
    return folder_of(authority, tmp_path / "ours")


def folder_of(authority: TestAuthority, folder: Path, *hosts: str) -> TlsFolder:
    found = TlsFolder.read(Settings({"ISP_TLS_FOLDER": str(authority.fill(folder, *hosts))}))
    assert found is not None
    return found


@contextmanager
def serving(tls: TlsFolder | None) -> Iterator[int]:
    """A service's server as its process runs it; yields its port."""
    ports, health, stopped = Ports.free(), Health(), threading.Event()
    issuer, rows = TestIssuer(), MemoryPrincipalRows()
    servicer = privacy_pb2_grpc.PrivacyServiceServicer()
    server = build_server(
        authenticator=Authenticator(issuer.verifier(), rows),
        services={
            SERVICE: lambda to: privacy_pb2_grpc.add_PrivacyServiceServicer_to_server(servicer, to)
        },
        limits=LIMITS,
    )
    running = threading.Thread(
        target=serve,
        args=(server,),
        kwargs={
            "listen": Address("localhost", ports["alerts"]),
            "metrics": Address("127.0.0.1", ports["gateway-metrics"]),
            "health_checks": health,
            "limits": LIMITS,
            "tls": tls,
            "stopped": stopped,
        },
    )
    running.start()
    try:
        until = time.monotonic() + 10
        while health.wrong():
            assert time.monotonic() < until
            time.sleep(0.01)
        yield ports["alerts"]
    finally:
        stopped.set()
        running.join()


def code_of(channel: grpc.Channel) -> str:
    """What a call gets: UNAUTHENTICATED if the service itself answered, for there is no token."""
    stub = privacy_pb2_grpc.PrivacyServiceStub(channel)
    with pytest.raises(grpc.RpcError) as raised:
        stub.ExportSubject(privacy_pb2.ExportSubjectRequest(), timeout=5)
    return raised.value.code().name


def in_plaintext(port: int, _: TlsFolder, __: Path) -> grpc.Channel:
    return grpc.insecure_channel(f"localhost:{port}")


def without_certificate(port: int, tls: TlsFolder, _: Path) -> grpc.Channel:
    believing = grpc.ssl_channel_credentials(tls.authority.read_bytes())
    return grpc.secure_channel(f"localhost:{port}", believing)


def of_another_authority(port: int, tls: TlsFolder, folder: Path) -> grpc.Channel:
    certificate, key = TestAuthority().issue("localhost")
    shown = grpc.ssl_channel_credentials(tls.authority.read_bytes(), key, certificate)
    return grpc.secure_channel(f"localhost:{port}", shown)


def test_one_of_us_is_let_in(tls: TlsFolder, authority: TestAuthority, tmp_path: Path) -> None:
    caller = folder_of(authority, tmp_path / "caller", "gateway")
    with serving(tls) as port, open_channel(f"localhost:{port}", SERVICE, tls=caller) as channel:
        assert "UNAUTHENTICATED" == code_of(channel)


@pytest.mark.parametrize("stranger", [in_plaintext, without_certificate, of_another_authority])
def test_a_stranger_is_refused(
    tls: TlsFolder, tmp_path: Path, stranger: Callable[[int, TlsFolder, Path], grpc.Channel]
) -> None:
    with serving(tls) as port, stranger(port, tls, tmp_path) as channel:
        assert "UNAVAILABLE" == code_of(channel)


def test_a_server_of_another_authority_is_not_told_anything(tls: TlsFolder, tmp_path: Path) -> None:
    impostor = folder_of(TestAuthority(), tmp_path / "impostor")
    with serving(impostor) as port, open_channel(f"localhost:{port}", tls=tls) as channel:
        assert "UNAVAILABLE" == code_of(channel)


def test_a_server_with_another_servers_name_is_not_told_anything(
    tls: TlsFolder, authority: TestAuthority, tmp_path: Path
) -> None:
    other = folder_of(authority, tmp_path / "other", "content")
    with serving(other) as port, open_channel(f"localhost:{port}", tls=tls) as channel:
        assert "UNAVAILABLE" == code_of(channel)


def test_a_server_in_plaintext_is_not_told_anything(tls: TlsFolder) -> None:
    with serving(None) as port, open_channel(f"localhost:{port}", tls=tls) as channel:
        assert "UNAVAILABLE" == code_of(channel)


def shown_by(port: int, tls: TlsFolder) -> bytes | None:
    """The certificate that a server shows to a new connection."""
    context = tls.client_context()
    context.set_alpn_protocols(["h2"])
    with (
        socket.create_connection(("localhost", port), timeout=5) as line,
        context.wrap_socket(line, server_hostname="localhost") as encrypted,
    ):
        return encrypted.getpeercert(binary_form=True)


def test_a_server_shows_its_new_certificate_when_the_files_were_renewed(
    tls: TlsFolder, authority: TestAuthority, tmp_path: Path
) -> None:
    asking = folder_of(authority, tmp_path / "asking")
    with serving(tls) as port:
        before = shown_by(port, asking)
        assert before == shown_by(port, asking)
        authority.fill(tls.folder)
        renewed = ssl.PEM_cert_to_DER_cert(tls.certificate.read_text())
        assert renewed == shown_by(port, asking) != before


def test_a_server_keeps_what_it_has_while_the_new_files_do_not_fit_together(
    tls: TlsFolder, authority: TestAuthority, tmp_path: Path
) -> None:
    asking = folder_of(authority, tmp_path / "asking")
    with serving(tls) as port:
        before = shown_by(port, asking)
        _, key = authority.issue("localhost")
        tls.key.unlink()
        tls.key.write_bytes(key)
        assert before == shown_by(port, asking)
        tls.key.unlink()
        assert before == shown_by(port, asking)


def test_a_stub_goes_on_when_authority_and_certificates_were_replaced(
    tls: TlsFolder, authority: TestAuthority, tmp_path: Path
) -> None:
    caller = folder_of(authority, tmp_path / "caller")
    with serving(tls) as port:
        channel = RenewingChannel(
            lambda: grpc.secure_channel(f"localhost:{port}", caller.channel_credentials()),
            caller,
            look=0,
        )
        stub = privacy_pb2_grpc.PrivacyServiceStub(channel)

        def code() -> str:
            with pytest.raises(grpc.RpcError) as raised:
                stub.ExportSubject(privacy_pb2.ExportSubjectRequest(), timeout=5)
            return raised.value.code().name

        assert "UNAUTHENTICATED" == code()
        successor = TestAuthority()
        successor.fill(tls.folder)
        successor.fill(caller.folder)
        assert "UNAUTHENTICATED" == code()
        authority.fill(caller.folder)
        assert "UNAVAILABLE" == code()
        channel.close()


@pytest.mark.parametrize("missing", ["tls.crt", "tls.key", "ca.crt"])
def test_a_missing_file_is_named(tls: TlsFolder, missing: str) -> None:
    (tls.folder / missing).unlink()
    with pytest.raises(BadSetting) as bad:
        TlsFolder.read(Settings({"ISP_TLS_FOLDER": str(tls.folder)}))
    assert f"setting ISP_TLS_FOLDER: {missing} cannot be read: No such file or directory" == str(
        bad.value
    )


def test_a_key_of_another_certificate_is_refused(tls: TlsFolder, authority: TestAuthority) -> None:
    tls.key.unlink()
    tls.key.write_bytes(authority.issue("localhost")[1])
    with pytest.raises(BadSetting, match="ISP_TLS_FOLDER"):
        TlsFolder.read(Settings({"ISP_TLS_FOLDER": str(tls.folder)}))


def test_without_the_setting_there_is_plaintext() -> None:
    assert TlsFolder.read(Settings({})) is None
