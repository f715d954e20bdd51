"""The forms of the hand-over ladder: who does each routine and what was seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.handover import ROUTINES
from gulir.core.instruments import Instrument
from gulir.mentoring.queries.handovers import ReadLadder
from gulir.web.instruments import answer_word, item_name

__all__ = ["LadderForm"]


class LadderForm(forms.Form):
    """Each routine with the four rungs; the last reading stands ready, so that only what changed is chosen."""

    reason = forms.CharField(label=gettext_lazy("Mengapa triwulan ini dibaca lagi"), max_length=200)

    def __init__(self, *args: Any, instrument: Instrument, last: ReadLadder | None, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = last.ladder.levels if last else {}
        for routine in ROUTINES:
            rungs = [
                (str(one.points), answer_word(instrument, routine, one.points))
                for one in instrument.item(routine).answers
            ]
            self.fields[f"l_{routine}"] = forms.ChoiceField(
                label=item_name(instrument, routine), required=False, widget=forms.RadioSelect,
                choices=[("", _("Belum dilihat")), *rungs], initial=str(before.get(routine, "")),
            )  # fmt: skip
            self.fields[f"s_{routine}"] = forms.CharField(
                label=_("Yang Anda lihat: %(routine)s") % {"routine": item_name(instrument, routine)},
                max_length=200,
                required=False,
            )
        if not again:
            del self.fields["reason"]

    @property
    def why(self) -> Any:
        """The box that asks why the quarter is read again, if it is."""
        return self["reason"] if "reason" in self.fields else None

    @property
    def questions(self) -> list[tuple[Any, Any]]:
        """Each routine with the box for what was seen."""
        return [(self[f"l_{routine}"], self[f"s_{routine}"]) for routine in ROUTINES]

    @property
    def levels(self) -> dict[str, int]:
        """The rungs that were chosen."""
        given = {routine: self.cleaned_data[f"l_{routine}"] for routine in ROUTINES}
        return {routine: int(level) for routine, level in given.items() if level}

    @property
    def seen(self) -> dict[str, str]:
        """What was written to each routine."""
        given = {routine: self.cleaned_data[f"s_{routine}"] for routine in ROUTINES}
        return {routine: text for routine, text in given.items() if text}
