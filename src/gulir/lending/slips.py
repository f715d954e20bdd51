"""The code on a member's slip: whoever has no login tells with it what reached the hand, from any phone.

The code is made of the share and the house's own key, so it is kept nowhere and cannot be guessed: fifty bits, of which
only the shares that still wait are right. Whoever paid the money out never prints it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from gulir.base.fields import blind
from gulir.lending.models import Arrival, Share

__all__ = ["VALID_DAYS", "share_of_slip", "slip_code"]

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's letters: none that is read for another."""
LENGTH = 10
VALID_DAYS = 90
MEANT = str.maketrans("OIL", "011")


def slip_code(share: Share) -> str:
    """The ten letters of a share's slip, in two halves."""
    number = int(blind(str(share.pk), field="lending.slip"), 16)
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def share_of_slip(text: str, *, on: date) -> Share | None:
    """The share whose slip says this and whose member has not told yet; capitals, dashes and look-alikes forgiven."""
    said = re.sub(r"[\s-]", "", text).upper().translate(MEANT)
    if len(said) != LENGTH:
        return None
    told = Arrival.objects.filter(loan=OuterRef("loan"), person=OuterRef("person"))
    waiting = Share.objects.filter(
        ~Exists(told), live=True, person__isnull=False, loan__withdrawn=False,
        loan__disbursed_on__gte=on - timedelta(days=VALID_DAYS),
    ).exclude(loan__arrival="old")  # fmt: skip
    rows = waiting.select_related("loan", "person")
    return next((share for share in rows if slip_code(share).replace("-", "") == said), None)
