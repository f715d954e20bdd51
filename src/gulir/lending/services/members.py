"""What members bring before a loan: their own form, and their signatures that they answer together (R05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.community.models import Group
from gulir.community.queries import MemberRow, group_of, members
from gulir.core.facts.applications import MemberFormFilled, PledgesSeen
from gulir.core.problems.applications import FormOfAnother, FormUnclear, PledgedAlready, PledgeInFuture
from gulir.core.problems.lending import MemberNotOfGroup, ShareMissing
from gulir.lending.models import MemberForm, Pledge
from gulir.lending.policy import TAKES, TELLS_FOR_ONESELF

__all__ = ["fill_member_form", "see_pledges"]

MOST = 1_000_000_000
"""No household writes larger amounts than this, in rupiah."""


@command("lending.fill_member_form", may=TAKES | TELLS_FOR_ONESELF)
def fill_member_form(
    act: Act, *, group: UUID, person: UUID, amount: int, business: str, business_since: int | None = None,
    workers: int = 1, capital: int = 0, turnover: int = 0, costs: int = 0, other_income: int = 0,
    living_costs: int = 0, other_instalments: int = 0, dependants: int = 0,
) -> Result:  # fmt: skip
    """A member's wish, business and household economy in rupiah a month; members fill in their own. Answers `form`.

    The newest form counts; earlier ones stay. Refused: another member's form (`FormOfAnother`), who is no member today
    (`MemberNotOfGroup`), an amount, year or number that cannot be (`FormUnclear`).
    """
    of = group_of(act.book.pk, group)
    if not TAKES.allows(act.standing) and person != act.standing.person:
        raise FormOfAnother
    _member(of, person, act.today)
    check_text(business=(business, 120))
    money = {
        "capital": capital, "turnover": turnover, "costs": costs, "other_income": other_income,
        "living_costs": living_costs, "other_instalments": other_instalments,
    }  # fmt: skip
    _check(act.today, amount=amount, business=business, since=business_since, money=money)
    if not (0 <= workers <= 500 and 0 <= dependants <= 50):
        raise FormUnclear(field="workers" if not 0 <= workers <= 500 else "dependants")
    on = act.today

    form = MemberForm.objects.create(
        id=new_id(), book=act.book, group=of, person_id=person, filled_on=on, filled_by=act.actor, amount=amount,
        business=business.strip(), business_since=business_since, workers=workers, dependants=dependants, **money,
    )  # fmt: skip

    act.tell(MemberFormFilled(group=of.name, on=on, person_id=str(person), form_id=str(form.pk)))
    return {"form": form.pk, "group": of.pk}


def _check(today: date, *, amount: int, business: str, since: int | None, money: dict[str, int]) -> None:
    if not 0 < amount <= MOST:
        raise FormUnclear(field="amount")
    if not business.strip():
        raise FormUnclear(field="business")
    if since is not None and not today.year - 100 <= since <= today.year:
        raise FormUnclear(field="business_since")
    for name, value in money.items():
        if not 0 <= value <= MOST:
            raise FormUnclear(field=name)


def _member(of: Group, person: UUID, on: date) -> MemberRow:
    found = next((row for row in members(of.pk, on) if row.person == person), None)
    if found is None:
        raise MemberNotOfGroup(ksm=of.name, person=str(person))
    return found


@command("lending.see_pledges", may=TAKES)
def see_pledges(act: Act, *, group: UUID, people: Sequence[UUID], signed_on: date) -> Result:
    """Members signed before the officer that all answer together for the loans of their group (R05). Answers `signed`.

    Refused: nobody, who is no member today (`MemberNotOfGroup`), a day to come or before the group (`PledgeInFuture`),
    who has signed already (`PledgedAlready`).
    """
    of = group_of(act.book.pk, group)
    rows = [_member(of, person, act.today) for person in dict.fromkeys(people)]
    if not rows:
        raise ShareMissing(what=of.name)
    if not of.formed_on <= signed_on <= act.today:
        raise PledgeInFuture(member=rows[0].name, on=signed_on)
    known = set(Pledge.objects.filter(group=of).values_list("person_id", flat=True))
    for row in rows:
        if row.person in known:
            raise PledgedAlready(member=row.name)

    Pledge.objects.bulk_create(
        Pledge(book=act.book, group=of, person_id=row.person, signed_on=signed_on, seen_by=act.actor) for row in rows
    )

    ids = tuple(str(row.person) for row in rows)
    act.tell(PledgesSeen(group=of.name, signed=len(rows), on=signed_on, group_id=str(of.pk), person_ids=ids))
    return {"group": of.pk, "signed": len(rows)}
