"""What the board is asked about: the name of each subject and exactly what is shown of it, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.reference import rule_definitions, rule_texts
from gulir.core.rules import RuleDef
from gulir.web import words
from gulir.web.causes import CAUSES, CHANGES
from gulir.web.trustees.values import CHOICES, read_shown

__all__ = ["SUBJECTS", "kind_of", "shown_lines", "title_of"]

SUBJECTS = {
    "rule": gettext_lazy("Perubahan aturan"),
    "loan_application": gettext_lazy("Pengajuan pinjaman"),
    "profit": gettext_lazy("Pembagian laba"),
    "write_off": gettext_lazy("Penghapusbukuan"),
    "restructuring": gettext_lazy("Jadwal baru pinjaman"),
    "death_cover": gettext_lazy("Anggota meninggal"),
    "margin_rebate": gettext_lazy("Potongan margin"),
    "suspension": gettext_lazy("Penghentian pinjaman"),
    "lending_goes_on": gettext_lazy("Pinjaman baru selama penundaan"),
}
TITLES = {
    "write_off": gettext_lazy("Hapus buku pinjaman %(loan)s %(ksm)s"),
    "restructuring": gettext_lazy("Jadwal baru pinjaman %(loan)s %(ksm)s"),
    "margin_rebate": gettext_lazy("Potongan margin pinjaman %(loan)s %(ksm)s"),
    "death_cover": gettext_lazy("Anggota meninggal, pinjaman %(loan)s %(ksm)s"),
    "suspension": gettext_lazy("Membuka kembali pinjaman yang dihentikan %(since)s"),
    "lending_goes_on": gettext_lazy("Pinjaman baru sampai %(until)s"),
}
"""The names of subjects that are named by what is shown of them."""
LABELS = {
    "rule": gettext_lazy("Aturan yang diubah"),
    "now": gettext_lazy("Sekarang"),
    "proposed": gettext_lazy("Diusulkan"),
    "effective_on": gettext_lazy("Berlaku mulai"),
    "LAR": gettext_lazy("LAR"),
    "PAR": gettext_lazy("PAR"),
    "since": gettext_lazy("Dihentikan sejak"),
    "until": gettext_lazy("Sampai dengan"),
    "ksm": gettext_lazy("KSM"),
    "amount": gettext_lazy("Jumlah"),
    "members": gettext_lazy("Anggota"),
    "instalments": gettext_lazy("Kali angsuran"),
    "rate_percent": gettext_lazy("Jasa per angsuran (%)"),
    "purpose": gettext_lazy("Kegunaan"),
    "year": gettext_lazy("Tahun"),
    "profit": gettext_lazy("Laba"),
    "loan": gettext_lazy("Nomor pinjaman"),
    "jasa": gettext_lazy("Jasa yang belum dibayar"),
    "change": gettext_lazy("Yang diubah"),
    "lost": gettext_lazy("Bagian anggota yang dihapusbukukan"),
    "rebate": gettext_lazy("Potongan margin yang diusulkan"),
    "covered": gettext_lazy("Dibayar dari dana risiko"),
    "covered_jasa": gettext_lazy("Jasa yang tidak ditagih"),
    "died_on": gettext_lazy("Meninggal pada"),
    "letter": gettext_lazy("Surat keterangan kematian"),
    "cause": gettext_lazy("Sebab menunggak"),
    "reason": gettext_lazy("Alasan"),
}
MONEY = {"amount", "covered", "covered_jasa", "jasa", "lost", "profit", "rebate"}
DAYS = {"died_on", "effective_on", "since", "until"}


def kind_of(kind: str) -> str:
    """The kind of a subject in words; a kind this desk does not know yet by its own name."""
    return str(SUBJECTS.get(kind, kind))


def title_of(kind: str, subject: str, title: str, shown: Mapping[str, Any] | None = None) -> str:
    """The name of a subject: a rule by its name, a profit by its year, a loan's end by what is shown of it.

    Anything else as it was put on the agenda.
    """
    if kind == "rule" and subject in rule_texts():
        return rule_texts()[subject].name.to(words.language())
    if kind == "profit":
        return _("Pembagian laba tahun %(year)s") % {"year": subject}
    if kind in TITLES and shown:
        days = {key: words.long_date(date.fromisoformat(str(shown[key]))) for key in DAYS & set(shown)}
        return str(TITLES[kind]) % {**shown, **days}
    return title


def shown_lines(kind: str, subject: str, shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the board is shown, line by line: label and value, in the order of the labels, then the parts of a sum."""
    definition = next((d for d in rule_definitions() if kind == "rule" and d.key == subject), None)
    lines = [
        (str(label), _said(key, shown[key], definition, title_of(kind, subject, str(shown.get("title", "")), shown)))
        for key, label in LABELS.items()
        if key in shown and not (key == "rate_percent" and _shares(shown))
    ]
    lines += _sheet(shown)
    lines += [
        (_("Angsuran %(no)s, %(day)s") % {"no": no, "day": words.long_date(date.fromisoformat(day))},
         words.rupiah(principal + jasa))
        for no, (day, principal, jasa) in enumerate(shown.get("lines", ()), start=1)
    ]  # fmt: skip
    parts = shown.get("amounts")
    if isinstance(parts, Mapping):
        lines += [(_begun(str(CHOICES.get(name, name))), words.rupiah(int(part))) for name, part in parts.items()]
    return lines


def _shares(shown: Mapping[str, Any]) -> bool:
    """Whether a share of the result is paid instead of jasa."""
    return "share_percent" in (shown.get("plain_sheet") or {})


def _sheet(shown: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a loan asks in all, from its plain sheet; where the result is shared, the ratio instead of jasa."""
    sheet = shown.get("plain_sheet") or {}
    if not sheet:
        return []
    if not _shares(shown):
        return [(_("Yang harus dibayar"), words.rupiah(sheet["to_pay"]))]
    return [
        (_("Pokok yang dikembalikan"), words.rupiah(sheet["to_pay"])),
        (_("Bagian UPK dari untung (%)"), str(sheet["share_percent"])),
        (_("Bagian UPK dari rugi (%)"), str(sheet["loss_percent"])),
    ]


def _begun(text: str) -> str:
    """A word at the head of a line; names in capitals (BKM, UPK) stay as they are."""
    return text[:1].upper() + text[1:]


def _said(key: str, value: Any, definition: RuleDef | None, title: str) -> str:
    if key == "rule":
        return title
    if key in {"now", "proposed"} and definition is not None:
        return read_shown(definition, str(value))
    if key == "cause" and value in CAUSES:
        return str(CAUSES[value])
    if key == "change" and value in CHANGES:
        return str(CHANGES[value])
    if key == "rate_percent":
        return str(value).replace(".", "," if words.language() == "id" else ".")
    if key in MONEY and isinstance(value, int):
        return words.rupiah(value)
    if key in DAYS:
        return words.long_date(date.fromisoformat(str(value)))
    return str(value)
