"""Logins: who enters with which name, a new one, a new password, a login shut; and the second person's word on it."""

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

from gulir.base.reference import offices
from gulir.community.passwords import Password
from gulir.community.policy import GIVES_LOGINS, WITNESS_OFFICES, WITNESSES
from gulir.community.queries import LoginRow, login_changes, logins, offices_at, people, person_of
from gulir.community.services import (
    add_login,
    block_login,
    confirm_password,
    refuse_login_change,
    set_password,
    witness_login,
)
from gulir.core.problems.access import NotFound
from gulir.web import words
from gulir.web.secretariat.desk import at_counter
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, fresh_key

__all__ = ["index", "new", "second", "seconds", "show"]

FOUND = 20
WAITS = {
    "sworn": gettext_lazy("menunggu saksi"),
    "password": gettext_lazy("sandi baru menunggu orang kedua"),
}


class NewPassword(forms.Form):
    """A new password, typed by the person themselves, twice."""

    password = forms.CharField(
        label=gettext_lazy("Kata sandi baru"),
        help_text=gettext_lazy("Biarkan orangnya sendiri yang mengetik. Sedikitnya 8 huruf atau angka."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=128,
    )
    again = forms.CharField(
        label=gettext_lazy("Kata sandi baru, sekali lagi"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=128,
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("Kedua kata sandi belum sama. Ketik sekali lagi."))
        return cleaned


class ResetForm(NewPassword):
    """A new password with the reason why it is needed."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=200, help_text=gettext_lazy("Misalnya: lupa, atau ganti ponsel.")
    )


class LoginForm(NewPassword):
    """A login for someone this board knows."""

    username = forms.CharField(
        label=gettext_lazy("Nama pengguna"),
        max_length=40,
        help_text=gettext_lazy("Huruf kecil, angka, titik. Misalnya siti.rohmah"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    witness = forms.ChoiceField(label=gettext_lazy("Saksi pernyataan"), required=False)
    field_order = ("username", "password", "again", "witness")

    def __init__(self, *args: Any, witnesses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if witnesses:
            self.fields["witness"].choices = [("", "…"), *witnesses]  # type: ignore[attr-defined]
            self.fields["witness"].required = True
        else:
            del self.fields["witness"]


class BlockForm(forms.Form):
    """Why a login is shut."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200)


class RefuseForm(forms.Form):
    """Why the second person says no."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200)


# ---------------------------------------------------------------- the list


@at_counter(GIVES_LOGINS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every login of this board's people: office, open or shut, second guard, when last used, what waits."""
    rows = logins(visit.book, visit.today)
    context = {
        "table": _table(rows),
        "count": sum(row.open for row in rows),
        "mine": len(login_changes(visit.book, visit.standing)),
        "unguarded": sum(row.open and bool(row.offices) and not row.guarded for row in rows),
    }
    return render(request, "secretariat/logins.html", context)


def _offices(row: LoginRow) -> str:
    known, language = offices(), words.language()
    if row.elsewhere:
        return _("bertugas di BKM lain")
    return ", ".join(known[office].name.to(language) for office in row.offices) or _("anggota KSM")


def _state(row: LoginRow) -> Cell:
    if row.waiting:
        return Cell(value="", state="watch", word=", ".join(str(WAITS[kind]) for kind in row.waiting))
    if not row.open:
        return Cell(value="", state="bad", word=_("ditutup"))
    return Cell(value="", state="good", word=_("terbuka"))


def _table(rows: list[LoginRow]) -> Table:
    return Table(
        caption=_("Nama pengguna"),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Jabatan")),
            Column(label=_("Keadaan")),
            Column(label=_("Penjagaan kedua")),
            Column(label=_("Terakhir masuk"), kind="date"),
        ),
        rows=[
            (
                Cell(value=row.name, href=reverse("secretariat:login", args=[row.user]), note=row.login),
                _offices(row),
                _state(row),
                _("sudah dipasang") if row.guarded else _("belum"),
                row.seen_at,
            )
            for row in rows
        ],
        empty=_("Belum ada yang dapat masuk. Buatkan nama pengguna yang pertama."),
        empty_action=_("Buat nama pengguna"),
        empty_href=reverse("secretariat:login_new"),
    )


# ---------------------------------------------------------------- one login


def _login(visit: Visit, user: int) -> LoginRow:
    row = next((row for row in logins(visit.book, visit.today) if row.user == user), None)
    if row is None:
        raise NotFound(what="login", name=str(user))
    return row


@at_counter(GIVES_LOGINS)
def show(request: HttpRequest, visit: Visit, user: int) -> HttpResponse:
    """One login: shut it at once, or give a new password, which for someone in office waits for a second person."""
    row = _login(visit, user)
    asked = request.POST.get("do", "")
    reset = ResetForm(request.POST if asked == "password" else None)
    block = BlockForm(request.POST if asked == "block" else None)
    if asked == "password" and reset.is_valid() and _reset(request, visit, row, reset):
        return redirect("secretariat:login", user=user)
    if asked == "block" and block.is_valid():
        done = carry_out(
            request, visit, block_login, form=block, username=row.login, reason=block.cleaned_data["reason"]
        )
        if done is not None:
            messages.success(request, _("%(name)s tidak dapat masuk lagi, mulai sekarang.") % {"name": row.name})
            return redirect("secretariat:login", user=user)
    context = {
        "row": row,
        "offices": _offices(row),
        "state": _state(row),
        "reset": reset,
        "shut": block,
        "own": row.person == visit.actor.person,
        "officer": bool(row.offices),
        "key": fresh_key(),
        "key2": fresh_key(),
    }
    bad = bool(reset.errors or block.errors)
    return render(request, "secretariat/login.html", context, status=422 if bad else 200)


def _reset(request: HttpRequest, visit: Visit, row: LoginRow, form: ResetForm) -> bool:
    given = form.cleaned_data
    password = Password(given["password"])
    done = carry_out(
        request, visit, set_password, form=form, username=row.login, password=password, reason=given["reason"]
    )
    if done is None:
        return False
    if done["change"]:
        said = _("Kata sandi baru untuk %(name)s menunggu orang kedua. Sampai disahkan, yang lama tetap berlaku.")
    else:
        said = _("Kata sandi %(name)s sudah diganti. Semua yang masih masuk dengan yang lama sudah keluar.")
    messages.success(request, said % {"name": row.name})
    return True


# ---------------------------------------------------------------- a new login


@at_counter(GIVES_LOGINS)
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A login for someone of this board: found by name, identified by NIK or before a witness."""
    chosen = _chosen(visit, request.GET.get("warga", ""))
    if chosen is None:
        return _pick(request, visit)
    witnesses = [] if chosen.nik else _witnesses(visit, chosen.pk)
    form = LoginForm(request.POST or None, witnesses=witnesses)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = carry_out(
            request,
            visit,
            add_login,
            form=form,
            person=chosen.pk,
            username=given["username"],
            password=Password(given["password"]),
            sworn_before=UUID(given["witness"]) if given.get("witness") else None,
        )
        if done is not None:
            said = (
                _("%(name)s dapat masuk sesudah saksi membenarkannya.")
                if given.get("witness")
                else _("%(name)s sekarang dapat masuk.")
            )
            messages.success(request, said % {"name": chosen.name})
            return redirect("secretariat:logins")
    context = {"person": chosen, "form": form, "sworn": not chosen.nik, "key": request.POST.get("key") or fresh_key()}
    return render(request, "secretariat/login_new.html", context, status=422 if form.errors else 200)


def _chosen(visit: Visit, text: str) -> Any:
    try:
        return person_of(visit.book, UUID(text)) if text else None
    except ValueError as unclear:
        raise NotFound(what="person", name="") from unclear


def _pick(request: HttpRequest, visit: Visit) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:80]
    taken = {row.person for row in logins(visit.book, visit.today)}
    found = people(visit.book, visit.standing, search=search)[:FOUND] if search else []
    rows = [
        (
            Cell(
                value=person.name,
                href="" if person.pk in taken else f"{reverse('secretariat:login_new')}?warga={person.pk}",
                note=_("sudah punya nama pengguna") if person.pk in taken else "",
            ),
            f"RW {person.rw}" if person.rw else "",
        )
        for person in found
    ]
    table = Table(
        caption=_("Warga"),
        columns=(Column(label=_("Nama")), Column(label=_("Tempat"))),
        rows=rows,
        empty=_("Belum ada warga dengan nama itu. Coba sebagian namanya saja.") if search else "",
    )
    return render(request, "secretariat/login_pick.html", {"table": table, "search": search})


def _witnesses(visit: Visit, person: UUID) -> list[tuple[str, str]]:
    """Who may have seen the statement: in office, not the cashier, with an open login, neither of the two."""
    speak = {row.person for row in logins(visit.book, visit.today) if row.open}
    known, language = offices(), words.language()
    return [
        (str(holder.person), f"{holder.name} · {known[holder.office].name.to(language)}")
        for holder in offices_at(visit.book, visit.today)
        if holder.office in WITNESS_OFFICES
        and holder.person in speak
        and holder.person not in (person, visit.actor.person)
    ]


# ---------------------------------------------------------------- the second person


@at_counter(WITNESSES)
def seconds(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What waits for this person's word about logins."""
    rows = [
        (
            Cell(value=row.user.person.name, href=reverse("secretariat:second", args=[row.pk])),
            _("Pernyataan di hadapan Anda") if row.kind == "sworn" else _("Kata sandi baru"),
            row.asked_by.name,
            row.asked_at,
        )
        for row in login_changes(visit.book, visit.standing)
        if row.user.person is not None
    ]
    table = Table(
        caption=_("Menunggu Anda"),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Hal")),
            Column(label=_("Diminta oleh")),
            Column(label=_("Pada"), kind="date"),
        ),
        rows=rows,
        empty=_("Tidak ada yang menunggu Anda. Kata sandi baru untuk petugas disahkan di sini."),
    )
    context = {"table": table, "count": len(rows), "gives": GIVES_LOGINS.allows(visit.standing)}
    return render(request, "secretariat/seconds.html", context)


