"""The form of a visit: what every visit has stands first, the rest is folded; nothing of it needs a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.community.queries import MemberRow
from gulir.core.problems import Problem
from gulir.lending.models import Loan, Share
from gulir.mentoring.models.visits import SIGHTS
from gulir.mentoring.queries.visits import OpenPromise
from gulir.mentoring.services.visit_sheets import Heard, Photo, Pledged, Taught, Used, VisitSheet
from gulir.web.calls.words import (
    HEARD_WORDS,
    PURPOSE_WORDS,
    RESULT_WORDS,
    SEEN_WORDS,
    SIGHT_WORDS,
    STAGE_WORDS,
    TAUGHT_WORDS,
    USER_WORDS,
)
from gulir.web.fields import DayField
from gulir.web.photos import keep_photo
from gulir.web.visits import say

__all__ = ["VisitForm"]

PROMISES, LINES, PHOTOS = 3, 3, 8
NOT_SAID = ("", gettext_lazy("Tidak dibahas"))
NONE = ("", gettext_lazy("Tidak ada"))
FINDING = {
    "condition": (gettext_lazy("Keadaan yang ditemukan"), 300),
    "criterion": (gettext_lazy("Seharusnya bagaimana"), 200),
    "cause": (gettext_lazy("Sebabnya"), 200),
    "effect": (gettext_lazy("Akibatnya"), 200),
    "advice": (gettext_lazy("Saran"), 300),
    "answer": (gettext_lazy("Jawaban KSM"), 300),
}


class ManyFiles(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files of the box, whether the form was sent by a browser or put together by hand."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotoField(forms.FileField):
    """A JPEG or PNG photo straight from the phone's camera; what comes out is the kept photo."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The photo, kept under its digest; nothing for an empty box."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return keep_photo(upload)
        except Problem as problem:
            raise ValidationError(say(problem), code=problem.code) from problem


