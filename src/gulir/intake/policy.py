"""Who may bring files in, and who may undo that."""

from __future__ import annotations

from gulir.base.policy import holds

__all__ = ["BRING_IN", "SEE"]

BRING_IN = holds("upk_manager", "bookkeeper", "secretary", "coordinator")
"""Those who keep the books or the lists; each kind of file also asks the right of the act behind it."""

SEE = BRING_IN | holds("cashier", "loan_officer", "trustee", "overseer", "auditor")
"""Those who may see what was brought in."""
