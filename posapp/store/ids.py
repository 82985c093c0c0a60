"""Names that a shop's file gives itself. Chance lives at the edges, and this is one."""

from __future__ import annotations


def random_till_id() -> str:
    """``T`` and 60 random bits in hexadecimal: two tills of one chain never meet under one name."""
    import secrets  # no start needs it

    return "T" + secrets.token_hex(8)[:15]