class PhotosField(forms.FileField):
    """Several photos in one box; what comes out are the kept photos."""

    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The photos, each kept under its digest; an empty list for an empty box."""
        sent = [one for one in (data or []) if one]
        if len(sent) > PHOTOS:
            raise ValidationError(_("Paling banyak %(n)s foto.") % {"n": PHOTOS})
        try:
            kept = [keep_photo(super(PhotosField, self).clean(one, initial)) for one in sent]
        except Problem as problem:
            raise ValidationError(say(problem), code=problem.code) from problem
        return list({photo.sha256: photo for photo in kept}.values())


class VisitForm(forms.Form):
    """One visit. `loan` and its `shares` are given when it is about the use of a loan."""

    held_on = DayField(label=gettext_lazy("Tanggal kunjungan"))
    minutes = forms.IntegerField(label=gettext_lazy("Lamanya (menit)"), min_value=1, max_value=600)
    purpose = forms.ChoiceField(label=gettext_lazy("Tujuan"), choices=())
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=80, required=False)
    met = forms.MultipleChoiceField(
        label=gettext_lazy("Anggota yang ditemui"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(label=gettext_lazy("Orang lain yang ditemui"), max_length=120, required=False)
    next_on = DayField(label=gettext_lazy("Kunjungan berikutnya"), required=False)
    photos = PhotosField(
        label=gettext_lazy("Foto"),
        required=False,
        help_text=gettext_lazy(
            "Misalnya buku kas atau pertemuannya. Boleh beberapa sekaligus. Tempat dan waktu di dalam foto dihapus."
        ),
    )
    reason = forms.CharField(label=gettext_lazy("Alasan pembetulan"), max_length=200)

    def __init__(
        self,
        *args: Any,
        members: Sequence[MemberRow],
        promises: Sequence[OpenPromise],
        loan: Loan | None = None,
        shares: Sequence[Share] = (),
        routine: bool = True,
        corrects: bool = False,
        suggested: Mapping[str, str] | None = None,
        lines: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.loan, self.shares, self.promises = loan, list(shares), list(promises)
        self.suggested, self.lines = suggested or {}, range(1, max(LINES, lines) + 1)
        field: Any = self.fields["met"]
        field.choices = [(str(row.person), row.name) for row in members]
        self.people = {str(row.person): row.person for row in members}
        purpose: Any = self.fields["purpose"]
        purpose.choices = [(key, word) for key, word in PURPOSE_WORDS.items() if (key == "loan") == bool(loan)]
        if loan:
            self.fields["stage"] = forms.ChoiceField(label=_("Kunjungan pinjaman"), choices=[*STAGE_WORDS.items()])
        if not corrects:
            del self.fields["reason"]
        self._add_lines()
        self._add_notes()

    def _add_notes(self) -> None:
        """Several things heard and several coached; what this KSM needs most stands first among the topics."""
        add = self.fields
        taught: list[Any] = [NONE, *TAUGHT_WORDS.items()]
        if self.suggested:
            first = [(topic, TAUGHT_WORDS[topic]) for topic in self.suggested]
            others = [(topic, word) for topic, word in TAUGHT_WORDS.items() if topic not in self.suggested]
            taught = [NONE, (_("Disarankan"), first), *([(_("Lainnya"), others)] if others else [])]
        for no in self.lines:
            said = {"no": no}
            add[f"h{no}_topic"] = forms.ChoiceField(
                label=_("Cerita %(no)s: tentang apa") % said, required=False, choices=[NONE, *HEARD_WORDS.items()]
            )
            add[f"h{no}_said"] = forms.CharField(
                label=_("Ceritanya"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            add[f"h{no}_consent"] = forms.BooleanField(
                label=_("Yang bercerita setuju orang lain membacanya"), required=False
            )
            add[f"t{no}_topic"] = forms.ChoiceField(
                label=_("Pembinaan %(no)s: tentang apa") % said,
                required=False,
                choices=taught,
                help_text=self._why() if no == 1 else "",
            )
            add[f"t{no}_said"] = forms.CharField(label=_("Siapa dan bagaimana"), max_length=300, required=False)
            add[f"t{no}_minutes"] = forms.IntegerField(
                label=_("Lamanya pembinaan (menit)"), required=False, min_value=1, max_value=600
            )

    def _why(self) -> str:
        """What is suggested, and the warnings or weaknesses behind it."""
        if not self.suggested:
            return ""
        rows = [
            f"{TAUGHT_WORDS[topic]} ({why})" if why else str(TAUGHT_WORDS[topic])
            for topic, why in self.suggested.items()
        ]
        return _("Disarankan untuk KSM ini: %(topics)s") % {"topics": "; ".join(rows)}

    def _add_lines(self) -> None:
        add = self.fields
        for promise in self.promises:
            label = _("%(who)s: %(said)s") % {"who": promise.who, "said": promise.said}
            add[f"r{promise.id}"] = forms.ChoiceField(
                label=label, required=False, choices=[NOT_SAID, *RESULT_WORDS.items()]
            )
        for name, word in SIGHT_WORDS.items():
            add[name] = forms.ChoiceField(label=str(word), choices=[*SEEN_WORDS.items()], initial="unseen")
        for share in self.shares:
            who = {"name": share.person.name if share.person else ""}
            key = f"u{share.pk}"
            add[f"{key}_user"] = forms.ChoiceField(
                label=_("Pemakai pinjaman %(name)s") % who, required=False, choices=[NOT_SAID, *USER_WORDS.items()]
            )
            add[f"{key}_for"] = forms.CharField(label=_("Dipakai untuk"), max_length=120, required=False)
            add[f"{key}_alive"] = forms.ChoiceField(
                label=_("Usahanya berjalan"), required=False, choices=[*SEEN_WORDS.items()], initial="unseen"
            )
            add[f"{key}_photo"] = PhotoField(label=_("Foto usahanya"), required=False)
            add[f"{key}_note"] = forms.CharField(
                label=_("Catatan"), max_length=200, required=False, help_text=_("Bila tidak ada foto, tulis sebabnya.")
            )
        for name, (word, most) in FINDING.items():
            add[name] = forms.CharField(label=word, max_length=most, required=False)
        for no in range(1, PROMISES + 1):
            add[f"p{no}_who"] = forms.CharField(
                label=_("Janji %(no)s: siapa") % {"no": no}, max_length=80, required=False
            )
            add[f"p{no}_said"] = forms.CharField(label=_("Janjinya"), max_length=200, required=False)
            add[f"p{no}_due"] = DayField(label=_("Paling lambat"), required=False)

    def _lines(self, kind: str, *parts: str) -> list[str]:
        """The names of the fields of several lines, line by line."""
        return [f"{kind}{no}_{part}" for no in self.lines for part in parts]

    def _some(self, *names: str) -> list[Any]:
        return [self[name] for name in names if name in self.fields]

    @property
    def head(self) -> list[Any]:
        """What every visit has."""
        return self._some("reason", "held_on", "minutes", "purpose", "stage", "place", "met", "others")

    @property
    def sections(self) -> list[tuple[str, list[Any], bool]]:
        """The other parts: title, fields, and whether it stands open."""
        promised = [[f"p{no}_{part}" for part in ("who", "said", "due")] for no in range(1, PROMISES + 1)]
        others = [name for names in promised[1:] for name in names]
        used = [f"u{share.pk}_{part}" for share in self.shares for part in ("user", "for", "alive", "photo", "note")]
        heard, taught = self._lines("h", "topic", "said", "consent"), self._lines("t", "topic", "said", "minutes")
        found = [
            (_("Janji kunjungan yang lalu"), self._some(*(f"r{p.id}" for p in self.promises)), True),
            (_("Penggunaan pinjaman"), self._some(*used), True),
            (_("Yang dilihat"), self._some(*SIGHTS), True),
            (_("Yang didengar"), self._some(*heard[:3]), False),
            (_("Cerita lainnya"), self._some(*heard[3:]), False),
            (_("Yang dibina"), self._some(*taught[:3]), bool(self.suggested)),
            (_("Pembinaan lainnya"), self._some(*taught[3:]), False),
            (_("Temuan dan saran"), self._some(*FINDING), False),
            (_("Janji baru"), self._some(*promised[0]), True),
            (_("Janji lainnya"), self._some(*others), False),
            (_("Foto dan kunjungan berikutnya"), self._some("photos", "next_on"), False),
        ]
        return [(title, rows, opened or _touched(rows)) for title, rows, opened in found if rows]

    def clean(self) -> dict[str, Any]:
        """A line that was begun is finished."""
        given: dict[str, Any] = super().clean() or {}
        for no in range(1, PROMISES + 1):
            parts = [f"p{no}_{part}" for part in ("who", "said", "due")]
            if any(given.get(name) for name in parts):
                for name in parts:
                    if not given.get(name) and name not in self.errors:
                        self.add_error(name, _("Isi siapa, janjinya, dan tanggalnya."))
        for no in self.lines:
            minutes = f"t{no}_minutes"
            if given.get(f"t{no}_topic") and not given.get(minutes) and minutes not in self.errors:
                self.add_error(minutes, _("Isi berapa menit."))
            for topic, said in ((f"h{no}_topic", f"h{no}_said"), (f"t{no}_topic", f"t{no}_said")):
                if bool(given.get(topic)) != bool(given.get(said)) and not self.errors.get(said):
                    self.add_error(said if given.get(topic) else topic, _("Pilih pokoknya dan tulis isinya."))
        return given

    @property
    def sheet(self) -> VisitSheet:
        """What was filled in, as the act takes it."""
        given = self.cleaned_data
        photos: list[Photo] = list(given["photos"])
        uses = []
        for share in self.shares:
            key = f"u{share.pk}"
            if share.person_id is None or not given.get(f"{key}_user"):
                continue
            uses.append(
                Used(
                    person=share.person_id,
                    user=given[f"{key}_user"],
                    used_for=given[f"{key}_for"],
                    alive=given[f"{key}_alive"] or "unseen",
                    note=given[f"{key}_note"],
                )
            )
            if given.get(f"{key}_photo"):
                kept: Photo = given[f"{key}_photo"]
                photos.append(_of(kept, share))
        return VisitSheet(
            purpose=given["purpose"],
            minutes=given["minutes"],
            place=given["place"],
            met=[self.people[key] for key in given["met"]],
            others=given["others"],
            loan=self.loan.pk if self.loan else None,
            stage=given.get("stage", ""),
            results={p.id: given[f"r{p.id}"] for p in self.promises if given.get(f"r{p.id}")},
            uses=uses,
            heard=[
                Heard(topic=given[f"h{no}_topic"], said=given[f"h{no}_said"], consent=given[f"h{no}_consent"])
                for no in self.lines
                if given[f"h{no}_topic"]
            ],
            taught=[
                Taught(topic=given[f"t{no}_topic"], said=given[f"t{no}_said"], minutes=given[f"t{no}_minutes"] or 0)
                for no in self.lines
                if given[f"t{no}_topic"]
            ],
            promises=[*self._promised(given)],
            photos=photos,
            next_on=given["next_on"],
            **{name: given[name] for name in (*SIGHTS, *FINDING)},
        )

    def _promised(self, given: dict[str, Any]) -> Iterable[Pledged]:
        for no in range(1, PROMISES + 1):
            if given.get(f"p{no}_who"):
                yield Pledged(who=given[f"p{no}_who"], said=given[f"p{no}_said"], due_on=given[f"p{no}_due"])


def _of(photo: Photo, share: Share) -> Photo:
    """The photo as one of this member's business."""
    return Photo(
        sha256=photo.sha256,
        name=photo.name,
        media_type=photo.media_type,
        size=photo.size,
        person=share.person_id,
    )


def _touched(rows: Iterable[Any]) -> bool:
    """Whether somebody wrote something there, or something is wrong there."""
    return any(row.errors or (row.form.is_bound and row.value()) for row in rows)
