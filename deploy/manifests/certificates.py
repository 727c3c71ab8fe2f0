"""Certificates for the workloads that speak gRPC, where no cert-manager makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from stack.services import MIGRATED, name_of

NAMESPACE: Final = "isp"
VALID: Final = timedelta(days=30)
_SKEW: Final = timedelta(minutes=5)
SERVERS: Final = tuple(sorted(MIGRATED))
"""Services that take gRPC calls."""

CALLERS: Final = {"gateway": "gateway", "identity-work": "identity-work"}
"""Who makes them, each with the name in its certificate: the privacy saga asks all the others."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose signature our processes trust among themselves."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def new(cls, now: datetime) -> "Authority":
        """Make an authority that can sign nothing below another authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _begun(_name("Information Sharing Platform, inside"), key, now)
            .issuer_name(_name("Information Sharing Platform, inside"))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        return cls(certificate, key)

    def certify(self, names: list[str], usage: x509.ObjectIdentifier, now: datetime) -> "Issued":
        """Return a new key with a certificate for one use, either as a server or as a client."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _begun(_name(names[0]), key, now)
            .issuer_name(self.certificate.subject)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False
            )
            .sign(self.key, hashes.SHA256())
        )
        return Issued(certificate, key)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def files(self) -> dict[str, str]:
        """Return both in PEM, by the names that a Secret for TLS has."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return {"tls.crt": _pem(self.certificate), "tls.key": key.decode()}


def names_of(service: str) -> list[str]:
    """Return the names by which a service is called in the cluster."""
    host = f"{service}.{NAMESPACE}"
    return [service, host, f"{host}.svc", f"{host}.svc.cluster.local"]


def contents(now: datetime | None = None) -> Mapping[str, str]:
    """Return every file: `ca.crt`, and for each workload `<workload>/tls.crt` and `tls.key`."""
    moment = now or datetime.now(UTC)
    authority = Authority.new(moment)
    held = {"ca.crt": _pem(authority.certificate)}
    made = {name_of(each, "serve"): (each, ExtendedKeyUsageOID.SERVER_AUTH) for each in SERVERS}
    made |= {each: (name, ExtendedKeyUsageOID.CLIENT_AUTH) for each, name in CALLERS.items()}
    for workload, (name, usage) in made.items():
        issued = authority.certify(names_of(name), usage, moment)
        held |= {f"{workload}/{file}": text for file, text in issued.files().items()}
    return held


def _begun(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
