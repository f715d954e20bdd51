"""Django's own door, for migrations and the shell; everything people use is `gulir` (`python3 run.py gulir --help`)."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Run one of Django's management commands on this checkout."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gulir.config.settings")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
