"""That a backup was made or brought back is a fact in the installation's own book, for everyone to know."""

from __future__ import annotations

from gulir.base.commands import Act, Result, command
from gulir.base.policy import holds
from gulir.core.facts.access import BackupMade, BackupRestored

__all__ = ["record_backup", "record_restore"]

KEEPS_HOUSE = holds("city_coordinator")
"""At the command line it is the founding actor, who stays founder of the installation's own book for ever."""


@command("care.record_backup", may=KEEPS_HOUSE)
def record_backup(act: Act, *, sha256: str, facts: int) -> Result:
    """Tell that a copy of everything was made."""
    act.tell(BackupMade(sha256=sha256, facts=facts))
    return {"sha256": sha256, "facts": facts}


@command("care.record_restore", may=KEEPS_HOUSE)
def record_restore(act: Act, *, sha256: str, facts: int) -> Result:
    """Tell that the books were brought back from a copy."""
    act.tell(BackupRestored(sha256=sha256, facts=facts))
    return {"sha256": sha256, "facts": facts}
