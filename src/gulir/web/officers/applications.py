"""Applications: the pipeline by step, a new one, the visit to every member, and what ends or sends one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.commands import Command
from gulir.community.queries import group_of, groups, members
from gulir.core.problems.access import NotFound
from gulir.lending.models import Application, ApplicationShare, MemberForm
from gulir.lending.models.surveys import SCORES
from gulir.lending.policy import DECIDES, PAYS_OUT, TAKES, VERIFIES
from gulir.lending.queries import applications, products
from gulir.lending.queries.forms import latest_forms
from gulir.lending.services import (
    AskedShare,
    VerifiedShare,
    reject_application,
    return_application,
    submit_application,
    verify_application,
    withdraw_application,
)
from gulir.web import words
from gulir.web.fields import RupiahField
from gulir.web.officers.desk import OWN, as_of, at_desk, key_of
from gulir.web.officers.surveys import HEADINGS, to_see
from gulir.web.pages import page_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["STATES", "Shares", "application_for", "end", "index", "new", "show", "verify"]

STATES = {
    "submitted": gettext_lazy("Menunggu kunjungan"),
    "verified": gettext_lazy("Menunggu tanda tangan"),
    "approved": gettext_lazy("Siap dicairkan"),
    "disbursed": gettext_lazy("Dicairkan"),
    "returned": gettext_lazy("Dikembalikan"),
    "rejected": gettext_lazy("Ditolak"),
    "withdrawn": gettext_lazy("Ditarik KSM"),
}
TONES = {"submitted": "info", "verified": "info", "approved": "good", "rejected": "bad", "returned": "watch"}
OPEN = ("submitted", "verified", "approved")


class PurposeForm(forms.Form):
    """Product and purpose of a new application."""

    product = forms.ChoiceField(label=gettext_lazy("Produk"))
    purpose = forms.CharField(
        label=gettext_lazy("Kegunaan"), max_length=200, help_text=gettext_lazy("Satu kalimat: untuk usaha apa.")
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = offered  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """What one member asks for; an empty amount asks for nothing."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    amount = RupiahField(label=gettext_lazy("Jumlah"), required=False)
    business = forms.CharField(
        label=gettext_lazy("Usaha"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
    )


SCALE = (
    ("", gettext_lazy("belum dinilai")),
    ("1", gettext_lazy("1, lemah")),
    ("2", gettext_lazy("2, cukup")),
    ("3", gettext_lazy("3, baik")),
    ("4", gettext_lazy("4, kuat")),
)


class VisitForm(forms.Form):
    """What the visit to one member found."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    amount = RupiahField(label=gettext_lazy("Layak"))
    income = RupiahField(label=gettext_lazy("Pendapatan usaha sebulan"), required=False)
    costs = RupiahField(label=gettext_lazy("Biaya usaha sebulan"), required=False)
    other_income = RupiahField(label=gettext_lazy("Pendapatan lain sebulan"), required=False)
    living_costs = RupiahField(label=gettext_lazy("Biaya hidup sebulan"), required=False)
    other_instalments = RupiahField(label=gettext_lazy("Angsuran lain sebulan"), required=False)
    character = forms.ChoiceField(label=HEADINGS["character"], choices=SCALE, required=False)
    capacity = forms.ChoiceField(label=HEADINGS["capacity"], choices=SCALE, required=False)
    capital = forms.ChoiceField(label=HEADINGS["capital"], choices=SCALE, required=False)
    condition = forms.ChoiceField(label=HEADINGS["condition"], choices=SCALE, required=False)
    collateral = forms.ChoiceField(label=HEADINGS["collateral"], choices=SCALE, required=False)
    exception = forms.CharField(
        label=gettext_lazy("Alasan pengecualian"), max_length=200, required=False,
        help_text=gettext_lazy("Hanya bila angsurannya melewati kemampuan. Diputuskan orang lain."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """A remark about the visits."""

    note = forms.CharField(
        label=gettext_lazy("Catatan kunjungan"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


Shares = forms.formset_factory(ShareForm, extra=0)
Visits = forms.formset_factory(VisitForm, extra=0)


def application_for(visit: Visit, application: UUID) -> Application:
    """The application, if this person may see it; else `NotFound`."""
    found = (
        applications(visit.book, visit.standing)
        .filter(pk=application)
        .select_related("submitted_by", "verified_by")
        .first()
    )
    if found is None:
        raise NotFound(what="pengajuan", name=str(application))
    return found


@at_desk("loans", "trustee")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The pipeline, one step at a time as links."""
    step = request.GET.get("langkah", "")
    everything = applications(visit.book, visit.standing)
    counts = dict(everything.order_by().values_list("state").annotate(n=Count("id")))
    found = everything.filter(state=step) if step in STATES else everything.filter(state__in=OPEN)
    page, query = page_of(request, found)
    rows = [
        (
            Cell(value=a.group.name, href=reverse("officers:application", args=[a.pk]), note=a.number),
            Cell(value="", state=TONES.get(a.state, ""), word=str(STATES[a.state])),  # type: ignore[arg-type]
            a.submitted_on,
            a.purpose,
            a.decided if a.decided is not None else a.verified if a.verified is not None else a.asked,
        )
        for a in page
    ]
    table = Table(
        caption=_("Pengajuan pinjaman"),
        columns=(
            Column(label=_("KSM")), Column(label=_("Langkah")), Column(label=_("Diajukan"), kind="date"),
            Column(label=_("Kegunaan")), Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Belum ada pengajuan pada langkah ini."),
    )  # fmt: skip
    tabs = [
        ("", _("Berjalan"), sum(counts.get(s, 0) for s in OPEN)),
        *((s, str(w), counts.get(s, 0)) for s, w in STATES.items()),
    ]
    context = {
        "table": table,
        "page": page,
        "query": query,
        "tabs": tabs,
        "step": step,
        "may": TAKES.allows(visit.standing) and OWN in visit.desks,
        "own": OWN in visit.desks,
        "open_count": tabs[0][2],
    }
    return render(request, "officers/applications.html", context)


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, application: UUID) -> HttpResponse:
    """One application: the shares at each step, who did what, and what may be done next."""
    found = application_for(visit, application)
    shares = list(found.shares.select_related("person", "survey").order_by("id"))
    table = Table(
        caption=_("Bagian setiap anggota"),
        columns=(
            Column(label=_("Anggota")), Column(label=_("Usaha")), Column(label=_("Diminta"), kind="money", key=True),
            Column(label=_("Layak"), kind="money"), Column(label=_("Diputuskan"), kind="money"),
        ),
        rows=[(s.person.name, s.business, s.asked, s.verified, s.decided) for s in shares],
        total=(_("Jumlah"), "", found.asked, found.verified, found.decided),
    )  # fmt: skip
    loan = getattr(found, "loan", None) if found.state == "disbursed" else None
    context = {
        "a": found,
        "table": table,
        "figure": _figure(found),
        "state": STATES[found.state],
        "tone": TONES.get(found.state, ""),
        "signatures": list(found.signatures.select_related("actor").order_by("id")),
        "loan": loan,
        "may_verify": VERIFIES.allows(visit.standing) and found.state == "submitted",
        "may_sign": DECIDES.allows(visit.standing) and found.state == "verified",
        "may_pay": PAYS_OUT.allows(visit.standing) and found.state == "approved",
        "may_reject": DECIDES.allows(visit.standing) and found.state in ("submitted", "verified"),
        "may_return": (DECIDES | VERIFIES).allows(visit.standing) and found.state in ("submitted", "verified"),
        "may_mend": TAKES.allows(visit.standing) and OWN in visit.desks and found.state == "returned",
        "may_withdraw": TAKES.allows(visit.standing) and found.state in (*OPEN, "returned"),
        "waits_for": WAITS_FOR.get(found.state, ""),
        "seen": to_see(visit, found, shares, as_of(request, visit)),
    }
    return render(request, "officers/application.html", context)


def _figure(found: Application) -> dict[str, Any]:
    """The amount that counts now: decided, else what the visit found, else what was asked for."""
    stages: list[tuple[str, int | None]] = [(_("Diputuskan"), found.decided), (_("Layak"), found.verified)]
    label, amount = next((stage for stage in stages if stage[1] is not None), (_("Diminta"), found.asked))
    return {"label": label, "amount": amount}


WAITS_FOR = {
    "submitted": gettext_lazy("Petugas pinjaman mengunjungi setiap anggota, lalu menulis hasilnya di sini."),
    "verified": gettext_lazy("Manajer UPK dan koordinator BKM masing-masing membaca dan menandatangani."),
    "approved": gettext_lazy("Kasir mencairkan pinjaman dari kas atau bank."),
    "returned": gettext_lazy("KSM memperbaiki, lalu pengajuan ini diajukan lagi."),
}


# ---------------------------------------------------------------- a new one


@at_desk("loans")
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Pick the KSM, then shares per member, product and purpose."""
    chosen = request.GET.get("ksm", "")
    if not chosen:
        return _pick(request, visit)
    try:
        ksm = group_of(visit.book, UUID(chosen))
    except ValueError as unclear:
        raise NotFound(what="group", name=chosen[:40]) from unclear
    people = members(ksm.pk, visit.today)
    offered = [(str(p.pk), p.name) for p in products(visit.book)]
    form = PurposeForm(request.POST or None, offered=offered)
    told = latest_forms(ksm.pk)
    shares = Shares(request.POST or None, prefix="share", initial=[_wish(m.person, told) for m in people])
    if request.method == "POST" and form.is_valid() and shares.is_valid():
        asked = [
            AskedShare(person=row["person"], amount=row["amount"], business=row.get("business", "").strip())
            for row in shares.cleaned_data
            if row.get("amount")
        ]
        done = carry_out(
            request, visit, submit_application, form=form, group=ksm.pk, product=UUID(form.cleaned_data["product"]),
            shares=asked, purpose=form.cleaned_data["purpose"],
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("Pengajuan %(number)s dicatat. Berikutnya: kunjungi setiap anggota.") % done)
            return redirect("officers:application", application=done["application"])
    context = {
        "ksm": ksm,
        "form": form,
        "shares": shares,
        "rows": list(zip(people, shares, strict=False)),
        "offered": offered,
        "key": key_of(request),
    }
    bad = bool(form.errors) or (shares.is_bound and not shares.is_valid())
    return render(request, "officers/application_new.html", context, status=422 if bad else 200)


def _wish(person: UUID, told: dict[UUID, MemberForm]) -> dict[str, Any]:
    """What a member's own form asks for, as the row begins."""
    form = told.get(person)
    return {"person": person} if form is None else {"person": person, "amount": form.amount, "business": form.business}


def _pick(request: HttpRequest, visit: Visit) -> HttpResponse:
    rows = [
        (
            Cell(value=g.name, href=f"{reverse('officers:application_new')}?ksm={g.id}", note=g.code),
            g.rw,
            g.members,
            g.women,
        )
        for g in groups(visit.book, visit.standing, visit.today)
    ]
    table = Table(
        caption=_("Pilih KSM"),
        columns=(
            Column(label=_("KSM")),
            Column(label=_("RW")),
            Column(label=_("Anggota"), kind="number", key=True),
            Column(label=_("Jumlah perempuan"), kind="number"),
        ),
        rows=rows,
        empty=_("Belum ada KSM. Mulai dengan menambah KSM pertama."),
        empty_action=_("Tambah KSM"),
        empty_href=reverse("officers:group_new"),
    )
    return render(request, "officers/application_pick.html", {"table": table})


# ---------------------------------------------------------------- the visit


@at_desk("loans")
def verify(request: HttpRequest, visit: Visit, application: UUID) -> HttpResponse:
    """What the visit to every member found."""
    found = application_for(visit, application)
    asked = list(found.shares.select_related("person").order_by("id"))
    form = NoteForm(request.POST or None)
    told = latest_forms(found.group_id, [s.person_id for s in asked])
    visits = Visits(request.POST or None, prefix="visit", initial=[_told(s, told.get(s.person_id)) for s in asked])
    if request.method == "POST" and form.is_valid() and visits.is_valid():
        seen = [_found(row) for row in visits.cleaned_data]
        done = carry_out(
            request, visit, verify_application, form=form, application=found.pk, shares=seen,
            note=form.cleaned_data["note"],
        )  # fmt: skip
        if done is not None:
            messages.success(
                request,
                _("Hasil kunjungan tercatat: layak %(amount)s. Berikutnya: dua tanda tangan.")
                % {"amount": words.rupiah(done["verified"])},
            )
            return redirect("officers:application", application=found.pk)
    if visits.is_bound and not visits.is_valid():
        _say_above(form, asked, visits)
    context = {
        "a": found,
        "form": form,
        "visits": visits,
        "may": VERIFIES.allows(visit.standing) and found.state == "submitted",
        "rows": [(s, f, told.get(s.person_id)) for s, f in zip(asked, visits, strict=False)],
        "key": key_of(request),
    }
    return render(request, "officers/application_verify.html", context, status=422 if form.errors else 200)


def _say_above(form: forms.Form, asked: Sequence[ApplicationShare], visits: Any) -> None:
    """Put what is wrong about single members above the page too, each with the name and the box."""
    for share, row in zip(asked, visits, strict=False):
        name = share.person.name
        for field in row:
            for text in field.errors:
                form.add_error(None, f"{name}, {field.label}: {text}")
    for text in visits.non_form_errors():
        form.add_error(None, text)


def _found(boxes: dict[str, Any]) -> VerifiedShare:
    """What was written about one member; an empty box of the household is nothing, an empty judgement none."""
    given: dict[str, Any] = {name: boxes[name] for name in ("person", "amount", "income", "costs", "exception")}
    given |= {name: boxes[name] or 0 for name in ("other_income", "living_costs", "other_instalments")}
    given |= {name: int(boxes[name] or 0) for name in SCORES}
    return VerifiedShare(**given)


def _told(share: ApplicationShare, form: MemberForm | None) -> dict[str, Any]:
    """What the boxes of a visit begin with: what was asked, and what the member wrote in their own form."""
    begins: dict[str, Any] = {"person": share.person_id, "amount": share.asked}
    if form is not None:
        begins |= {"income": form.turnover, "costs": form.costs, "other_income": form.other_income}
        begins |= {"living_costs": form.living_costs, "other_instalments": form.other_instalments}
    return begins


# ---------------------------------------------------------------- what ends or sends back

ENDS: dict[str, tuple[Command[Any], Any, Any]] = {
    "tolak": (reject_application, gettext_lazy("Tolak pengajuan"), gettext_lazy("Pengajuan ditolak.")),
    "kembalikan": (return_application, gettext_lazy("Kembalikan kepada KSM"), gettext_lazy("Pengajuan dikembalikan.")),
    "tarik": (withdraw_application, gettext_lazy("Tarik pengajuan"), gettext_lazy("Pengajuan ditarik.")),
}


@at_desk("loans", "trustee")
def end(request: HttpRequest, visit: Visit, application: UUID, how: str) -> HttpResponse:
    """Reject, send back or withdraw, with the reason the KSM will be told."""
    found = application_for(visit, application)
    act, title, told = ENDS[how]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, act, form=form, application=found.pk, reason=form.cleaned_data["reason"])
        if done is not None:
            messages.success(request, str(told))
            return redirect("officers:application", application=found.pk)
    context = {"a": found, "form": form, "title": title, "key": key_of(request)}
    return render(request, "officers/application_end.html", context, status=422 if form.errors else 200)
