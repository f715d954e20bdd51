"""People and groups: lists, registering a person, forming a KSM, who belongs to it.

No NIK and no phone is ever shown.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.reference import group_offices
from gulir.community.policy import KEEPS_GROUPS, KEEPS_PEOPLE, SEES_GROUPS
from gulir.community.queries import group_of, groups, members, people, person_of
from gulir.community.services import form_group, join_group, leave_group, name_group_officer, register_person
from gulir.core.problems.access import NotFound
from gulir.lending.queries import loans_seen
from gulir.mentoring.policy import READS_SIGNS
from gulir.web import words
from gulir.web.desks import visits_page
from gulir.web.fields import DayField
from gulir.web.officers.desk import OWN, at_desk, key_of
from gulir.web.officers.loans import LOAN_STATES
from gulir.web.pages import page_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["SEXES", "group", "group_new", "groups_index", "join", "leave", "people_index", "person_new", "role"]

SEXES = {"P": gettext_lazy("Perempuan"), "L": gettext_lazy("Laki-laki")}
FOUND = 20


class PersonForm(forms.Form):
    """One person. What is sensitive is sealed at once and never shown again on a page."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=80)
    sex = forms.ChoiceField(label=gettext_lazy("Jenis kelamin"), choices=list(SEXES.items()), widget=forms.RadioSelect)
    born_on = DayField(label=gettext_lazy("Tanggal lahir"), required=False)
    rw = forms.CharField(label=gettext_lazy("RW"), max_length=3, required=False)
    rt = forms.CharField(label=gettext_lazy("RT"), max_length=3, required=False)
    poor_listed = forms.BooleanField(label=gettext_lazy("Terdaftar miskin"), required=False)
    nik = forms.CharField(
        label=gettext_lazy("NIK"), max_length=24, required=False,
        help_text=gettext_lazy("Disimpan tersandi. Halaman mana pun tidak menampilkannya."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telepon"), max_length=24, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip


class GroupForm(forms.Form):
    """A new KSM."""

    code = forms.CharField(label=gettext_lazy("Kode"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Nama KSM"), max_length=80)
    rw = forms.CharField(label=gettext_lazy("RW"), max_length=3, required=False)
    formed_on = DayField(label=gettext_lazy("Tanggal dibentuk"))


class JoinForm(forms.Form):
    """A person becomes a member."""

    person = forms.ChoiceField(label=gettext_lazy("Warga"), widget=forms.RadioSelect)
    role = forms.ChoiceField(label=gettext_lazy("Sebagai"))
    on = DayField(label=gettext_lazy("Sejak"))

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = found  # type: ignore[attr-defined]
        self.fields["role"].choices = _roles()  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """Another office in the KSM."""

    role = forms.ChoiceField(label=gettext_lazy("Menjadi"))
    on = DayField(label=gettext_lazy("Sejak"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _roles()  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """A member leaves."""

    on = DayField(label=gettext_lazy("Terakhir menjadi anggota"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200, required=False)


def role_name(key: str) -> str:
    """The office of a member in the language of the page."""
    office = group_offices().get(key)
    return office.name.to(words.language()) if office else str(_("Anggota biasa"))


def _roles() -> list[tuple[str, str]]:
    return [("member", str(_("Anggota biasa"))), *((key, role_name(key)) for key in group_offices() if key != "member")]


# ---------------------------------------------------------------- people


@at_desk("home")
def people_index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The people this board knows, by name."""
    search = request.GET.get("q", "").strip()
    page, query = page_of(request, people(visit.book, visit.standing, search=search))
    rows = [
        (
            p.name, str(SEXES[p.sex]), p.rw, p.rt,
            Cell(value="", state="info", word=_("terdaftar miskin")) if p.poor_listed else Cell(value=""),
        )
        for p in page
    ]  # fmt: skip
    table = Table(
        caption=_("Warga"),
        columns=(
            Column(label=_("Nama")), Column(label=_("Jenis kelamin")), Column(label=_("RW")), Column(label=_("RT")),
            Column(label=_("Keterangan")),
        ),
        rows=rows,
        empty=_("Belum ada warga yang cocok. Daftarkan warga, lalu masukkan ke KSM."),
        empty_action=_("Daftarkan warga") if KEEPS_PEOPLE.allows(visit.standing) else "",
        empty_href=reverse("officers:person_new") if KEEPS_PEOPLE.allows(visit.standing) else "",
    )  # fmt: skip
    context = {
        "table": table, "page": page, "query": query, "search": search, "count": page.paginator.count,
        "may": KEEPS_PEOPLE.allows(visit.standing),
    }  # fmt: skip
    return render(request, "officers/people.html", context)


@at_desk("home")
def person_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Register one person."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, register_person, form=form, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("%(name)s terdaftar.") % {"name": form.cleaned_data["name"]})
            return redirect("officers:people")
    context = {"form": form, "key": key_of(request), "may": KEEPS_PEOPLE.allows(visit.standing)}
    return render(request, "officers/person_new.html", context, status=422 if form.errors else 200)


# ---------------------------------------------------------------- groups


@at_desk("home", "trustee")
def groups_index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The KSM of the board with how many belong to each."""
    search = request.GET.get("q", "").strip().lower()
    found = [
        g
        for g in groups(visit.book, visit.standing, visit.today, with_dissolved="semua" in request.GET)
        if not search or search in g.name.lower() or search in g.code.lower()
    ]
    page, query = page_of(request, found)
    rows = [
        (
            Cell(
                value=g.name, href=reverse("officers:group", args=[g.id]), note=g.code,
                word="" if g.status == "active" else _("Bubar"), state="" if g.status == "active" else "watch",
            ),
            g.rw, g.formed_on, g.members, g.women,
        )
        for g in page
    ]  # fmt: skip
    may = KEEPS_GROUPS.allows(visit.standing) and OWN in visit.desks
    table = Table(
        caption=_("Daftar KSM"),
        columns=(
            Column(label=_("KSM")), Column(label=_("RW")), Column(label=_("Dibentuk"), kind="date"),
            Column(label=_("Anggota"), kind="number", key=True), Column(label=_("Jumlah perempuan"), kind="number"),
        ),
        rows=rows,
        empty=_("Belum ada KSM. Mulai dengan menambah KSM pertama."),
        empty_action=_("Tambah KSM") if may else "",
        empty_href=reverse("officers:group_new") if may else "",
    )  # fmt: skip
    context = {
        "table": table, "page": page, "query": query, "search": request.GET.get("q", ""), "count": len(found),
        "may": may, "own": OWN in visit.desks,
    }  # fmt: skip
    return render(request, "officers/groups.html", context)


@at_desk("home")
def group_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Form a KSM."""
    form = GroupForm(request.POST or None, initial={"formed_on": visit.today})
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, form_group, form=form, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("KSM terbentuk. Berikutnya: tambahkan anggotanya."))
            return redirect("officers:group", group=done["group"])
    context = {"form": form, "key": key_of(request), "may": KEEPS_GROUPS.allows(visit.standing)}
    return render(request, "officers/group_new.html", context, status=422 if form.errors else 200)


@at_desk("home", "trustee")
def group(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """One KSM: members with their offices, and its loans."""
    found = group_of(visit.book, group)
    if not SEES_GROUPS.allows(visit.standing):
        raise NotFound(what="group", name=str(group))
    belong = members(found.pk, visit.today)
    may = KEEPS_GROUPS.allows(visit.standing) and OWN in visit.desks
    rows = [
        (
            Cell(
                value=m.name, href=reverse("officers:member", args=[found.pk, m.person]) if may else "",
                note=_("terdaftar miskin") if m.poor_listed else "",
            ),
            role_name(m.role), str(SEXES[m.sex]), m.starts_on,
        )
        for m in belong
    ]  # fmt: skip
    table = Table(
        caption=_("Anggota"),
        columns=(
            Column(label=_("Nama")), Column(label=_("Sebagai")), Column(label=_("Jenis kelamin")),
            Column(label=_("Sejak"), kind="date"),
        ),
        rows=rows,
        empty=_("KSM ini belum punya anggota."),
        empty_action=_("Tambah anggota") if may else "",
        empty_href=reverse("officers:join", args=[found.pk]) if may else "",
    )  # fmt: skip
    lent = list(loans_seen(visit.book, visit.standing).filter(group=found).order_by("-disbursed_on"))
    loans = Table(
        caption=_("Pinjaman"),
        columns=(
            Column(label=_("Nomor")), Column(label=_("Cair"), kind="date"), Column(label=_("Keadaan")),
            Column(label=_("Pokok"), kind="money"), Column(label=_("Sisa pokok"), kind="money", key=True),
        ),
        rows=[
            (
                Cell(
                    value=_("Pinjaman %(no)s") % {"no": x.loan_no}, href=reverse("officers:loan", args=[x.pk])
                ), x.disbursed_on,
                str(LOAN_STATES[x.state]), x.principal, x.balance,
            )
            for x in lent
        ],
        empty=_("KSM ini belum pernah meminjam."),
    )  # fmt: skip
    context = {
        "g": found, "table": table, "loans": loans, "count": len(belong), "women": sum(m.sex == "P" for m in belong),
        "may": may,
        "reads_signs": READS_SIGNS.allows(visit.standing), "visits": visits_page(visit, found.pk),
    }  # fmt: skip
    return render(request, "officers/group.html", context)


@at_desk("home")
def join(request: HttpRequest, visit: Visit, group: UUID) -> HttpResponse:
    """Search a person of the board, then let them join."""
    found = group_of(visit.book, group)
    search = request.GET.get("q", "").strip()
    listed = list(people(visit.book, visit.standing, search=search)[: FOUND + 1]) if search else []
    choices = [
        (str(p.pk), _("%(name)s, RW %(rw)s") % {"name": p.name, "rw": p.rw} if p.rw else p.name) for p in listed[:FOUND]
    ]
    form = JoinForm(request.POST or None, found=choices, initial={"on": visit.today, "role": "member"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = carry_out(
            request, visit, join_group, form=form, group=found.pk, person=UUID(given["person"]), on=given["on"],
            role=given["role"],
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("Anggota baru tercatat."))
            return redirect("officers:group", group=found.pk)
    context = {
        "g": found,
        "form": form,
        "search": search,
        "found": choices,
        "more": len(listed) > FOUND,
        "key": key_of(request),
    }
    return render(request, "officers/join.html", context, status=422 if form.errors else 200)


@at_desk("home")
def role(request: HttpRequest, visit: Visit, group: UUID, person: UUID) -> HttpResponse:
    """Give a member another office in the KSM."""
    found, who = group_of(visit.book, group), person_of(visit.book, person)
    form = RoleForm(request.POST or None, initial={"on": visit.today})
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request, visit, name_group_officer, form=form, group=found.pk, person=who.pk, **form.cleaned_data
        )
        if done is not None:
            messages.success(request, _("Jabatan dalam KSM tercatat."))
            return redirect("officers:group", group=found.pk)
    context = {"g": found, "who": who, "form": form, "key": key_of(request)}
    return render(request, "officers/member.html", context, status=422 if form.errors else 200)


@at_desk("home")
def leave(request: HttpRequest, visit: Visit, group: UUID, person: UUID) -> HttpResponse:
    """Let a member go, from a day on."""
    found, who = group_of(visit.book, group), person_of(visit.book, person)
    form = LeaveForm(request.POST or None, initial={"on": visit.today})
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, leave_group, form=form, group=found.pk, person=who.pk, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("%(name)s bukan anggota KSM lagi.") % {"name": who.name})
            return redirect("officers:group", group=found.pk)
    context = {"g": found, "who": who, "form": form, "key": key_of(request)}
    return render(request, "officers/member_leave.html", context, status=422 if form.errors else 200)
