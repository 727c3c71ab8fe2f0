"""The cluster's own certificate authority, and who may call its API as whom.

All of it is made anew for each cluster, is good for two days, and dies with the cluster's folder.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.cluster.addresses import API, API_SERVICE, DOMAIN, NODE, NODE_ADDRESS

CALLERS: Final = {
    "admin": ("cluster-admin", "system:masters"),
    "controllers": ("system:kube-controller-manager", ""),
    "scheduler": ("system:kube-scheduler", ""),
    "kubelet": (f"system:node:{NODE}", "system:nodes"),
    "proxy": ("system:kube-proxy", ""),
    "policies": ("policy-double", "system:masters"),
}
"""Each caller's name and group, as its certificate says them."""

_NAMES: Final = ("localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc")
_ADDRESSES: Final = ("127.0.0.1", NODE_ADDRESS, API_SERVICE)


class Authority:
    """Signs what the cluster's parts know each other by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "isp-cluster")])
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        certificate = _draft(self._name, self._name, self._key).add_extension(
            constraints, critical=True
        )
        self._write("ca.crt", _pem(certificate.sign(self._key, hashes.SHA256())))

    def sign_all(self) -> None:
        """Make the servers' certificates, the key of service accounts, and every caller's."""
        self._sign_server("api", "kube-apiserver")
        self._sign_server("node", NODE)  # the kubelet, which the API server asks for logs
        accounts = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._write("accounts.key", _private(accounts))
        public = accounts.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self._write("accounts.pub", public)
        for name, (user, group) in CALLERS.items():
            self._sign_caller(name, user, group)

    def _sign_server(self, name: str, subject: str) -> None:
        names = [x509.DNSName(each) for each in (*_NAMES, f"{_NAMES[-1]}.{DOMAIN}")]
        addresses = [x509.IPAddress(ip_address(each)) for each in _ADDRESSES]
        self._sign(
            name,
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]),
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
            x509.SubjectAlternativeName([*names, *addresses]),
        )

    def _sign_caller(self, name: str, user: str, group: str) -> None:
        said = [x509.NameAttribute(NameOID.COMMON_NAME, user)]
        if group:
            said.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, group))
        self._sign(name, x509.Name(said), x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]))
        where = {"server": API, "certificate-authority": str(self._folder / "ca.crt")}
        who = {
            "client-certificate": str(self._folder / f"{name}.crt"),
            "client-key": str(self._folder / f"{name}.key"),
        }
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "isp", "cluster": where}],
            "users": [{"name": name, "user": who}],
            "contexts": [{"name": name, "context": {"cluster": "isp", "user": name}}],
            "current-context": name,
        }
        self._write(f"{name}.conf", yaml.safe_dump(config).encode())

    def _sign(self, name: str, subject: x509.Name, *extensions: x509.ExtensionType) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _draft(subject, self._name, key)
        for each in extensions:
            certificate = certificate.add_extension(each, critical=False)
        self._write(f"{name}.crt", _pem(certificate.sign(self._key, hashes.SHA256())))
        self._write(f"{name}.key", _private(key))

    def _write(self, name: str, data: bytes) -> None:
        file = self._folder / name
        file.touch(mode=0o600)
        file.write_bytes(data)


def _draft(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=2))
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
