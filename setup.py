"""What a wheel carries beside the package itself: `reference/` and `locale/`, which lie next to `src/` in a checkout.

Both go into the package, where the product looks for them first; the catalogues are compiled on the way, because Django
reads only the compiled form. Everything else about the build stands in `pyproject.toml`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
BESIDE = ("reference", "locale")


class BuildWhole(build_py):
    """The package with its reference and its catalogues; an editable install finds both in the checkout."""

    def run(self) -> None:
        """Copy both folders as they are now: nothing of an earlier build stays in them."""
        super().run()
        if self.editable_mode:
            return
        package = Path(self.build_lib) / "gulir"
        for name in BESIDE:
            shutil.rmtree(package / name, ignore_errors=True)
            shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("*.mo", "*.mo.*"))
        sys.path.insert(0, str(ROOT / "tools"))
        from catalogues import compile_catalogue

        for catalogue in sorted((package / "locale").rglob("*.po")):
            compile_catalogue(catalogue)


setup(cmdclass={"build_py": BuildWhole})
