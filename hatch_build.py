"""The wheel's build hook: the catalogues are compiled before `resources/` is packed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Compiles the catalogues in the source tree, for a wheel and for an editable install alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files."""
        del version, build_data
        sys.path.insert(0, str(Path(self.root)))
        import catalogues

        catalogues.build(Path(self.root) / "resources" / "translations")
