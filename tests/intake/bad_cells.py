"""What people and spreadsheets write into cells and nobody can read, by what should stand there, with its code.

`SHEETS` are small files in which nothing is wrong; a story puts one bad value into their third row. An expected
`Code@column` is told at another column than the one that was spoilt.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BAD", "SHEETS", "Sheet"]

Sheet = tuple[str, ...]


def same(code: str, *words: str) -> dict[str, str]:
    """Words that all meet the same code."""
    return dict.fromkeys(words, code)


def long(length: int) -> dict[str, str]:
    """A text one sign longer than there is room for."""
    return {"x" * (length + 1): "CellTooLong"}


def choices(*words: str) -> dict[str, str]:
    """Words that are none of those that may stand there."""
    return same("ChoiceUnclear", *words)


NOT_AMOUNTS = {
    **same("AmountNegative", "-5", "-1.250.000", "(5.000)", "Rp -5"),
    **same("AmountUnclear", "1.25", "12.50", "1,250", "1.2500", "01.250", "1.234.567.89", "1 2"),
    **same("AmountHasFraction", "1.250,50", "1250,5", "1,234,567.89"),
    **same("AmountNotANumber", "sejuta", "12a", "1e6", "=5+5", "#REF!", "0x10", "5 ekor", "Rp"),
    **same("AmountTooLarge", "1.000.000.000.001", "99999999999999"),
}
NOT_DAYS = {
    **same("DateImpossible", "31/02/2026", "2026-02-30", "29-02-2026", "00/01/2026", "2026-13-01", "32 Januari 2026"),
    **same("DateUnclear", "31/12/25", "besok", "2026/01/05", "Januari 2026", "45662", "31 Desembre 2025", "2026"),
    **same("DateUnclear", "5-Jan", "2026-01-05T00:00", "Senin", "1/1"),
    **same("DateOutOfRange", "0026-01-05", "2226-01-05", "03/03/2026", "01/01/1890"),
}
EMPTY = same("CellMissing", "", "   ")
ODD = same("TextUnreadable", "a\x07b", "a\u200bb", "\u202eb")
NOT_COUNTS = same("WholeNumberUnclear", "0", "-1", "1.5", "1,5", "dua", "12 bulan", "1e1", "99999999", "IV", "²")
NOT_RATES = same("RateUnclear", "-1", "101", "1.2.3", "satu", "1/0", "1,5,5", "=1", "1.5 per bulan", "%", "½")
NOT_NIKS = same(
    "NikUnclear",
    "1", "337201520380000", "33720152038000011", "3372019903800001", "3372013213800001", "3372015203800000",
    "337201520380000X", "tidak ada", "3372013002810001", "3372-0152-0380",
)  # fmt: skip
NOT_NAMES = same("NameMissing", "", "...", "a" * 81, "\x1b[31mSiti")
NOT_PLACES = same("NeighbourhoodUnclear", "satu", "-1", "0", "1a", "0001", "1/2")
UNSIGNED = {word: code for word, code in NOT_AMOUNTS.items() if code != "AmountNegative"}

LOAN_HEADINGS = (
    "loan_no;ksm;rw;disbursed_on;principal;instalments;jasa_percent_per_month;method;round_to;round_on;round;"
    "every;unit;ksm_fee_percent_per_month;balance_2025-12-31"
)
SHEETS: Mapping[str, Sheet] = {
    "chart": ("code;name;kind;contra;role;book", "19001;Satu;asset;0;;upk", "19002;Dua;asset;0;;upk"),
    "roles": ("code;role;contra;book", "11010;cash;0;upk", "11021;bank;0;upk"),
    "opening": ("code;debit;credit;loan_no;ksm;book", "11010;1000;0;;;upk", "31010;0;1000;;;upk"),
    "vouchers": (
        "voucher;date;description;debit_code;credit_code;amount;loan_no;ksm;reference;book",
        "A1;2026-01-05;Modal;11010;31010;1000000;;;;upk",
        "A2;2026-01-06;ATK;51030;11010;26000;;;;upk",
    ),
    "loans": (
        LOAN_HEADINGS,
        "91;KSM Melati;01;2025-04-20;38000000;12;1.5;flat;100;principal;up;1;month;0.05;38000000",
        "92;KSM Mawar;02;2025-05-20;12000000;10;1.5;flat;100;principal;up;1;month;0.05;12000000",
    ),
    "loan-members": ("loan_no;name;nik;amount", "2;Siti Aminah;;7000000", "2;Budi Santoso;;5000000"),
    "loan-transactions": (
        "loan_no;date;type;amount",
        "1;2025-05-20;principal_payment;3166700",
        "1;2025-05-20;jasa_payment;570000",
    ),
    "people": (
        "name;sex;nik;born_on;rw;rt;phone;poor_listed",
        "Rina;P;;1980-03-12;01;02;;0",
        "Tono;L;;1981-04-13;01;02;;0",
    ),
    "households": ("number;rw;rt;head;head_nik", "09-001;01;02;Siti Aminah;", "09-002;02;01;Budi Santoso;"),
    "ksm": ("code;name;rw;formed_on", "X01;KSM Anggrek;01;2024-02-01", "X02;KSM Dahlia;02;2024-02-15"),
    "ksm-members": (
        "ksm;name;nik;role;since",
        "M01;Siti Aminah;;member;2024-02-01",
        "M02;Joko Susilo;;member;2024-02-15",
    ),
    "statement": (
        "date;description;debit;credit;balance;code",
        "05/01/2026;SETOR;;3000000;3000000;11021",
        "31/01/2026;ADM;12500;;2987500;11021",
    ),
}

BAD: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "chart": {
        "code": {**same("AccountCodeUnclear", "", "1 0", "-1", "1" * 21, "1010/", "é1", ".1"), **ODD, **long(40)},
        "name": {"": "AccountNameMissing", **ODD, **long(120)},
        "kind": {
            **same("AccountKindUnclear", "", "assets", "uang", "1", "kas", "debit"),
            **ODD,
            **long(40),
        },
        "contra": {**same("ContraUnclear", "2", "-1", "maybe", "benar", "x"), **ODD, **long(10)},
        "role": {
            **same("RoleUnknown", "kas", "uang", "1010", "cash box"),
            "jasa_income": "RoleKindDiffers",
            "provision": "RoleContraDiffers@contra",
            **ODD,
            **long(40),
        },
        "book": {**same("LedgerUnknown", "bkm", "1", "kas"), **ODD, **long(20)},
    },
    "roles": {
        "code": {**EMPTY, "99999": "AccountUnknown", "11010": "AccountMappedTwice", **ODD, **long(20)},
        "role": {
            **EMPTY,
            "kas": "RoleUnknown",
            "jasa_income": "RoleKindDiffers",
            "cash": "RoleTwice",
            "provision": "RoleContraDiffers@contra",
            **ODD,
            **long(40),
        },
        "contra": {"2": "ContraUnclear", "maybe": "ContraUnclear", "1": "RoleContraDiffers"},
        "book": same("LedgerUnknown", "bkm", "1"),
    },
    "opening": {
        "code": {**EMPTY, "99999": "AccountUnknown", "39990": "AccountUnknown", **ODD, **long(20)},
        "debit": NOT_AMOUNTS,
        "credit": NOT_AMOUNTS,
        "loan_no": {**ODD, **long(40)},
        "ksm": {**ODD, **long(80)},
        "book": same("LedgerUnknown", "bkm", "pinjaman"),
    },
    "vouchers": {
        "voucher": {**EMPTY, **ODD, **long(30)},
        "date": {**EMPTY, **NOT_DAYS, **same("DateBeforeBooks", "2025-12-31", "2025-06-01")},
        "description": {**EMPTY, **ODD, **long(200)},
        "debit_code": {**EMPTY, "99999": "AccountUnknown", **ODD, **long(20)},
        "credit_code": {**EMPTY, "99999": "AccountUnknown", "51030": "SameAccount", **ODD, **long(20)},
        "amount": {
            **EMPTY,
            **NOT_AMOUNTS,
            **same("AmountZero", "0", "Rp0", "0,00"),
            "1000001": "CashBelowZero@credit_code",
        },
        "loan_no": {**ODD, **long(40)},
        "ksm": {**ODD, **long(80)},
        "reference": {**ODD, **long(27)},
        "book": same("LedgerUnknown", "bkm", "upks"),
    },
    "loans": {
        "loan_no": {**EMPTY, "91": "LoanTwice", "1": "LoanExists", **ODD, **long(30)},
        "ksm": {**EMPTY, **ODD, **long(80)},
        "rw": {**ODD, **long(3)},
        "disbursed_on": {**EMPTY, **NOT_DAYS},
        "principal": {**EMPTY, **NOT_AMOUNTS, "0": "AmountZero", "5": "PrincipalTooSmallToSpread@instalments"},
        "instalments": {**EMPTY, **NOT_COUNTS, "601": "WholeNumberUnclear"},
        "jasa_percent_per_month": {**EMPTY, **NOT_RATES},
        "method": choices("rata", "bunga", "annuitet", "flat rate", "1"),
        "round_to": {**NOT_COUNTS, "1000001": "WholeNumberUnclear"},
        "round_on": choices("jasa", "semua", "1", "angsuran"),
        "round": choices("sama", "half", "naik", "1"),
        "every": {**NOT_COUNTS, "367": "WholeNumberUnclear"},
        "unit": choices("hari", "year", "tahun", "day", "1"),
        "ksm_fee_percent_per_month": NOT_RATES,
        "balance_2025-12-31": NOT_AMOUNTS,
    },
    "loan-members": {
        "loan_no": {**EMPTY, "99": "LoanUnknown", **ODD, **long(30)},
        "name": {
            **NOT_NAMES,
            "Tidak Ada": "PersonUnknown",
            "Siti Aminah": "PersonTwice",
            "Slamet": "PersonUnclear@nik",
        },
        "nik": {**NOT_NIKS, "3372015203800099": "PersonUnknown"},
        "amount": {**EMPTY, **NOT_AMOUNTS, "0": "AmountZero"},
    },
    "loan-transactions": {
        "loan_no": {**EMPTY, "99": "LoanUnknown", **ODD, **long(30)},
        "date": {**EMPTY, **NOT_DAYS},
        "type": {**EMPTY, **choices("angsuran", "bunga", "payment", "denda", "1", "pokok jasa")},
        "amount": {**EMPTY, **NOT_AMOUNTS},
    },
    "people": {
        "name": NOT_NAMES,
        "sex": same("SexUnclear", "", "1", "pria wanita", "F", "M", "x"),
        "nik": {**NOT_NIKS, "3372015203800001": "NikTaken"},
        "born_on": {**NOT_DAYS, "1899-12-31": "DateOutOfRange"},
        "rw": NOT_PLACES,
        "rt": NOT_PLACES,
        "phone": same("PhoneUnclear", "12", "08", "telepon", "+62 8", "0812-3456-7890-1234-5", "08x23456789"),
        "poor_listed": choices("mungkin", "2", "-", "kaya"),
    },
    "households": {
        "number": {
            **EMPTY,
            **same("HouseholdNumberUnclear", "/1", "1" * 21, "a b"),
            **same("HouseholdTwice", "09-001", "01-001"),
            **ODD,
            **long(40),
        },
        "rw": {**EMPTY, **NOT_PLACES},
        "rt": {**EMPTY, **NOT_PLACES},
        "head": {
            **{word: code for word, code in NOT_NAMES.items() if word},
            "Tidak Ada": "PersonUnknown",
            "Siti Aminah": "PersonTwice",
            "Slamet": "PersonUnclear@head_nik",
        },
        "head_nik": {**NOT_NIKS, "3372015203800099": "PersonUnknown"},
    },
    "ksm": {
        "code": {
            **EMPTY,
            **same("GroupCodeUnclear", "/1", "é", "x" * 21),
            **same("GroupTwice", "x01", "M01"),
            **ODD,
            **long(40),
        },
        "name": {**NOT_NAMES, **same("GroupNameTaken", "ksm anggrek", "KSM Melati")},
        "rw": {**EMPTY, **NOT_PLACES},
        "formed_on": {**EMPTY, **NOT_DAYS},
    },
    "ksm-members": {
        "ksm": {**EMPTY, **same("GroupUnknown", "M99", "KSM Kamboja"), **ODD, **long(80)},
        "name": {**NOT_NAMES, "Tidak Ada": "PersonUnknown", "Slamet": "PersonUnclear@nik"},
        "nik": {**NOT_NIKS, "3372015203800099": "PersonUnknown"},
        "role": choices("kepala", "boss", "1", "anggota biasa"),
        "since": {**EMPTY, **NOT_DAYS, "2024-02-14": "MemberBeforeGroup"},
    },
    "statement": {
        "date": {**EMPTY, **NOT_DAYS},
        "debit": UNSIGNED,
        "credit": {**UNSIGNED, "5000": "AmountOnBothSides"},
        "balance": UNSIGNED,
        "code": {"99999": "AccountUnknown", **same("NotAMoneyAccount", "51030", "11010"), **ODD, **long(20)},
    },
}
