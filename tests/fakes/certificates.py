"""A certificate authority of a test, which lays out folders as cert-manager does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_NOW = datetime.now(UTC)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


class TestAuthority:
    """Issues certificates for host names. Two of them do not believe each other."""

    __test__ = False

    def __init__(self, name: str = "authority of a test") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        self.certificate = (
            self._begun(self._name, self._key)
            .add_extension(constraints, critical=True)
            .sign(self._key, hashes.SHA256())
            .public_bytes(serialization.Encoding.PEM)
        )

    def _begun(self, of: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(of)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_NOW - timedelta(minutes=5))
            .not_valid_after(_NOW + timedelta(hours=6))
        )

    def issue(self, *hosts: str) -> tuple[bytes, bytes]:
        """Return a certificate for these hosts, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.DNSName(each) for each in hosts])
        certificate = (
            self._begun(_name(hosts[0]), key)
            .add_extension(names, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return certificate.public_bytes(serialization.Encoding.PEM), _pem(key)

    def fill(self, folder: Path, *hosts: str) -> Path:
        """Lay out a folder, or renew all of one at once, as a mounted Secret is; return it."""
        folder.mkdir(exist_ok=True)
        certificate, key = self.issue(*(hosts or ("localhost",)))
        version = folder / f"..{x509.random_serial_number()}"
        version.mkdir()
        files = {"tls.crt": certificate, "tls.key": key, "ca.crt": self.certificate}
        for name, content in files.items():
            (version / name).write_bytes(content)
            if not (folder / name).is_symlink():
                (folder / name).symlink_to(Path("..data") / name)
        fresh = folder / "..data_tmp"
        fresh.symlink_to(version.name)
        fresh.replace(folder / "..data")
        return folder
