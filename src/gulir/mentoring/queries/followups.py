"""Who is followed after a first loan, how each round stands, and what was answered: for those who may read answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gulir.base.policy import Standing
from gulir.core.followups import Due, Start, rounds, start_of
from gulir.core.problems.access import NotFound
from gulir.lending.models import MemberForm, Share
from gulir.mentoring.models import FollowUp
from gulir.mentoring.policy import READS_ANSWERS

__all__ = ["Followed", "answers_seen", "everyone_followed", "followed", "record_seen", "start_for"]


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One member from the form before the first loan on: the rounds as they stand, and the records that stand."""

    person: UUID
    name: str
    group: UUID
    ksm: str
    loan: UUID
    loan_no: str
    paid_out: date
    baseline: MemberForm
    rounds: tuple[Due, ...]
    answers: Mapping[str, FollowUp]

    @property
    def due(self) -> Due | None:
        """The round that is to be asked now, if any: at most one is."""
        return next((one for one in self.rounds if one.state == "due"), None)

    @property
    def days_waiting(self) -> int:
        """Days since the round that is to be asked fell due; -1 where none is."""
        return self.due.days if self.due else -1


def followed(book: UUID, standing: Standing, *, on: date) -> list[Followed]:
    """Every member this person may read the answers of, those waiting longest first; three statements."""
    if not READS_ANSWERS.allows(standing):
        return []
    rows = everyone_followed(book, on=on)
    return sorted(rows, key=lambda row: (-row.days_waiting, row.ksm, row.name))


def everyone_followed(book: UUID, *, on: date) -> list[Followed]:
    """The same rows for figures alone: whoever calls asks what may be shown of them."""
    forms = _forms(book)
    shares = _shares(book, on)
    answers: dict[tuple[UUID, UUID], dict[str, FollowUp]] = defaultdict(dict)
    for row in FollowUp.objects.filter(book_id=book, correction=None, asked_on__lte=on).prefetch_related("jobs"):
        answers[row.person_id, row.loan_id][row.round] = row
    found = []
    for person, mine in forms.items():
        start = _start(mine, shares.get(person, []))
        if start is None:
            continue
        share = next(share for share in shares[person] if str(share.loan_id) == start.loan)
        said = answers[person, share.loan_id]
        if share.loan.group_id is None or share.person is None:
            continue
        found.append(
            Followed(
                person=person,
                name=share.person.name,
                group=share.loan.group_id,
                ksm=share.loan.ksm,
                loan=share.loan_id,
                loan_no=share.loan.loan_no,
                paid_out=start.paid_out,
                baseline=next(form for form in mine if str(form.pk) == start.form),
                rounds=rounds("loan", baseline=start.paid_out, done=said, on=on),
                answers=said,
            )
        )
    return found


def start_for(book: UUID, person: UUID, *, on: date) -> tuple[Share, MemberForm] | None:
    """One member's first loan after a form, and that form; nothing for whoever is not followed."""
    forms, shares = _forms(book, person).get(person, []), _shares(book, on, person).get(person, [])
    start = _start(forms, shares)
    if start is None:
        return None
    share = next(share for share in shares if str(share.loan_id) == start.loan)
    return share, next(form for form in forms if str(form.pk) == start.form)


def _start(forms: list[MemberForm], shares: list[Share]) -> Start | None:
    return start_of(
        [(str(form.pk), form.filled_on) for form in forms],
        [(str(share.loan_id), share.loan.disbursed_on) for share in shares],
    )


def _forms(book: UUID, person: UUID | None = None) -> dict[UUID, list[MemberForm]]:
    rows = MemberForm.objects.filter(book_id=book)
    found: dict[UUID, list[MemberForm]] = defaultdict(list)
    for form in rows if person is None else rows.filter(person_id=person):
        found[form.person_id].append(form)
    return found


def _shares(book: UUID, on: date, person: UUID | None = None) -> dict[UUID, list[Share]]:
    """The members' parts of loans that were paid out; what only carries on an older loan was no pay-out."""
    rows = Share.objects.filter(
        loan__book_id=book, loan__withdrawn=False, loan__replaces=None, loan__group__isnull=False,
        loan__disbursed_on__lte=on, live=True, person__isnull=False,
    ).select_related("loan", "person")  # fmt: skip
    found: dict[UUID, list[Share]] = defaultdict(list)
    for share in rows if person is None else rows.filter(person_id=person):
        if share.person_id is not None:
            found[share.person_id].append(share)
    return found


def answers_seen(book: UUID, standing: Standing) -> QuerySet[FollowUp]:
    """Every record this person may read, also those that were corrected since, newest first."""
    rows = FollowUp.objects.filter(READS_ANSWERS.visible(standing), book_id=book)
    return rows.select_related("group", "loan", "person", "baseline", "written_by").order_by("-written_at", "-pk")


def record_seen(book: UUID, followup: UUID, standing: Standing) -> FollowUp:
    """One record this person may read, else `NotFound`."""
    found = answers_seen(book, standing).select_related("correction", "corrects").filter(pk=followup).first()
    if found is None:
        raise NotFound(what="tanya ulang", name=str(followup))
    return found
