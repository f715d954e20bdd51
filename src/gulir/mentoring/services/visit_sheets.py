"""What is written down at a visit, checked as a whole before any row is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from gulir.base.commands import Act
from gulir.base.models import Attachment
from gulir.base.texts import check_text
from gulir.community.models import Group
from gulir.community.queries import members
from gulir.core.problems.access import NotFound
from gulir.core.problems.community import NotAMember
from gulir.core.problems.visits import (
    FindingWithoutAdvice,
    LoanUseMissing,
    LoanVisitTooEarly,
    NobodyMet,
    PromiseBeforeVisit,
    UseNotSeen,
    VisitLineEmpty,
    VisitMinutesUnclear,
    VisitWordUnknown,
)
from gulir.lending.models import Loan
from gulir.mentoring.models import (
    LoanUse,
    Visit,
    VisitMet,
    VisitNote,
    VisitPhoto,
    VisitPromise,
    VisitPromiseResult,
)
from gulir.mentoring.models.meetings import RESULTS
from gulir.mentoring.models.visits import HEARD, PURPOSES, SEEN, SIGHTS, STAGES, TAUGHT, USERS

__all__ = ["Heard", "Photo", "Pledged", "Taught", "Used", "VisitSheet", "check_visit", "write_visit_parts"]

MOST_MINUTES = 600
FINDING = ("condition", "criterion", "cause", "effect", "advice", "answer")
LIMITS = {"condition": 300, "criterion": 200, "cause": 200, "effect": 200, "advice": 300, "answer": 300}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Something they told; `consent` is their yes to its being read by others."""

    topic: str
    said: str
    consent: bool = False


@dataclass(frozen=True, kw_only=True)
class Taught:
    """What was taught, to whom and how, and for how many minutes."""

    topic: str
    said: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Pledged:
    """What was promised, by whom and until when."""

    who: str
    said: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Used:
    """Who really uses a member's share, what for, and whether the business lives; `note` says why there is no photo."""

    person: UUID
    user: str
    used_for: str
    alive: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo that is kept already, named by its digest; of a member's business when it names a person."""

    sha256: str
    name: str
    media_type: str
    size: int
    person: UUID | None = None
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitSheet:
    """One visit in the order it goes: head, last promises, seen, heard, taught, found, promised."""

    purpose: str
    minutes: int
    met: Sequence[UUID]
    others: str = ""
    place: str = ""
    loan: UUID | None = None
    stage: str = ""
    results: Mapping[int, str] = field(default_factory=dict)
    books: str = "unseen"
    cash: str = "unseen"
    savings: str = "unseen"
    rules: str = "unseen"
    meeting: str = "unseen"
    uses: Sequence[Used] = ()
    heard: Sequence[Heard] = ()
    taught: Sequence[Taught] = ()
    condition: str = ""
    criterion: str = ""
    cause: str = ""
    effect: str = ""
    advice: str = ""
    answer: str = ""
    promises: Sequence[Pledged] = ()
    photos: Sequence[Photo] = ()
    next_on: date | None = None

    @property
    def weak(self) -> tuple[str, ...]:
        """What was looked at and was not in order."""
        seen = [name for name in SIGHTS if getattr(self, name) == "no"]
        return (*seen, *(["business"] if any(use.alive == "no" for use in self.uses) else []))


def check_visit(act: Act, of: Group, sheet: VisitSheet, *, on: date, open_promises: Collection[int]) -> Loan | None:
    """The first thing that is not right with a sheet is refused; gives back the loan it is about."""
    _check_head(of, sheet, on)
    _check_lines(sheet, on)
    for promise, result in sheet.results.items():
        if promise not in open_promises:
            raise NotFound(what="janji", name=str(promise))
        _check_word(result, RESULTS)
    return _check_loan(act, of, sheet, on)


def _check_head(of: Group, sheet: VisitSheet, on: date) -> None:
    check_text(place=(sheet.place.strip(), 80), others=(sheet.others.strip(), 120))
    _check_word(sheet.purpose, PURPOSES)
    _check_minutes(sheet.minutes)
    for name in SIGHTS:
        _check_word(getattr(sheet, name), SEEN)
    if not sheet.met and not sheet.others.strip():
        raise NobodyMet
    known = {row.person for row in members(of.pk, on)}
    if set(sheet.met) - known or len(sheet.met) != len(set(sheet.met)):
        raise NotAMember(group=of.name, on=on)
    if any(photo.person is not None and photo.person not in known for photo in sheet.photos):
        raise NotAMember(group=of.name, on=on)
    if sheet.next_on is not None and sheet.next_on <= on:
        raise PromiseBeforeVisit(due_on=sheet.next_on, on=on)


