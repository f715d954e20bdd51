"""The demonstration: the board of Karang Anyar with two years of books, all of it invented.

`prepare` builds it in a folder of its own and uses it again later; `build` lives through the two years in the
database in use; `logins` are those that are printed.
"""

from __future__ import annotations

from gulir.cli.demo.build import EDITION, DemoMade, Login, build, logins
from gulir.cli.demo.place import MARK, prepare

__all__ = ["EDITION", "MARK", "DemoMade", "Login", "build", "logins", "prepare"]
