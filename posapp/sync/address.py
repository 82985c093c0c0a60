"""Which addresses a headquarters may have: TLS everywhere but on this computer."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from posapp.loyalty.errors import Refused


def checked_address(written: str) -> str:
    """The address of a headquarters as it is used, without a slash at its end.

    Raises `Refused`: it is no address, or it is plain ``http`` to another computer, where anybody on the way could
    read members' names.
    """
    try:
        parts = urlsplit(written.strip())
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise Refused.because("sync.address", url=written) from fault
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        raise Refused.because("sync.address", url=written)
    if parts.scheme == "http" and not is_loopback(host):
        raise Refused.because("sync.address_plain", url=written)
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether this name or number can only mean this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
