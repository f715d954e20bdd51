"""What a KSM needs before it applies, as both desks show it: what to do first, then every requirement with its rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from gulir.base.reference import rule_texts
from gulir.core.eligibility import Check, State
from gulir.core.rules import RuleType
from gulir.lending.queries.eligibility import Eligibility, MemberRung
from gulir.web import words
from gulir.web.tables import Cell, Column, Table
from gulir.web.trustees.values import in_words
from gulir.web.visits import say

__all__ = ["Advice", "advice", "ladder_table", "requirements_table"]

Tone = Literal["good", "watch", "bad"]
TONES: dict[State, Tone] = {State.MET: "good", State.WATCH: "watch", State.BLOCKS: "bad"}
WEIGHTS = (State.BLOCKS, State.WATCH, State.MET)
STATES: dict[State, Promise] = {
    State.MET: gettext_lazy("Terpenuhi"),
    State.WATCH: gettext_lazy("Perlu dibicarakan"),
    State.BLOCKS: gettext_lazy("Belum terpenuhi"),
}
HAVE: dict[str, Promise] = {
    "group.members_min": ngettext_lazy("%(have)s anggota", "%(have)s anggota", "count"),
    "group.members_max": ngettext_lazy("%(have)s anggota", "%(have)s anggota", "count"),
    "group.months_active_min": ngettext_lazy("%(have)s bulan", "%(have)s bulan", "count"),
    "group.months_saving_min": ngettext_lazy("%(have)s bulan", "%(have)s bulan", "count"),
    "loan.no_arrears": ngettext_lazy("%(have)s angsuran tertunggak", "%(have)s angsuran tertunggak", "count"),
    "loan.one_at_a_time": ngettext_lazy("%(have)s pinjaman berjalan", "%(have)s pinjaman berjalan", "count"),
}
"""How what there is reads; what is counted out of the members reads `3 dari 5 anggota`."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One thing to do, as a sentence, with its weight."""

    state: Tone
    text: str


def advice(found: Eligibility) -> list[Advice]:
    """What to do, what blocks first."""
    rows = [Advice(state=TONES[c.state], text=say(problem)) for c in found.checks for problem in c.problems]
    return sorted(rows, key=lambda row: row.state != "bad")


def requirements_table(found: Eligibility, *, linked: bool) -> Table:
    """Every requirement: what the KSM has, what the rule asks, how it stands. `linked`: each rule leads to its page.

    What is open comes first; on a phone what is met waits.
    """
    checks = sorted(found.checks, key=lambda check: WEIGHTS.index(check.state))
    met = frozenset(place for place, check in enumerate(checks) if check.state is State.MET)
    return Table(
        caption=_("Syarat meminjam"),
        columns=(
            Column(label=_("Syarat")),
            Column(label=_("Hasil")),
            Column(label=_("Keadaan KSM")),
            Column(label=_("Menurut aturan")),
        ),
        rows=[_row(check, found, linked=linked) for check in checks],
        far=met,
        more=ngettext("Lihat %(n)s syarat yang terpenuhi", "Lihat %(n)s syarat yang terpenuhi", len(met))
        % {"n": len(met)},
    )


def _row(check: Check, found: Eligibility, *, linked: bool) -> tuple[Cell | str, ...]:
    text = rule_texts()[check.rule]
    name = Cell(
        value=text.name.to(words.language()),
        href=reverse("trustees:rule", args=[check.rule]) if linked else "",
        note=text.meaning.to(words.language()),
    )
    state = Cell(value="", state=TONES[check.state], word=STATES[check.state])
    return name, state, _have(check, found), _asked(check, found)


def _have(check: Check, found: Eligibility) -> str:
    if check.of:
        facts = {"have": words.count(check.have), "of": words.count(check.of)}
        return _("%(have)s dari %(of)s anggota") % facts
    if found.rules.definitions[check.rule].type is RuleType.PERCENT:
        return words.percent(check.have, 0)
    return str(HAVE[check.rule] % {"have": words.count(check.have), "count": check.have})


def _asked(check: Check, found: Eligibility) -> str:
    """The value of the rule, and since when and by which decision when the board has its own."""
    definition = found.rules.definitions[check.rule]
    value = in_words(definition, found.rules.value(check.rule))
    used = found.rules.asked[check.rule]
    return _("%(value)s (%(decision)s)") % {"value": value, "decision": used.decision} if used.decision else value


def ladder_table(found: Eligibility) -> Table:
    """The loan ladder: each member's loans so far, the last one, and the most the next may be.

    On a phone it waits while the KSM may not apply yet.
    """
    count = len(found.rungs)
    return Table(
        caption=_("Tangga pinjaman"),
        columns=(
            Column(label=_("Anggota")),
            Column(label=_("Pinjaman sebelumnya"), kind="number"),
            Column(label=_("Terakhir"), kind="money"),
            Column(label=_("Catatan")),
            Column(label=_("Berikutnya paling banyak"), kind="money", key=True),
        ),
        rows=[(rung.name, rung.loans, rung.last or None, _note(rung), rung.next.most) for rung in found.rungs],
        empty=_("KSM ini belum punya anggota."),
        far=frozenset() if found.may_apply else frozenset(range(count)),
        more=ngettext("Lihat tangga %(n)s anggota", "Lihat tangga %(n)s anggota", count) % {"n": count},
    )


def _note(rung: MemberRung) -> Cell:
    if rung.next.graduates:
        return Cell(value="", state="info", word=_("Lulus ke bank atau koperasi"))
    if not rung.loans:
        return Cell(value=_("Pinjaman ke-%(step)s") % {"step": rung.next.step})
    if not rung.punctual:
        return Cell(value="", state="watch", word=_("Pernah terlambat: tetap sebesar yang lalu"))
    return Cell(value="", state="good", word=_("Selalu tepat waktu: boleh naik"))
