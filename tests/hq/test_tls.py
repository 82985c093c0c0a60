"""Over TLS, with a certificate of headquarters' own that the till was told to trust."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from posapp.sync.http import HttpTransport
from posapp.sync.signatures import Request
from tests.hq.running import headquarters


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "headquarters")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return chain, private


def test_a_certificate_that_is_not_trusted_is_silence_and_one_that_is_answers(tmp_path: Path) -> None:
    chain, private = _certificate(tmp_path)
    question = Request("/nowhere", b"")
    with headquarters(tmp_path, "--certificate", str(chain), "--private-key", str(private)) as running:
        assert running.address.startswith("https://")
        with HttpTransport(running.address) as stranger:
            assert stranger(question) is None
        with HttpTransport(running.address, verify=str(chain)) as trusting:
            answer = trusting(question)
    assert answer is not None
    assert answer.status in (401, 404)
