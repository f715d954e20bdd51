"""What waits in the outbox leaves the house: here by files in a folder, from which any other program may take them.

At least once: a row is marked as sent after its file is in place; a stop in between sends it again under the same name.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from gulir.base.models import Outbox

__all__ = ["send_waiting"]

MOST = 500


def send_waiting(folder: Path, *, at: datetime) -> int:
    """Write what waits as one JSON file each, oldest first; gives how many were sent."""
    waiting = list(Outbox.objects.filter(sent_at=None).select_related("book").order_by("id")[:MOST])
    if waiting:
        folder.mkdir(parents=True, exist_ok=True)
    for row in waiting:
        body = {"id": row.pk, "board": row.book.code, "kind": row.kind, "payload": row.payload}
        half = folder / f".{row.pk:010d}.part"
        half.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
        half.replace(folder / f"{row.pk:010d}-{row.kind}.json")
        row.sent_at, row.tries = at, row.tries + 1
        row.save(update_fields=["sent_at", "tries"])
    return len(waiting)