def _check_lines(sheet: VisitSheet, on: date) -> None:
    """Every line says something, is of the list, and no longer than its column."""
    for no, heard in enumerate(sheet.heard, 1):
        _check_word(heard.topic, HEARD)
        _check_said(no, heard.said, 300)
    for no, taught in enumerate(sheet.taught, 1):
        _check_word(taught.topic, TAUGHT)
        _check_said(no, taught.said, 300)
        _check_minutes(taught.minutes)
    for no, promise in enumerate(sheet.promises, 1):
        _check_said(no, promise.who, 80)
        _check_said(no, promise.said, 200)
        if promise.due_on <= on:
            raise PromiseBeforeVisit(due_on=promise.due_on, on=on)
    for photo in sheet.photos:
        check_text(caption=(photo.caption.strip(), 120), name=(photo.name, 200))
    found = {name: getattr(sheet, name).strip() for name in FINDING}
    check_text(**{name: (text, LIMITS[name]) for name, text in found.items()})
    told = {name for name, text in found.items() if text}
    if told and not told >= {"condition", "advice"}:
        raise FindingWithoutAdvice


def _check_loan(act: Act, of: Group, sheet: VisitSheet, on: date) -> Loan | None:
    """A visit about a loan names one of this KSM, its stage, and how its borrowers use it."""
    if sheet.purpose != "loan":
        if sheet.loan is not None or sheet.stage or sheet.uses:
            raise VisitWordUnknown(word=sheet.purpose, known=("loan",))
        return None
    found = Loan.objects.filter(book=act.book, group=of, withdrawn=False)
    loan = found.filter(pk=sheet.loan).first() if sheet.loan else None
    if loan is None:
        raise NotFound(what="pinjaman", name=str(sheet.loan))
    _check_word(sheet.stage, STAGES)
    if on <= loan.disbursed_on:
        raise LoanVisitTooEarly(loan=loan.loan_no, paid_out=loan.disbursed_on)
    shares = loan.shares.filter(live=True, person__isnull=False).values_list("person_id", "person__name")
    names = dict(shares)
    if not sheet.uses:
        raise LoanUseMissing(loan=loan.loan_no)
    pictured = {photo.person for photo in sheet.photos}
    told = [use.person for use in sheet.uses]
    if set(told) - set(names) or len(told) != len(set(told)):
        raise NotAMember(group=of.name, on=on)
    for no, use in enumerate(sheet.uses, 1):
        _check_word(use.user, USERS)
        _check_word(use.alive, SEEN)
        _check_said(no, use.used_for, 120)
        check_text(note=(use.note.strip(), 200))
        if use.person not in pictured and not use.note.strip():
            raise UseNotSeen(member=names[use.person])
    return loan


def _check_word(word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise VisitWordUnknown(word=word[:20], known=known)


def _check_said(no: int, text: str, limit: int) -> None:
    if not text.strip():
        raise VisitLineEmpty(line=no)
    check_text(said=(text.strip(), limit))


def _check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= MOST_MINUTES:
        raise VisitMinutesUnclear(minutes=minutes, most=MOST_MINUTES)


def write_visit_parts(act: Act, visit: UUID, sheet: VisitSheet) -> None:
    """A step of an act: every part of the record; the visit itself comes last and closes it."""
    VisitMet.objects.bulk_create(VisitMet(visit_id=visit, person_id=person) for person in sheet.met)
    notes = [
        *(VisitNote(kind="heard", topic=h.topic, said=h.said.strip(), consent=h.consent) for h in sheet.heard),
        *(
            VisitNote(kind="taught", topic=t.topic, said=t.said.strip(), consent=True, minutes=t.minutes)
            for t in sheet.taught
        ),
    ]
    for no, note in enumerate(notes, 1):
        note.visit_id, note.line = visit, no
    VisitNote.objects.bulk_create(notes)
    VisitPromise.objects.bulk_create(
        VisitPromise(visit_id=visit, line=no, who=p.who.strip(), said=p.said.strip(), due_on=p.due_on)
        for no, p in enumerate(sheet.promises, 1)
    )
    VisitPromiseResult.objects.bulk_create(
        VisitPromiseResult(visit_id=visit, promise_id=promise, result=result)
        for promise, result in sheet.results.items()
    )
    LoanUse.objects.bulk_create(
        LoanUse(
            visit_id=visit,
            person_id=u.person,
            user=u.user,
            used_for=u.used_for.strip(),
            alive=u.alive,
            note=u.note.strip(),
        )
        for u in sheet.uses
    )
    for no, photo in enumerate(sheet.photos, 1):
        kept, _ = Attachment.objects.get_or_create(
            sha256=photo.sha256,
            defaults={
                "name": photo.name,
                "media_type": photo.media_type,
                "size": photo.size,
                "added_at": act.at,
            },
        )
        VisitPhoto.objects.create(
            visit_id=visit, line=no, file=kept, person_id=photo.person, caption=photo.caption.strip()
        )


def visit_row(act: Act, of: Group, key: UUID, sheet: VisitSheet, **head: object) -> Visit:
    """The visit itself, not saved yet; `head` gives number, day and what it corrects."""
    texts = {name: getattr(sheet, name).strip() for name in (*FINDING, "place", "others")}
    sights = {name: getattr(sheet, name) for name in SIGHTS}
    return Visit(
        id=key,
        book=act.book,
        group=of,
        purpose=sheet.purpose,
        stage=sheet.stage,
        minutes=sheet.minutes,
        next_on=sheet.next_on,
        written_by=act.actor,
        written_at=act.at,
        **texts,
        **sights,
        **head,
    )
