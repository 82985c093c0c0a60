"""What a device must be able to do, and how one is found. One file for each device; the folder is the list.

A device lives outside the window and outside the store: it is slow, it is unplugged, it lies. So nothing here ever
raises at a sale for want of a device, and nothing waits for one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

SOUNDS = ("scan", "refused")
"""What can be heard: a soft click for a scan, a lower one for a refusal."""


class Sounds(Protocol):
    """Plays the till's two sounds."""

    def play(self, name: str) -> None:
        """Begin one of `SOUNDS` and return at once; silence where this machine cannot."""

    def close(self) -> None:
        """Stop, and let go of whatever was held."""


Factory = TypeVar("Factory", bound=Callable[..., object])
_DEVICES: dict[tuple[str, str], Callable[..., object]] = {}


def device(kind: str, name: str) -> Callable[[Factory], Factory]:
    """Register a device: ``@device("sounds", "speaker")``."""

    def register(factory: Factory) -> Factory:
        _DEVICES[kind, name] = factory
        return factory

    return register


def find_devices(kind: str) -> dict[str, Callable[..., object]]:
    """Every device of a kind, by name: what `posapp.devices` holds."""
    import importlib
    import pkgutil

    from posapp import devices

    for module in pkgutil.iter_modules(devices.__path__):
        importlib.import_module(f"{devices.__name__}.{module.name}")
    return {name: factory for (known, name), factory in sorted(_DEVICES.items()) if known == kind}
