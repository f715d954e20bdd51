"""At which stage an application and its loan stand: what must be so before a form says anything true."""

from __future__ import annotations

from gulir.papers.loan_file.values import LoanFile

__all__ = ["NEVER", "STAGES", "stages"]

NEVER = "never"
STAGES = (
    "asked", "grouped", "peopled", "visited", "decided", "granted", "payable", "lent", "handed", "shared", "repaid",
    "late", "hard", "renewable", "rescheduled", "written_off", "settled", "punctual",
)  # fmt: skip

HARD = 3
"""The class from which a loan is dealt with beyond letters: rescheduled or laid before the residents (domain 3.11)."""


def stages(file: LoanFile) -> frozenset[str]:
    """Everything that is so of this file.

    `asked`: there is an application. `grouped`: the KSM is known here, and `peopled` the members who borrow.
    `visited`, `decided`, `granted`: as far as the application came; a loan was granted. `lent`: there is a loan.
    `payable` and `handed`: the same two, unless it only carries on another loan and no money was in anybody's hand.
    `shared`: its members' parts are known. `repaid`: at least one payment stands. `late`: something is owed past its
    day, and `hard`: the loan is in class 3 or worse; `renewable`: it never got a new schedule before. The last four are
    how a loan ends; `punctual` is one settled whose every instalment came in time.
    """
    asked, lent = file.asked, file.lent
    so = {
        "asked": asked is not None,
        "grouped": file.formed_on is not None,
        "peopled": bool(file.members),
        "visited": asked is not None and asked.verified is not None,
        "decided": asked is not None and asked.state in ("approved", "disbursed", "rejected"),
        "granted": lent is not None or (asked is not None and asked.state == "approved"),
        "lent": lent is not None,
        "handed": lent is not None and not lent.carries_on,
        "shared": lent is not None and any(member.share for member in file.members),
        "repaid": lent is not None and bool(lent.paid),
        "late": lent is not None and lent.letter is not None,
        "hard": lent is not None and lent.state == "active" and lent.collectibility >= HARD,
    }
    so["payable"] = so["granted"] and not (lent is not None and lent.carries_on)
    so["renewable"] = so["hard"] and so["handed"]
    if lent is not None:
        so |= {lent.state: True, "punctual": lent.state == "settled" and lent.punctual}
    return frozenset(name for name in STAGES if so.get(name))
