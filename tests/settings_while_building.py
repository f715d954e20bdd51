"""The product's settings without the packages that do not exist yet; goes when they are all there."""

from __future__ import annotations

from pathlib import Path

from gulir.config import settings as product

globals().update({name: value for name, value in vars(product).items() if name.isupper()})
INSTALLED_APPS = [
    name
    for name in product.INSTALLED_APPS
    if not name.startswith("gulir.")
    or (Path(product.__file__).parents[1] / name.split(".")[1] / "__init__.py").exists()
]
