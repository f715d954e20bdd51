"""The bad texts of the forms that came with loans and groups: pledges, exceptions, kin, covers, arrivals, the KSM's own
meetings and rules, visits, logins, and what is put before a meeting.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from gulir.base.reference import rule_definitions
from gulir.community.models import Group
from gulir.core.rules import RuleType
from gulir.web import member_forms
from gulir.web.arrivals import forms as arrivals
from gulir.web.arrivals import slips
from gulir.web.calls import forms as calls
from gulir.web.covers import forms as covers
from gulir.web.members import meeting_sheet, meetings
from gulir.web.officers import (
    endings,
    exceptions,
    handling,
    kin,
    loan_acts,
    members,
    products,
    restructurings,
    stopping,
    waiting,
)
from gulir.web.overseers import seconds
from gulir.web.peers import forms as peers
from gulir.web.replies import ReplyForm
from gulir.web.secretariat import logins, people
from gulir.web.trustees import agenda, values
from tests.web.doors.bad_texts import (
    MISSING,
    NO_CHOICE,
    NO_DAY,
    NOBODY,
    NOT_COUNTS,
    NOT_DAYS,
    NOT_MONEY,
    NUL,
    PEOPLE,
    SIBLING,
    TEXT_200,
    Bad,
    Made,
    choices,
    long,
    plain,
    same,
)

__all__ = ["BAD", "FORMS"]

MEETING = SimpleNamespace(pk=NOBODY, number="RPT-2026-001", held_on=date(2026, 1, 5))
MEMBER: Any = SimpleNamespace(person=NOBODY, name="Siti")
RECEIPT: Any = SimpleNamespace(pk=NOBODY, receipt="KW-1", received_on=date(2026, 1, 5), amount=5000)
SHARE: Any = SimpleNamespace(pk=1, person=SimpleNamespace(name="Siti"), person_id=NOBODY)
LOAN: Any = SimpleNamespace()
PROMISE: Any = SimpleNamespace(id=5, who="Ketua", said="Mengisi buku")
JPEG = b"\xff\xd8\xff a photo"
PHOTOS = {"teks.jpg": b"not a photo", "gambar.gif": b"GIF89a", "kosong.png": b"\x89PN", "besar.jpg": JPEG * 600_000}
"""Files that are no photo of a visit, by name."""


def visit(corrects: bool = False) -> Any:
    """The form of a visit that looks at the use of a loan; a photo is given as the name of a file above."""

    def made(data: Mapping[str, Any]) -> forms.Form:
        files = MultiValueDict(
            {
                name: [SimpleUploadedFile(value, PHOTOS.get(value, JPEG))]
                for name, value in data.items()
                if "photo" in name and value
            }
        )
        told = {name: value for name, value in data.items() if name not in files}
        return calls.VisitForm(
            told, files, members=[MEMBER], promises=[PROMISE], loan=LOAN, shares=[SHARE], corrects=corrects,
        )  # fmt: skip

    return made


def lent(data: Mapping[str, Any]) -> forms.Form:
    """A row for a new loan out of the box, with the members to choose from."""
    form = meeting_sheet.LentForm(dict(data))
    form.fields["person"].choices = [("", "-"), *PEOPLE]  # type: ignore[attr-defined]
    return form


def promised(data: Mapping[str, Any]) -> forms.Form:
    """A row for a new promise, with the members to choose from."""
    form = meeting_sheet.PromisedForm(dict(data))
    form.fields["person"].choices = [("", "-"), *PEOPLE]  # type: ignore[attr-defined]
    return form


def renewed(data: Mapping[str, Any]) -> forms.Form:
    """The proposal of a new schedule, for a loan whose members are read from a list."""
    shares: Any = SimpleNamespace(
        filter=lambda **_: SimpleNamespace(select_related=lambda *_: SimpleNamespace(order_by=lambda *_: [SHARE]))
    )
    loan: Any = SimpleNamespace(shares=shares)
    return restructurings.ProposalForm(loan, dict(data))


def proposal(kind: RuleType) -> Any:
    """The proposal of another value for the first rule of a type that may be changed."""
    found = next(d for d in rule_definitions() if d.type is kind and d.changeable)
    now = dict.fromkeys(found.choices, 0)
    return plain(values.ProposalForm, definition=found, now=now)


SHARES = next(d for d in rule_definitions() if d.type is RuleType.SHARES)
SIGHTS = ("books", "cash", "savings", "rules", "meeting")
PAIR = [Group(pk=NOBODY, name="Melati"), Group(pk=SIBLING, name="Mawar")]

FORMS: Made = {
    "mentoring offered": (
        plain(peers.OfferForm, groups=PAIR), {"mentor": NOBODY, "mentee": SIBLING, "topics": "Buku kas"},
    ),
    "mentoring agreed": (plain(peers.AgreeForm, groups=PAIR), {"group": NOBODY}),
    "mentoring session": (
        plain(peers.SessionForm, mentee="Mawar", begun=date(2026, 1, 1), today=date(2026, 3, 2)),
        {"held_on": "2026-03-02", "came": "4", "shown": "Mengisi buku"},
    ),
    "mentoring session back": (plain(peers.BackForm), {"reason": "Bukan hari itu"}),
    "mentoring ended": (plain(peers.EndForm), {"reason": "Sudah bisa"}),
    # ------------------------------------------------------------ before a loan
    "pledge": (plain(members.PledgeForm, found=PEOPLE), {"people": [NOBODY], "signed_on": "2026-01-05"}),
    "member form": (
        plain(member_forms.MemberFormForm),
        {"amount": "500000", "business": "warung", "business_since": "2020", "workers": "1", "capital": "",
         "turnover": "", "costs": "", "other_income": "", "living_costs": "", "other_instalments": "",
         "dependants": "2"},
    ),
    "exception": (plain(exceptions.AllowForm), {"reason": "anaknya ikut bekerja"}),
    "put first": (
        plain(waiting.FirstForm, found=[(NOBODY, "PGJ-1")]), {"application": NOBODY, "reason": "pasar dekat"},
    ),
    "kin": (plain(kin.KinForm, found=PEOPLE), {"other": NOBODY, "relation": "spouse"}),
    "leave to lend": (plain(stopping.LeaveForm), {"until": "2026-12-31", "reason": "musim tanam"}),
    "stop": (plain(stopping.StopForm), {"reason": "kas tidak cocok"}),
    "amount of a sheet": (plain(products.AmountForm), {"jumlah": "1000000"}),
    # ------------------------------------------------------------ a loan that runs, is late, ends
    "held money": (plain(loan_acts.AmountForm), {"amount": "5000"}),
    "repayment undone": (plain(loan_acts.ReasonForm), {"reason": "salah catat"}),
    "step": (plain(handling.StepForm), {"to": "Ketua KSM", "way": "phone", "cause": "", "note": ""}),
    "write-off": (plain(endings.ProposalForm), {"cause": "disaster", "reason": "sudah didatangi"}),
    "recovery": (plain(endings.RecoveryForm), {"amount": "5000", "method": "cash", "payer": "Siti"}),
    "new schedule": (
        renewed,
        {"kind": "rescheduled", "first_due_on": "2026-01-05", "instalments": "5", "rate_percent": "1,5", "without": "",
         "cause": "unable", "reason": "usaha sepi"},
    ),
    # ------------------------------------------------------------ money that arrives, and who paid for whom
    "slip code": (plain(slips.CodeForm), {"code": "7KQ4M-2XT9B"}),
    "slip": (plain(slips.AmountForm), {"amount": "5000"}),
    "told": (plain(arrivals.TellForm, label="Berapa", told=True), {"amount": "5000", "reason": "salah hitung"}),
    "witness": (plain(arrivals.WitnessForm, shares=[SHARE]), {"treasurer": "5000", "p1": "5000", "reason": ""}),
    "cover": (
        plain(covers.CoverForm, members=[MEMBER], receipts=[RECEIPT]),
        {"repayment": NOBODY, "debtor": NOBODY, "creditor": covers.SAVINGS, "amount": "5000", "promise_on": "",
         "note": ""},
    ),
    "ease": (plain(covers.EaseForm), {"kind": "paid", "amount": "5000", "reason": ""}),
    "cover undone": (plain(covers.BackForm), {"move": NOBODY, "reason": "salah catat"}),
    # ------------------------------------------------------------ the KSM's own meeting and rules
    "meeting sheet": (
        plain(meeting_sheet.SheetForm),
        {"held_on": "2026-01-05", "place": "", "handed": "", "gift": "", "welfare": "", "welfare_for": "", "cost": "",
         "cost_for": "", "counted": "5000", "difference": "", "reason": ""},
    ),
    "member at a meeting": (
        plain(meeting_sheet.MemberForm),
        {"came": "present", "savings": "5000", "instalment": "", "reason": "", "fine": "", "brought": "",
         "withdrawal": ""},
    ),
    "internal loan back": (plain(meeting_sheet.BackForm), {"repayment": "5000", "jasa": ""}),
    "internal loan": (lent, {"person": NOBODY, "amount": "5000", "purpose": "warung"}),
    "promise of a meeting": (plain(meeting_sheet.ResultForm), {"result": "kept"}),
    "talk": (plain(meeting_sheet.SaidForm), {"topic": "welfare", "said": "posyandu", "decided": ""}),
    "new promise": (promised, {"person": NOBODY, "said": "mengisi buku", "due_on": "2026-02-05"}),
    "group rules": (
        plain(meetings.RulesForm),
        {"every": "month", "savings": "5000", "fine": "0", "quorum_percent": "60", "loan_most": "300000",
         "loan_months": "3", "jasa": "1,5", "starts_on": "2026-01-05"},
    ),
    # ------------------------------------------------------------ visits
    "call": (
        visit(),
        {"held_on": "2026-01-05", "minutes": "30", "purpose": "loan", "stage": "first", "met": [NOBODY],
         **dict.fromkeys(SIGHTS, "yes")},
    ),
    "call corrected": (
        visit(corrects=True),
        {"held_on": "2026-01-05", "minutes": "30", "purpose": "loan", "stage": "first", "met": [NOBODY],
         "reason": "salah tanggal", **dict.fromkeys(SIGHTS, "yes")},
    ),
    "reply": (plain(ReplyForm), {"said": "Kami sudah mengisi buku"}),
    # ------------------------------------------------------------ logins, the second person, the rulebook, decisions
    "password": (plain(logins.ResetForm), {"password": "empat-bebek", "again": "empat-bebek", "reason": "lupa"}),
    "login": (
        plain(logins.LoginForm, witnesses=PEOPLE),
        {"username": "siti.rohmah", "password": "empat-bebek", "again": "empat-bebek", "witness": NOBODY},
    ),
    "login shut": (plain(logins.BlockForm), {"reason": "ponsel hilang"}),
    "login refused": (plain(logins.RefuseForm), {"reason": "bukan orangnya"}),
    "count sent back": (plain(seconds.RefuseForm), {"reason": "kurang selembar"}),
    "NIK opened": (plain(people.PurposeForm), {"purpose": "loan_paper"}),
    "decision": (
        plain(agenda.DecisionForm, meetings=[MEETING], people=PEOPLE),
        {"meeting": NOBODY, "outcome": "approved", "manner": "vote", "votes_for": "5", "against": "0", "abstained": "",
         "aside": []},
    ),
    "amount of a rule": (proposal(RuleType.RUPIAH), {"value": "5000", "effective_on": "2026-01-05"}),
    "yes or no of a rule": (proposal(RuleType.FLAG), {"value": "ya", "effective_on": "2026-01-05"}),
    "number of a rule": (proposal(RuleType.COUNT), {"value": "5", "effective_on": "2026-01-05"}),
    "shares of a rule": (
        proposal(RuleType.SHARES),
        {**{f"share_{name}": "20" for name in SHARES.choices}, "effective_on": "2026-01-05"},
    ),
}  # fmt: skip

MAYBE_DAY = NOT_DAYS
NEEDED_MONEY = {**same("required", ""), **NOT_MONEY}
ONE_OF = {**NO_CHOICE, **choices("0", "Siti", "' OR 1=1", f"{NOBODY}x")}
MAYBE = choices("0", "Siti", "' OR 1=1", f"{NOBODY}x")
RATES = same("", "banyak", "1/0", "1 2", "--5", "1,555", "½", "=5", "NaN", "inf", "1.2.3")
NOT_PHOTOS = same("PhotoUnclear", *PHOTOS)


def counts(least: int, most: int, **more: str) -> dict[str, str]:
    """Texts that are no whole number between two."""
    return {
        **more, **NOT_COUNTS, **same("min_value", str(least - 1), "-99"),
        **same("max_value", str(most + 1), "99999999"),
    }  # fmt: skip


CALL: Mapping[str, Mapping[str, str]] = {
    "held_on": {**NO_DAY, **NOT_DAYS},
    "minutes": {**counts(1, 600), **NO_DAY},
    "purpose": {**NO_CHOICE, **choices("routine", "audit", "0")},
    "stage": {**NO_CHOICE, **choices("last", "1")},
    "place": {**long(80), **NUL},
    "met": choices(SIBLING, "Siti", "1"),
    "others": {**long(120), **NUL},
    "next_on": MAYBE_DAY,
    "photos": NOT_PHOTOS,
    "r5": choices("done", "1", "KEPT"),
    **{key: {**NO_CHOICE, **choices("maybe", "1", "Ya")} for key in SIGHTS},
    "u1_user": choices("neighbour", "1", "Siti"),
    "u1_for": {**long(120), **NUL},
    "u1_alive": choices("dead", "1"),
    "u1_photo": NOT_PHOTOS,
    "u1_note": {**long(200), **NUL},
    **{f"{line}{no}_topic": choices("gossip", "1") for line in "ht" for no in (1, 2, 3)},
    **{f"{line}{no}_said": {**long(300), **NUL} for line in "ht" for no in (1, 2, 3)},
    **{f"t{no}_minutes": counts(1, 600) for no in (1, 2, 3)},
    **{name: {**long(most), **NUL} for name, (_, most) in calls.FINDING.items()},
    **{f"p{no}_who": {**long(80), **NUL} for no in range(1, calls.PROMISES + 1)},
    **{f"p{no}_said": {**long(200), **NUL} for no in range(1, calls.PROMISES + 1)},
    **{f"p{no}_due": MAYBE_DAY for no in range(1, calls.PROMISES + 1)},
}
BAD: Bad = {
    "mentoring offered": {
        **{name: {**NO_CHOICE, **choices("1", "x", "Melati")} for name in ("mentor", "mentee")},
        "topics": TEXT_200,
    },
    "mentoring agreed": {
        "group": {**NO_CHOICE, **choices("1", "x", "Melati", NOBODY[:-1], "' OR 1=1", "0", "-1", "=")}
    },
    "mentoring session": {
        "held_on": {**NO_DAY, **NOT_DAYS},
        "came": {
            **same("required", ""), **NOT_COUNTS, **same("min_value", "-1", "0"), **same("max_value", "1000"),
        },
        "shown": TEXT_200,
    },
    "mentoring session back": {"reason": TEXT_200},
    "mentoring ended": {"reason": TEXT_200},
    "pledge": {"people": {"": "invalid_choice", **choices(SIBLING, "Siti", "1")}, "signed_on": {**NO_DAY, **NOT_DAYS}},
    "member form": {
        "amount": NEEDED_MONEY,
        "business": {**MISSING, **long(120), **NUL},
        "business_since": counts(1900, 2200),
        "workers": {**counts(0, 500), **NO_DAY},
        **dict.fromkeys(
            ("capital", "turnover", "costs", "other_income", "living_costs", "other_instalments"), NOT_MONEY
        ),
        "dependants": {**counts(0, 50), **NO_DAY},
    },
    "exception": {"reason": TEXT_200},
    "put first": {"application": ONE_OF, "reason": TEXT_200},
    "kin": {"other": ONE_OF, "relation": {**NO_CHOICE, **choices("istri", "SPOUSE", "0")}},
    "leave to lend": {"until": {**NO_DAY, **NOT_DAYS}, "reason": TEXT_200},
    "stop": {"reason": TEXT_200},
    "amount of a sheet": {"jumlah": NEEDED_MONEY},
    "held money": {"amount": NEEDED_MONEY},
    "repayment undone": {
        "reason": {**MISSING, **long(150), **NUL},
    },
    "step": {
        "to": {**MISSING, **long(120), **NUL},
        "way": {**NO_CHOICE, **choices("surat", "PHONE", "0")},
        "cause": choices("malas", "0"),
        "note": {**long(400), **NUL},
    },
    "write-off": {"cause": {**NO_CHOICE, **choices("malas", "0")}, "reason": TEXT_200},
    "recovery": {
        "amount": NEEDED_MONEY,
        "method": {**NO_CHOICE, **choices("qris", "Cash", "0")},
        "payer": {**long(120), **NUL},
    },
    "new schedule": {
        "kind": {**NO_CHOICE, **choices("libur", "0")},
        "first_due_on": {**NO_DAY, **NOT_DAYS},
        "instalments": counts(1, 120),
        "rate_percent": {**long(20), **NUL},
        "without": MAYBE,
        "cause": {**NO_CHOICE, **choices("unwilling", "malas")},
        "reason": TEXT_200,
    },
    "slip code": {
        "code": {**MISSING, **long(40), **NUL},
    },
    "slip": {"amount": NEEDED_MONEY},
    "told": {"amount": NEEDED_MONEY, "reason": TEXT_200},
    "witness": {"treasurer": NOT_MONEY, "p1": NOT_MONEY, "reason": {**long(200), **NUL}},
    "cover": {
        "repayment": ONE_OF,
        "debtor": ONE_OF,
        "creditor": ONE_OF,
        "amount": NEEDED_MONEY,
        "promise_on": MAYBE_DAY,
        "note": {**long(200), **NUL},
    },
    "ease": {
        "kind": {**NO_CHOICE, **choices("lunas", "0")}, "amount": NEEDED_MONEY, "reason": {**long(200), **NUL},
    },
    "cover undone": {"move": {**MISSING, **same("invalid", "Siti", "1", NOBODY[:-1], "' OR 1=1")}, "reason": TEXT_200},
    "meeting sheet": {
        "held_on": {**NO_DAY, **NOT_DAYS},
        "place": {**long(80), **NUL},
        **dict.fromkeys(("handed", "gift", "welfare", "cost"), NOT_MONEY),
        **{key: {**long(120), **NUL} for key in ("welfare_for", "cost_for", "difference")},
        "counted": NEEDED_MONEY,
        "reason": {**long(200), **NUL},
    },
    "member at a meeting": {
        "came": {**NO_CHOICE, **choices("datang", "0")},
        **dict.fromkeys(("savings", "instalment", "fine", "brought", "withdrawal"), NOT_MONEY),
        "reason": {**long(120), **NUL},
    },
    "internal loan back": {"repayment": NOT_MONEY, "jasa": NOT_MONEY},
    "internal loan": {
        "person": {"": "", **MAYBE}, "amount": {"": "", "0": "", **NOT_MONEY}, "purpose": {**long(80), **NUL},
    },
    "promise of a meeting": {
        "result": {**NO_CHOICE, **choices("done", "Kept", "0", "1", "ditepati", "' OR 1=1", "kept ", "null")},
    },
    "talk": {
        "topic": choices("politik", "0"), "said": {**long(300), **NUL}, "decided": {**long(300), **NUL},
    },
    "new promise": {"person": MAYBE, "said": {**long(200), **NUL}, "due_on": MAYBE_DAY},
    "group rules": {
        "every": {**NO_CHOICE, **choices("bulan", "day")},
        **dict.fromkeys(("savings", "fine", "loan_most"), NEEDED_MONEY),
        "quorum_percent": {**counts(1, 100), **NO_DAY},
        "loan_months": {**counts(1, 36), **NO_DAY},
        "jasa": {**MISSING, **long(10), **NUL, **RATES},
        "starts_on": {**NO_DAY, **NOT_DAYS},
    },
    "call": CALL,
    "call corrected": {**CALL, "reason": TEXT_200},
    "reply": {"said": {**MISSING, **long(600), **NUL}},
    "password": {
        "password": {"": "required"}, "again": {"": "required", "lima-bebek": "", **long(128)}, "reason": TEXT_200,
    },
    "login": {
        "username": {**MISSING, **long(40), **NUL},
        "password": {"": "required"},
        "again": {"": "required", "lima-bebek": "", **long(128)},
        "witness": ONE_OF,
    },
    "login shut": {"reason": TEXT_200},
    "login refused": {"reason": TEXT_200},
    "count sent back": {"reason": TEXT_200},
    "NIK opened": {
        "purpose": {**NO_CHOICE, **choices("iseng", "0", "1", "Surat pinjaman", "LOAN", "' OR 1=1", "null")},
    },
    "decision": {
        "meeting": ONE_OF,
        "outcome": {**NO_CHOICE, **choices("setuju", "postponed")},
        "manner": {**NO_CHOICE, **choices("lot", "0")},
        **{key: {**NOT_COUNTS, **same("min_value", "-1", "-99")} for key in ("votes_for", "against", "abstained")},
        "aside": choices(SIBLING, "Siti", "1"),
    },
    "amount of a rule": {"value": NEEDED_MONEY, "effective_on": {**NO_DAY, **NOT_DAYS}},
    "yes or no of a rule": {"value": {**NO_CHOICE, **choices("yes", "1")}, "effective_on": {**NO_DAY, **NOT_DAYS}},
    "number of a rule": {"value": {**MISSING, **long(400), **NUL}, "effective_on": {**NO_DAY, **NOT_DAYS}},
    "shares of a rule": {
        **{f"share_{name}": {**long(12), **NUL} for name in SHARES.choices},
        "effective_on": {**NO_DAY, **NOT_DAYS},
    },
}  # fmt: skip
