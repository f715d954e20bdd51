"""A loan file as the templates take it: every figure already in words and digits, what is unknown as `none`.

The forms are set in Indonesian, the language they are signed in, whatever language the page speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from gulir.core.dates import long_date
from gulir.core.money import rupiah, split
from gulir.core.terbilang import date_in_words, rupiah_in_words, terbilang
from gulir.papers.loan_file.catalogue import Form, form_number
from gulir.papers.loan_file.values import (
    Agreed,
    Asked,
    Due,
    Ended,
    Lent,
    Letter,
    LoanFile,
    Member,
    Offered,
    Paid,
    Renewed,
    Surveyed,
    Used,
    Visited,
    Written,
)
from gulir.papers.typeset import qr
from gulir.papers.words import Words

__all__ = ["printed"]

ROLES = {"chair": "Ketua", "secretary": "Sekretaris", "treasurer": "Bendahara", "member": "Anggota"}
UNITS = {"month": "bulan", "week": "minggu", "day": "hari", "harvest": "panen"}
METHODS = {
    "flat": "jasa tetap dari pokok awal",
    "annuity": "angsuran sama besar (anuitas)",
    "equal_principal": "pokok sama besar, jasa dari sisa pokok",
    "murabahah": "jual beli (murabahah) dengan marjin tetap",
    "mudharabah": "bagi hasil (mudharabah)",
    "musyarakah": "bagi hasil (musyarakah)",
}
STEPS = ("", "pertama", "kedua", "ketiga")
USERS = {"borrower": "peminjam sendiri", "family": "keluarganya", "other": "orang lain", "unknown": "belum jelas"}
ALIVE = {"yes": "ya", "no": "tidak", "unseen": "tidak dilihat"}
EVERY = {"week": "setiap minggu", "fortnight": "setiap dua minggu", "month": "setiap bulan"}


def printed(file: LoanFile, wanted: Sequence[Form], *, cover: Sequence[Form] = ()) -> dict[str, Any]:
    """The data of these forms; with `cover` the file gets a first sheet that lists them."""
    lent, asked = file.lent, file.asked
    return {
        "language": "id",
        "title": f"Berkas pinjaman {file.ksm}",
        "board": file.board,
        "place": file.place,
        "on": _day(file.on),
        "ksm": {
            "name": file.ksm,
            "code": file.ksm_code,
            "rw": file.rw,
            "formed": _day(file.formed_on),
            "members": len(file.fellows),
            "women": sum(fellow.sex == "P" for fellow in file.fellows),
        },
        "amount": _sum(file.amount),
        "members": [_member(member) for member in file.members],
        "fellows": [_member(fellow) for fellow in file.fellows],
        "leaders": {ROLES[role]: name for role, name in file.leaders.items()},
        "offices": dict(file.offices),
        "agreed": _agreed(file.agreed) if file.agreed else None,
        "offered": _offered(file.offered),
        "schedule": _schedule(file.schedule),
        "asked": _asked(asked) if asked else None,
        "lent": _lent(lent, file.members) if lent else None,
        "visited": [_visited(visited) for visited in file.visited],
        "totals": {key: _sum(_total(file.members, key)) for key in ("asked", "verified", "decided", "share")},
        "cover": [{"title": form.id, "kode": form.kode_resmi} for form in cover],
        "forms": [_form(form, file) for form in wanted],
    }


def _form(form: Form, file: LoanFile) -> dict[str, Any]:
    """One form: what stands above it, and a QR that names it, so that a paper found again finds its file."""
    number = form_number(form, file)
    known = file.lent.loan_no if file.lent else file.asked.number if file.asked else ""
    return {
        "key": form.key,
        "title": form.id,
        "kode": form.kode_resmi,
        "numbered": bool(form.number),
        "number": number,
        "by": form.by,
        "qr": qr(f"{file.board_code} {known} {form.key} {file.on.isoformat()}"),
    }


# ---------------------------------------------------------------- figures


def _sum(amount: int | None) -> dict[str, str] | None:
    """A sum three ways: `Rp1.250.000`, `1.250.000` (in parentheses below zero, as in every table), and in words."""
    if amount is None:
        return None
    plain = rupiah(abs(amount)).removeprefix("Rp")
    return {"rp": rupiah(amount), "plain": f"({plain})" if amount < 0 else plain, "words": rupiah_in_words(amount)}


def _day(day: date | None) -> dict[str, str] | None:
    """A day three ways: in full, short, and in words as minutes begin."""
    if day is None:
        return None
    return {"long": long_date(day, "id"), "short": day.strftime("%d-%m-%Y"), "words": date_in_words(day)}


def _total(members: Iterable[Member], key: str) -> int | None:
    found = [getattr(member, key) for member in members]
    return sum(found) if found and None not in found else None


def _number(count: int) -> dict[str, str]:
    return {"n": str(count), "words": terbilang(count)}


# ---------------------------------------------------------------- who, what, how


def _member(member: Member) -> dict[str, Any]:
    """One member; `pays` is the instalment met most often, `capacity` what the household can carry in a month.

    A visit of old knew the business only: then it is what that leaves.
    """
    comes_in, goes_out, capacity = _month(member)
    totals = [principal + jasa for principal, jasa in member.instalments]
    usual = max(totals, key=totals.count) if totals else None
    stands = next((v for v in (member.share, member.decided, member.verified, member.asked) if v is not None), None)
    sums = {key: _sum(getattr(member, key)) for key in ("asked", "verified", "decided", "income", "costs", "share")}
    return sums | {
        "name": member.name,
        "role": ROLES[member.role],
        "sex": member.sex,
        "place": member.place,
        "pledged": _day(member.pledged_on),
        "written": _written(member.written) if member.written else None,
        "surveyed": _surveyed(member, member.surveyed) if member.surveyed else None,
        "comes_in": _sum(comes_in),
        "goes_out": _sum(goes_out),
        "nik": member.nik,
        "business": member.business,
        "capacity": _sum(capacity),
        "found": _found(member),
        "stands": _sum(stands),
        "pays": _sum(usual),
        "principal": _sum(sum(principal for principal, _ in member.instalments)),
        "jasa": _sum(sum(jasa for _, jasa in member.instalments)),
        "total": _sum(sum(totals)),
        "dues": [{"principal": _sum(p), "jasa": _sum(j), "total": _sum(p + j)} for p, j in member.instalments],
    }


def _month(member: Member) -> tuple[int | None, int | None, int | None]:
    """What a visit found to come in and go out in a month, and what can be carried of it; nothing before the visit."""
    if member.income is None or member.costs is None:
        return None, None, None
    found = member.surveyed
    if found is None:
        return member.income, member.costs, member.income - member.costs
    goes_out = member.costs + found.living_costs + found.other_instalments
    return member.income + found.other_income, goes_out, found.ceiling


def _used(used: Used) -> dict[str, str]:
    return {"user": USERS[used.user], "used_for": used.used_for, "alive": ALIVE[used.alive], "note": used.note}


def _visited(visited: Visited) -> dict[str, Any]:
    """The visit; what was found, advised and answered as one paragraph, each promise as a sentence."""
    advice = visited.advice and f"Saran: {visited.advice}"
    said = [visited.condition, advice, visited.answer and f"KSM: {visited.answer}"]
    return {
        "on": _day(visited.on),
        "by": visited.by,
        "uses": [_used(used) if used else None for used in visited.uses],
        "said": " ".join(one if one.endswith(".") else f"{one}." for one in said if one),
        "promises": [f"{who}: {what}, paling lambat {long_date(due, 'id')}" for who, what, due in visited.promises],
    }


def _found(member: Member) -> str:
    """What the visit concluded: all of what was asked, a part, none; nothing while nobody was there."""
    if member.verified is None or member.asked is None:
        return ""
    return "none" if not member.verified else "all" if member.verified == member.asked else "part"


def _written(written: Written) -> dict[str, Any]:
    """What the member wrote, with both sides of the month added up."""
    keys = ("capital", "turnover", "costs", "other_income", "living_costs", "other_instalments")
    comes_in = written.turnover + written.other_income
    goes_out = written.costs + written.living_costs + written.other_instalments
    return {
        **{key: _sum(getattr(written, key)) for key in keys},
        "since": str(written.since or ""),
        "workers": str(written.workers),
        "dependants": str(written.dependants),
        "comes_in": _sum(comes_in),
        "goes_out": _sum(goes_out),
        "left": _sum(comes_in - goes_out),
    }


def _surveyed(member: Member, found: Surveyed) -> dict[str, Any]:
    keys = ("other_income", "living_costs", "other_instalments", "ceiling")
    comes_in, goes_out, _ = _month(member)
    return {
        **{key: _sum(getattr(found, key)) for key in keys},
        "left": _sum((comes_in or 0) - (goes_out or 0)),
        "marks": [str(mark or "") for mark in found.marks],
        "exception": found.exception,
    }


def _offered(offered: Offered) -> dict[str, Any]:
    unit = UNITS[offered.unit]
    every = f"setiap {unit}" if offered.every == 1 else f"setiap {offered.every} {unit}"
    percent = offered.rate_percent.replace(".", ",")
    shared = offered.share_percent != "0"
    monthly = offered.unit == "harvest" or (offered.unit == "month" and offered.every == 1)
    if shared:
        jasa = f"bagian UPK {offered.share_percent.replace('.', ',')}% dari hasil usaha yang dilaporkan"
    else:
        jasa = f"{percent}% per {'bulan' if monthly else 'angsuran'}"
    return {
        "method": METHODS[offered.method],
        "shared": shared,
        "jasa": jasa,
        "loss": offered.loss_percent.replace(".", ","),
        "instalments": _number(offered.instalments),
        "every": every,
    }


def _schedule(lines: Sequence[Due]) -> dict[str, Any] | None:
    """The plan with its totals; nothing where these terms give none."""
    if not lines:
        return None
    totals = [due.principal + due.jasa for due in lines]
    return {
        "lines": [
            {
                "no": str(due.no), "on": _day(due.due_on), "principal": _sum(due.principal), "jasa": _sum(due.jasa),
                "total": _sum(due.principal + due.jasa), "balance": _sum(due.balance),
            }
            for due in lines
        ],
        "first": _day(lines[0].due_on),
        "last": _day(lines[-1].due_on),
        "usual": _sum(max(totals, key=totals.count)),
        "principal": _sum(sum(due.principal for due in lines)),
        "jasa": _sum(sum(due.jasa for due in lines)),
        "total": _sum(sum(totals)),
    }  # fmt: skip


def _asked(asked: Asked) -> dict[str, Any]:
    return {
        "number": asked.number,
        "purpose": asked.purpose,
        "state": asked.state,
        "granted": asked.state in ("approved", "disbursed"),
        "rejected": asked.state == "rejected",
        "submitted": _day(asked.submitted_on),
        "verified_on": _day(asked.verified_on),
        "verified_by": asked.verified_by,
        "decided_on": _day(asked.decided_on),
        "note": asked.note,
        **{key: _sum(getattr(asked, key)) for key in ("asked", "verified", "decided")},
    }


# ---------------------------------------------------------------- the loan


def _lent(lent: Lent, members: Sequence[Member]) -> dict[str, Any]:
    words = Words("id")
    plain = {key: value for key, value in asdict(lent).items() if isinstance(value, str)}
    sums = {
        key: _sum(getattr(lent, key))
        for key in (
            "principal", "jasa", "balance", "principal_paid", "jasa_paid", "arrears_principal", "arrears_jasa",
            "savings", "reward",
        )
    }  # fmt: skip
    rewards = split(lent.reward, [m.share or 0 for m in members]) if any(m.share for m in members) else ()
    return (
        plain
        | sums
        | {
            "disbursed": _day(lent.disbursed_on),
            "settled": _day(lent.settled_on),
            "arrears": _sum(lent.arrears_principal + lent.arrears_jasa),
            "total": _sum(lent.principal + lent.jasa),
            "missed": _number(lent.missed),
            "days_late": str(lent.days_late),
            "collectibility": str(lent.collectibility),
            "letter": _letter(lent.letter) if lent.letter else None,
            "ended": _ended(lent.ended) if lent.ended else None,
            "rewards": [_sum(part) for part in rewards],
            "cards": [
                {
                    "on": _day(line.on), "what": words(line.what), "reference": line.reference,
                    "principal": _sum(line.principal or None), "jasa": _sum(line.jasa or None),
                    "savings": _sum(line.savings or None), "balance": _sum(line.balance),
                }
                for line in lent.cards
            ],
            "paid": [_paid(row) for row in lent.paid],
        }
    )  # fmt: skip


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "step": STEPS[letter.step],
        "on": _day(letter.on),
        "days": str(letter.days_late),
        "arrears": _sum(letter.arrears),
        "recorded": letter.recorded,
    }


def _ended(ended: Ended) -> dict[str, Any]:
    sums = {key: _sum(getattr(ended, key)) for key in ("principal", "jasa", "written_off", "claim")}
    said = {"on": _day(ended.on), "cause": ended.cause, "decision": ended.decision}
    return sums | said | {"renewed": _renewed(ended.renewed) if ended.renewed else None}


def _renewed(renewed: Renewed) -> dict[str, Any]:
    return {
        "loan_no": renewed.loan_no,
        "principal": _sum(renewed.principal),
        "instalments": _number(renewed.instalments),
        "first": _day(renewed.first_due_on),
        "usual": _sum(renewed.usual),
    }


def _agreed(agreed: Agreed) -> dict[str, Any]:
    """The KSM's own rules, under the headings of its form."""
    percent = f"{agreed.jasa_bp // 100},{agreed.jasa_bp % 100:02d}".rstrip("0").rstrip(",")
    fine = f"Denda {rupiah(agreed.fine)} bagi yang tidak menepati." if agreed.fine else "Tidak ada denda."
    lends = (
        f"Dari kas KSM paling banyak {rupiah(agreed.loan_most)}, paling lama {agreed.loan_months} bulan, "
        f"jasa {percent}% sebulan."
    )
    return {
        "since": _day(agreed.starts_on),
        "Pertemuan": f"Bertemu {EVERY[agreed.every]}; sah bila hadir paling sedikit {agreed.quorum_percent}% anggota.",
        "Tabungan": f"{rupiah(agreed.savings)} setiap pertemuan." if agreed.savings else "Belum ada tabungan wajib.",
        "Pinjaman dan angsuran": lends if agreed.loan_most else "KSM belum meminjamkan dari kasnya sendiri.",
        "Sanksi": fine,
    }


def _paid(row: Paid) -> dict[str, Any]:
    sums = {key: _sum(getattr(row, key)) for key in ("amount", "principal", "jasa", "savings", "surplus", "balance")}
    return sums | {
        "receipt": row.receipt,
        "voucher": row.voucher,
        "on": _day(row.on),
        "periods": ", ".join(str(no) for no in row.periods),
        "method": "tunai" if row.method == "cash" else "lewat bank",
        "payer": row.payer,
        "cashier": row.cashier,
    }
