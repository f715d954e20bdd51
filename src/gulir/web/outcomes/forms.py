"""The form of asking again: the very questions of the member's form, who works in the business, or why no answer."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.mentoring.models import FollowUp
from gulir.mentoring.services import FollowUpSheet, JobTold
from gulir.web.fields import DayField
from gulir.web.member_forms import MONEY, MemberFormForm
from gulir.web.outcomes.words import ANSWER_WORDS, WORKER_WORDS

__all__ = ["QUESTIONS", "FollowUpForm", "said_before"]

QUESTIONS = ("workers", *MONEY, "dependants")
JOBS = 4
NONE = ("", gettext_lazy("Tidak ada"))
YES_NO = (("yes", gettext_lazy("Ya")), ("no", gettext_lazy("Tidak")))
SEXES = (("P", gettext_lazy("Perempuan")), ("L", gettext_lazy("Laki-laki")))


class FollowUpForm(forms.Form):
    """One member asked again; every box is free where nobody answered."""

    asked_on = DayField(label=gettext_lazy("Tanggal ditanya"))
    answer = forms.ChoiceField(
        label=gettext_lazy("Hasilnya"), choices=list(ANSWER_WORDS.items()), widget=forms.RadioSelect
    )
    alive = forms.ChoiceField(
        label=gettext_lazy("Usahanya masih berjalan"), required=False, choices=YES_NO, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"), max_length=200, required=False,
        help_text=gettext_lazy("Misalnya pindah ke mana, atau mengapa usahanya berhenti."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Alasan pembetulan"), max_length=200)

    def __init__(self, *args: Any, corrects: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in QUESTIONS:
            question = deepcopy(MemberFormForm.base_fields[name])
            question.required, question.initial = False, None
            self.fields[name] = question
        if not corrects:
            del self.fields["reason"]
        for no in range(1, JOBS + 1):
            self._add_job(no)

    def _add_job(self, no: int) -> None:
        add, who = self.fields, {"no": no}
        add[f"j{no}_who"] = forms.ChoiceField(
            label=_("Orang ke-%(no)s") % who, required=False, choices=[NONE, *WORKER_WORDS.items()]
        )
        add[f"j{no}_hours"] = forms.IntegerField(
            label=_("Jam kerja seminggu"), required=False, min_value=1, max_value=112
        )
        add[f"j{no}_months"] = forms.IntegerField(
            label=_("Bulan bekerja dalam setahun terakhir"), required=False, min_value=1, max_value=12
        )
        add[f"j{no}_sex"] = forms.ChoiceField(label=_("Jenis kelamin"), required=False, choices=[NONE, *SEXES])
        add[f"j{no}_poor"] = forms.BooleanField(label=_("Dari keluarga miskin"), required=False)

    def _some(self, *names: str) -> list[Any]:
        return [self[name] for name in names if name in self.fields]

    @property
    def head(self) -> list[Any]:
        """What is filled in whatever the answer was."""
        return self._some("reason", "asked_on", "answer", "note")

    @property
    def business(self) -> list[Any]:
        """The questions about the business."""
        return self._some("alive", "workers", "capital", "turnover", "costs")

    @property
    def household(self) -> list[Any]:
        """The questions about the household."""
        return self._some("other_income", "living_costs", "other_instalments", "dependants")

    @property
    def people(self) -> list[tuple[int, list[Any], bool]]:
        """The rows of who works there: number, boxes, and whether something stands in them."""
        found = []
        for no in range(1, JOBS + 1):
            boxes = self._some(*(f"j{no}_{part}" for part in ("who", "hours", "months", "sex", "poor")))
            found.append((no, boxes, no == 1 or any(box.value() or box.errors for box in boxes)))
        return found

    def clean(self) -> dict[str, Any]:
        """Whoever answered says whether the business runs; a row that was begun is finished."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") == "answered" and not given.get("alive") and "alive" not in self.errors:
            self.add_error("alive", ValidationError(_("Pilih ya atau tidak."), code="required"))
        for no in range(1, JOBS + 1):
            parts = [f"j{no}_{part}" for part in ("who", "hours", "months", "sex")]
            if any(given.get(name) for name in (*parts, f"j{no}_poor")):
                for name in parts:
                    if not given.get(name) and name not in self.errors:
                        told = _("Isi siapa, jam, bulan, dan jenis kelaminnya.")
                        self.add_error(name, ValidationError(told, code="required"))
        return given

    @property
    def sheet(self) -> FollowUpSheet:
        """What was filled in, as the act takes it; an empty box is nothing."""
        given = self.cleaned_data
        jobs = [
            JobTold(
                who=given[f"j{no}_who"], weekly_hours=given[f"j{no}_hours"], months=given[f"j{no}_months"],
                woman=given[f"j{no}_sex"] == "P", poor=given[f"j{no}_poor"],
            )
            for no in range(1, JOBS + 1)
            if given[f"j{no}_who"]
        ]  # fmt: skip
        return FollowUpSheet(
            asked_on=given["asked_on"],
            answer=given["answer"],
            alive=given["alive"] == "yes",
            note=given["note"],
            jobs=jobs,
            **{name: given[name] or 0 for name in QUESTIONS},
        )


def said_before(wrong: FollowUp) -> dict[str, Any]:
    """The boxes as the wrong record has them."""
    found: dict[str, Any] = {name: getattr(wrong, name) for name in ("asked_on", "answer", "note")}
    if wrong.answer == "answered":
        found |= {"alive": "yes" if wrong.alive else "no", **{name: getattr(wrong, name) for name in QUESTIONS}}
    for no, job in enumerate(wrong.jobs.order_by("line")[:JOBS], 1):
        found |= {
            f"j{no}_who": job.who, f"j{no}_hours": job.weekly_hours, f"j{no}_months": job.months,
            f"j{no}_sex": "P" if job.woman else "L", f"j{no}_poor": job.poor,
        }  # fmt: skip
    return found
