"""Long work: how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called now and then with what is done and what there is in all, in steps of no meaning but their ratio. It stops the
work by raising: whatever was half done is then taken away, and the exception comes out."""


def silent(_done: int, _of: int) -> None:
    """For those who do not look."""
