"""What people type into the forms of the desks and nobody can mean, each with the code the field answers with.

`FORMS` holds each form with a body in which nothing is wrong; a story puts one bad text into one of its fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from gulir.base.reference import instruments
from gulir.community.queries import MemberRow
from gulir.mentoring.models import GroupMeeting
from gulir.web.calendar import TurnForm
from gulir.web.handovers import forms as handovers
from gulir.web.officers import (
    applications,
    bank,
    day,
    deaths,
    drafts,
    imports,
    mending,
    people,
    product_new,
    rebates,
    results,
    voucher_new,
    vouchers,
    year,
)
from gulir.web.outcomes.forms import FollowUpForm
from gulir.web.outcomes.prices import PriceForm
from gulir.web.replies import ReplyForm
from gulir.web.signs import forms as signs
from gulir.web.trustees import meetings
from tests.web.doors import bad_group_forms
from tests.web.doors.bad_texts import (
    MISSING,
    MONEY,
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
    TEXT_400,
    Bad,
    Made,
    choices,
    long,
    plain,
    same,
)

__all__ = ["BAD", "FORMS", "bad_forms", "made"]

TWO = [
    MemberRow(person=UUID(key), name=name, sex="P", role="member", poor_listed=False, starts_on=date(2026, 1, 1))
    for key, name in ((NOBODY, "Siti"), (SIBLING, "Sari"))
]
KOTAKU = instruments()["ksm_kotaku", 1]
AT_WORK = {"who": "owner", "hours": "40", "months": "12", "sex": "P"}
LADDER = instruments()["handover", 1]


def upload(data: Mapping[str, Any]) -> forms.Form:
    """The form that takes a file: `file` is given as its size in bytes."""
    size = data.get("file")
    given = {"file": SimpleUploadedFile("daftar.csv", b"x" * int(size))} if size else {}
    return imports.FileForm({k: v for k, v in data.items() if k != "file"}, given)


FORMS: Made = {
    **bad_group_forms.FORMS,
    "voucher": (
        plain(voucher_new.MoneyForm, money=MONEY), {"description": "ATK", "reference": "", "money": "11010"},
    ),
    "late": (
        plain(voucher_new.LateForm),
        {"description": "ATK", "reference": "", "original_on": "2026-01-05", "reason": "nota terlambat"},
    ),
    "crossing": (
        plain(voucher_new.CrossForm),
        {"payer": "upk", "out_of": "cash", "receiver": "secretariat", "into": "cash", "amount": "5000",
         "description": "Rapat"},
    ),
    "voucher row": (plain(voucher_new.RowForm, accounts=MONEY), {"account": "11010", "amount": "5000"}),
    "voucher side": (
        plain(voucher_new.SidesForm, accounts=MONEY), {"account": "11010", "amount": "5000", "side": "debit"},
    ),
    "person": (
        plain(people.PersonForm),
        {"name": "Siti", "sex": "P", "born_on": "1980-03-12", "rw": "01", "rt": "02", "nik": "", "phone": ""},
    ),
    "group": (
        plain(people.GroupForm), {"code": "K01", "name": "Melati", "rw": "01", "formed_on": "2026-01-05"},
    ),
    "join": (
        plain(people.JoinForm, found=PEOPLE), {"person": NOBODY, "role": "member", "on": "2026-01-05"},
    ),
    "role": (plain(people.RoleForm), {"role": "chair", "on": "2026-01-05"}),
    "leave": (plain(people.LeaveForm), {"on": "2026-01-05", "reason": "pindah"}),
    "product": (
        plain(product_new.ProductForm),
        {"code": "P1", "name": "Usaha", "rate_percent": "", "instalments": "10"},
    ),
    "product way": (plain(product_new.WayForm), {"cara": "flat", "waktu": "bulan"}),
    "product by harvest": (
        plain(product_new.ProductForm, way="musyarakah", rhythm="panen"),
        {
            "code": "P1", "name": "Usaha", "share_percent": "40", "loss_percent": "60", "instalments": "",
            "harvests": "Panen raya, 15 April, 2",
        },
    ),
    "death": (
        plain(deaths.ProposalForm, members=PEOPLE),
        {"person": NOBODY, "died_on": "2026-01-05", "letter": "474.3/1", "note": ""},
    ),
    "rebate": (plain(rebates.RebateForm), {"amount": "5000", "reason": "lunas"}),
    "result": (plain(results.ResultForm), {"side": "profit", "amount": "5000", "note": ""}),
    "purpose": (
        plain(applications.PurposeForm, offered=[("P1", "Usaha")]), {"product": "P1", "purpose": "warung"},
    ),
    "mend": (plain(mending.MendForm), {"purpose": "warung"}),
    "share": (plain(applications.ShareForm), {"person": NOBODY, "amount": "5000", "business": "warung"}),
    "visit": (
        plain(applications.VisitForm),
        {"person": NOBODY, "amount": "5000", "income": "9000", "costs": "1000", "other_income": "0",
         "living_costs": "2000", "other_instalments": "0", "character": "4", "capacity": "3", "capital": "2",
         "condition": "1", "collateral": "4", "exception": ""},
    ),
    "asked again": (
        plain(FollowUpForm, corrects=True),
        {
            "asked_on": "2026-09-02", "answer": "answered", "alive": "yes", "note": "", "reason": "Salah tulis",
            "workers": "1", "capital": "5000", "turnover": "9000", "costs": "1000", "other_income": "0",
            "living_costs": "2000", "other_instalments": "", "dependants": "2",
            **{f"j{no}_{part}": text for no in range(1, 5) for part, text in AT_WORK.items()},
        },
    ),
    "price index": (
        plain(PriceForm), {"base_year": "2022", "source": "BPS", "months": "2026-03 108,25", "reason": ""},
    ),
    "visit note": (plain(applications.NoteForm), {"note": "baik"}),
    "deed": (
        plain(signs.DeedForm, meetings=[GroupMeeting(pk=NOBODY, held_on=date(2026, 3, 2))]),
        {"meeting": NOBODY, "deed": "sick", "whom": "other", "said": "Menjenguk", "worth": "5000", "hours": "2"},
    ),
    "help": (plain(signs.HelpForm, members=TWO, again=True), {"reason": "baru lengkap", f"q_{NOBODY}": "on"}),
    "deed taken back": (plain(signs.BackForm), {"deed": NOBODY, "reason": "Tercatat dua kali"}),
    "problem closed": (plain(signs.CloseForm), {"item": "1", "said": "Ditemukan"}),
    "reply to a reading": (plain(ReplyForm), {"said": "Sudah kami catat."}),
    "assessment": (
        plain(signs.AssessForm, instrument=KOTAKU, again=True), {"reason": "baru dicatat", "a_rules": "2"},
    ),
    "hand-over ladder": (
        plain(handovers.LadderForm, instrument=LADDER, last=None, again=True), {"reason": "salah pilih", "l_call": "2"},
    ),
    "reply to the ladder": (plain(ReplyForm, label="Tanggapan BKM"), {"said": "Sudah kami baca."}),
    "application reason": (plain(applications.ReasonForm), {"reason": "tidak jadi"}),
    "reversal reason": (plain(vouchers.ReasonForm), {"reason": "salah akun"}),
    "draft reason": (plain(drafts.ReasonForm), {"reason": "salah akun"}),
    "import reason": (plain(imports.ReasonForm), {"reason": "salah berkas"}),
    "import": (upload, {"kind": "people", "file": "10", "dated": "", "account": ""}),
    "reconciliation": (
        plain(bank.ReconcileForm), {"through": "2026-01-31", "bank_balance": "5000"},
    ),
    "calendar": (plain(TurnForm, today=date(2026, 1, 30), ends=None), {"to": "2026-01-31"}),
    "empty days": (plain(day.EmptyForm), {"through": "2026-01-31"}),
    "count refused": (plain(day.RefuseForm), {"reason": "kurang selembar"}),
    "profit split": (
        plain(year.SplitForm),
        {"capital": "100", "social": "", "bop": "", "overseers": "", "upk_bonus": "", "reserve": ""},
    ),
    "meeting": (
        plain(meetings.MeetingForm, people=PEOPLE),
        {"kind": "board", "held_on": "2026-01-05", "place": "", "chair": "", "note_taker": "", "invited": "9"},
    ),
    "guest": (plain(meetings.GuestForm), {"name": "Warga", "sex": "P"}),
    "minutes": (plain(meetings.MinutesForm), {"minutes": "Selesai."}),
}  # fmt: skip

PERCENTS = same("", "banyak", "1/0", "12,5,5", "1 2", "--5", "½", "=5", "5 persen", "NaN", "inf")
BAD: Bad = {
    **bad_group_forms.BAD,
    "voucher": {
        "description": TEXT_200,
        "reference": {**long(60), **NUL},
        "money": {**NO_CHOICE, **choices("99999", "11030", "kas", "11010 ", "1")},
    },
    "late": {
        "description": TEXT_200,
        "reference": {**long(60), **NUL},
        "original_on": {**NO_DAY, **NOT_DAYS},
        "reason": TEXT_200,
    },
    "crossing": {
        "payer": {**NO_CHOICE, **choices("koperasi", "UPK", "bank", "0")},
        "out_of": {**NO_CHOICE, **choices("loans", "kas", "11010", "payable")},
        "receiver": {**NO_CHOICE, **choices("koperasi", "UPK", "bank", "0")},
        "into": {**NO_CHOICE, **choices("loans", "kas", "11010", "payable")},
        "amount": {**same("required", ""), **NOT_MONEY},
        "description": TEXT_200,
    },
    "voucher row": {
        "account": choices("99999", "kas", "11030"),
        "amount": NOT_MONEY,
    },
    "voucher side": {
        "account": choices("99999", "kas"),
        "amount": NOT_MONEY,
        "side": choices("debet", "kredit", "D", "both"),
    },
    "person": {
        "name": {**MISSING, **long(80), **NUL},
        "sex": {**NO_CHOICE, **choices("X", "W", "p", "laki-laki", "0")},
        "born_on": NOT_DAYS,
        "rw": {**long(3), **NUL},
        "rt": {**long(3), **NUL},
        "nik": {**long(24), **NUL},
        "phone": {**long(24), **NUL},
    },
    "group": {
        "code": {**MISSING, **long(20), **NUL},
        "name": {**MISSING, **long(80), **NUL},
        "rw": {**long(3), **NUL},
        "formed_on": {**NO_DAY, **NOT_DAYS},
    },
    "join": {
        "person": {**NO_CHOICE, **choices(SIBLING, "Siti", "1", f"{NOBODY} ", "' OR 1=1")},
        "role": {**NO_CHOICE, **choices("ketua", "boss", "admin", "founder")},
        "on": {**NO_DAY, **NOT_DAYS},
    },
    "role": {
        "role": {**NO_CHOICE, **choices("ketua", "boss", "Chair", "cashier")},
        "on": {**NO_DAY, **NOT_DAYS},
    },
    "leave": {"on": {**NO_DAY, **NOT_DAYS}, "reason": {**long(200), **NUL}},
    "product": {
        "code": {**MISSING, **long(20), **NUL},
        "name": {**MISSING, **long(80), **NUL},
        "rate_percent": {**long(20), **NUL},
        "instalments": {
            **NOT_COUNTS, **same("min_value", "0", "-1", "-120"), **same("max_value", "121", "1200", "99999999"),
        },
    },
    "product way": {
        "cara": {**NO_CHOICE, **choices("rata", "bunga", "FLAT", "1")},
        "waktu": {**NO_CHOICE, **choices("bulanan", "month", "harvest", "0")},
    },
    "product by harvest": {
        "code": {**MISSING, **long(20), **NUL},
        "name": {**MISSING, **long(80), **NUL},
        "instalments": {**NOT_COUNTS, **same("min_value", "0", "-1"), **same("max_value", "121")},
        "share_percent": {**MISSING, **long(20), **NUL},
        "loss_percent": {**MISSING, **long(20), **NUL},
        "harvests": {
            **MISSING, **NUL,
            **same("SeasonUnclear", "Panen raya", "Panen, April", "Panen, 31 April", "Panen, 15 April, dua", ",,,"),
            **same("SeasonImpossible", ", 15 April", "Panen, 15 April, 0", "Panen, 15 April, 101"),
            **same("SeasonTwice", "Panen, 1 April; Panen, 2 April", ";"),
        },
    },
    "death": {
        "person": {**NO_CHOICE, **choices(SIBLING, "Siti", "1")},
        "died_on": {**NO_DAY, **NOT_DAYS},
        "letter": {**MISSING, **long(60), **NUL},
        "note": {**long(200), **NUL},
    },
    "rebate": {"amount": {**same("required", ""), **NOT_MONEY}, "reason": TEXT_200},
    "result": {
        "side": {**NO_CHOICE, **choices("untung", "PROFIT", "1", "rugi")},
        "amount": NOT_MONEY,
        "note": {**long(200), **NUL},
    },
    "purpose": {
        "product": {**NO_CHOICE, **choices("P2", "p1", "usaha", "0")},
        "purpose": TEXT_200,
    },
    "mend": {"purpose": {**long(200), **NUL}},
    "share": {
        "person": {**MISSING, **same("invalid", "Siti", "1", "0000", NOBODY[:-1], "' OR 1=1")},
        "amount": NOT_MONEY,
        "business": {**long(120), **NUL},
    },
    "visit": {
        "person": {**MISSING, **same("invalid", "Siti", "1", "0000", NOBODY[:-1], "' OR 1=1")},
        "amount": {**same("required", ""), **NOT_MONEY},
        **dict.fromkeys(("income", "costs", "other_income", "living_costs", "other_instalments"), NOT_MONEY),
        **dict.fromkeys(("character", "capacity", "capital", "condition", "collateral"), choices("0", "5", "baik")),
        "exception": {**long(200), **NUL},
    },
    "asked again": {
        "asked_on": {**NO_DAY, **NOT_DAYS},
        "answer": {**NO_CHOICE, **choices("maybe", "Menjawab", "0")},
        "alive": {**same("required", ""), **choices("ya", "maybe", "True")},
        "note": {**long(200), **NUL},
        "reason": TEXT_200,
        "workers": {**NOT_COUNTS, **same("min_value", "-1"), **same("max_value", "501")},
        "dependants": {**NOT_COUNTS, **same("min_value", "-1"), **same("max_value", "51")},
        **dict.fromkeys(
            ("capital", "turnover", "costs", "other_income", "living_costs", "other_instalments"), NOT_MONEY
        ),
        **{f"j{no}_who": {**same("required", ""), **choices("friend", "Pemilik")} for no in range(1, 5)},
        **{
            f"j{no}_hours": {**same("required", ""), **NOT_COUNTS, **same("min_value", "0"), **same("max_value", "113")}
            for no in range(1, 5)
        },
        **{
            f"j{no}_months": {**same("required", ""), **NOT_COUNTS, **same("min_value", "0"), **same("max_value", "13")}
            for no in range(1, 5)
        },
        **{f"j{no}_sex": {**same("required", ""), **choices("X", "p", "perempuan")} for no in range(1, 5)},
    },
    "price index": {
        "base_year": {
            **same("required", ""), **NOT_COUNTS, **same("min_value", "0", "-1", "1989"), **same("max_value", "3000"),
        },
        "source": {**MISSING, **long(120), **NUL},
        "months": {
            **MISSING, **NUL, **long(4000),
            **same("invalid", "Maret 2026 108", "2026-03 108,255", "2026-13 1", "03-2026 108", "2026-03 -1"),
            **same("required", "2026-03", "2026-03\n2026-04 "),
        },
        "reason": {**long(200), **NUL},
    },
    "visit note": {"note": {**long(400), **NUL}},
    "deed": {
        "meeting": {**NO_CHOICE, **choices(SIBLING, "1", "x")},
        "deed": {**NO_CHOICE, **choices("party", "Sick")},
        "whom": {**NO_CHOICE, **choices("all")},
        "said": TEXT_200,
        "worth": NOT_MONEY,
        "hours": {**NOT_COUNTS, **same("min_value", "-1"), **same("max_value", "1001")},
    },
    "help": {
        "reason": TEXT_200,
        **{f"n_{row.person}": same("invalid_list", str(row.person), "x") for row in TWO},
        **{f"o_{row.person}": choices("4", "-1", "x") for row in TWO},
    },
    "deed taken back": {"deed": {**MISSING, **same("invalid", "1", "x")}, "reason": TEXT_200},
    "problem closed": {"item": {**same("required", ""), **NOT_COUNTS}, "said": TEXT_200},
    "reply to a reading": {"said": {**MISSING, **long(600), **NUL}},
    "assessment": {
        "reason": TEXT_200,
        **{f"a_{item.key}": choices("4", "-1", "baik", "2.0") for item in KOTAKU.items if not item.computed},
        **{f"n_{item.key}": {**long(200), **NUL} for item in KOTAKU.items},
    },
    "hand-over ladder": {
        "reason": TEXT_200,
        **{f"l_{item.key}": choices("0", "5", "-1", "sendiri", "2.0") for item in LADDER.items},
        **{f"s_{item.key}": {**long(200), **NUL} for item in LADDER.items},
    },
    "reply to the ladder": {"said": {**MISSING, **long(600), **NUL}},
    "application reason": {"reason": TEXT_400},
    "reversal reason": {"reason": TEXT_200},
    "draft reason": {"reason": TEXT_200},
    "import reason": {"reason": TEXT_200},
    "import": {
        "kind": {**NO_CHOICE, **choices("pinjaman", "People", "csv", "../people")},
        "file": same("required", ""),
        "dated": NOT_DAYS,
        "account": choices("99999", "x" * 21, "a\x00b"),
    },
    "reconciliation": {
        "through": {**NO_DAY, **NOT_DAYS},
        "bank_balance": {**same("required", ""), **NOT_MONEY},
    },
    "calendar": {"to": {**NO_DAY, **NOT_DAYS}},
    "empty days": {"through": {**NO_DAY, **NOT_DAYS}},
    "count refused": {"reason": TEXT_200},
    "profit split": dict.fromkeys(("capital", "social", "bop", "overseers", "upk_bonus", "reserve"), PERCENTS),
    "meeting": {
        "kind": {**NO_CHOICE, **choices("RWT", "rapat", "ksm", "Board")},
        "held_on": {**NO_DAY, **NOT_DAYS},
        "place": {**long(120), **NUL},
        "chair": {**long(120), **NUL},
        "note_taker": {**long(120), **NUL},
        "invited": {**NO_DAY, **NOT_COUNTS, **same("min_value", "0", "-1"), **same("max_value", "20001", "1000000")},
        "people": choices(SIBLING, "Siti", "1"),
    },
    "guest": {"name": {**long(120), **NUL}, "sex": choices("X", "p", "0", "laki-laki")},
    "minutes": {"minutes": {**MISSING, **long(20000), **NUL}},
}  # fmt: skip


def made(name: str, field: str, text: str) -> forms.Form:
    """The form with one bad text in one field."""
    maker, good = FORMS[name]
    several = field in {"people", "met", "aside"}
    return maker({**good, field: [text] if several else text})


def bad_forms() -> Iterator[tuple[str, str, str, str]]:
    """Every story: form, field, text, expected code."""
    for name, fields in BAD.items():
        for field, texts in fields.items():
            for text, code in texts.items():
                yield name, field, text, code
