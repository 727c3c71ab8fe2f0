"""Certificates for workloads: real gRPC takes them, from the right authority and for one use."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import grpc
import pytest
from cryptography import x509

from deploy.manifests.certificates import CALLERS, VALID, contents, names_of
from stack.services import PROCESSES, name_of

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def made() -> Mapping[str, str]:
    return contents(NOW)


def test_everybody_who_speaks_grpc_has_one(made: Mapping[str, str]) -> None:
    speakers = {name_of(service, "serve") for service, _ in PROCESSES} | set(CALLERS)
    files = {f"{name}/{file}" for name in speakers for file in ("tls.crt", "tls.key")}
    assert {"ca.crt", *files} == set(made)


def test_it_names_a_service_as_it_is_called_and_ends_with_the_month(
    made: Mapping[str, str],
) -> None:
    certificate = x509.load_pem_x509_certificate(made["alerts-serve/tls.crt"].encode())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names_of("alerts") == names.get_values_for_type(x509.DNSName)
    assert certificate.not_valid_after_utc == (NOW + VALID).replace(microsecond=0)
    assert certificate.not_valid_before_utc < NOW - timedelta(minutes=4)


def call(
    server: Mapping[str, str],
    client: Mapping[str, str],
    *,
    serving: str = "alerts-serve",
    calling: str = "gateway",
) -> str:
    """Serve with one certificate, call with another; return the answer or the status."""
    worker = grpc.server(ThreadPoolExecutor(1))
    echo = grpc.unary_unary_rpc_method_handler(lambda asked, _: asked)
    worker.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler("test.Echo", {"Say": echo}),)
    )
    pair = (server[f"{serving}/tls.key"].encode(), server[f"{serving}/tls.crt"].encode())
    port = worker.add_secure_port(
        "localhost:0",
        grpc.ssl_server_credentials([pair], server["ca.crt"].encode(), require_client_auth=True),
    )
    worker.start()
    credentials = grpc.ssl_channel_credentials(
        client["ca.crt"].encode(),
        client[f"{calling}/tls.key"].encode(),
        client[f"{calling}/tls.crt"].encode(),
    )
    options = [("grpc.ssl_target_name_override", "alerts")]
    try:
        with grpc.secure_channel(f"localhost:{port}", credentials, options) as channel:
            say = channel.unary_unary("/test.Echo/Say")
            return bytes(say(b"hello", timeout=5)).decode()
    except grpc.RpcError as error:
        return str(error.code().name)
    finally:
        worker.stop(None).wait()


@pytest.mark.parametrize("calling", sorted(CALLERS))
def test_a_caller_is_let_in(made: Mapping[str, str], calling: str) -> None:
    assert "hello" == call(made, made, calling=calling)


@pytest.mark.parametrize(
    ("serving", "calling"), [("alerts-serve", "content-serve"), ("content-serve", "gateway")]
)
def test_a_service_cannot_call_nor_answer_in_another_s_place(
    made: Mapping[str, str], serving: str, calling: str
) -> None:
    assert "UNAVAILABLE" == call(made, made, serving=serving, calling=calling)


def test_another_authority_s_certificate_is_refused(made: Mapping[str, str]) -> None:
    stranger = {**contents(NOW), "ca.crt": made["ca.crt"]}
    assert "UNAVAILABLE" == call(made, stranger)