@at_counter(WITNESSES)
def second(request: HttpRequest, visit: Visit, change: UUID) -> HttpResponse:
    """Read what was asked, and say yes or no."""
    row = next((row for row in login_changes(visit.book, visit.standing) if row.pk == change), None)
    if row is None or row.user.person is None:
        raise NotFound(what="login_change", name=str(change))
    name, sworn = row.user.person.name, row.kind == "sworn"
    asked = request.POST.get("do", "")
    refusal = RefuseForm(request.POST if asked == "refuse" else None)
    agreed = forms.Form(request.POST if asked == "confirm" else None)
    if asked == "confirm" and agreed.is_valid():
        act = witness_login if sworn else confirm_password
        if carry_out(request, visit, act, form=agreed, change=row.pk) is not None:
            said = (
                _("Terima kasih. %(name)s sekarang dapat masuk.") if sworn else _("Kata sandi %(name)s sudah diganti.")
            )
            messages.success(request, said % {"name": name})
            return redirect("secretariat:seconds")
    if asked == "refuse" and refusal.is_valid():
        reason = refusal.cleaned_data["reason"]
        if carry_out(request, visit, refuse_login_change, form=refusal, change=row.pk, reason=reason) is not None:
            messages.success(request, _("Ditolak. Semuanya tetap seperti semula."))
            return redirect("secretariat:seconds")
    context = {
        "row": row, "name": name, "sworn": sworn, "agreed": agreed, "refusal": refusal,
        "key": fresh_key(), "key2": fresh_key(),
    }  # fmt: skip
    bad = bool(agreed.errors or refusal.errors)
    return render(request, "secretariat/second.html", context, status=422 if bad else 200)
