"""What was wrong is undone by its mirror; what is late or crosses ledgers needs a second person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gulir.base.ids import new_id
from gulir.base.models import Fact
from gulir.core.problems import Problem
from gulir.core.problems.access import NotAllowed, NotFound, SecondPersonNeeded
from gulir.core.problems.books import (
    AmountZero,
    ApprovalNotOfThis,
    DescriptionMissing,
    EarmarkForbids,
    LedgersAreTheSame,
    SusulanWithoutDate,
)
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.ledger import (
    BooksStillLoading,
    CashBelowZero,
    ControlAccountOnly,
    CrossingNotThisWay,
    DraftAlreadyDecided,
    VoucherAlreadyReversed,
    VoucherKindStays,
)
from gulir.core.roles import Role
from gulir.ledger import queries, services
from gulir.ledger.models import Draft, Voucher

pytestmark = pytest.mark.django_db


def undo(village, voucher, who="ratna", reason="Salah akun"):
    return village.do(services.reverse_voucher, who, voucher=voucher.pk, reason=reason)


def test_the_mirror_names_its_original_and_brings_every_balance_back(live):
    voucher = live.spend(26_000)
    told = undo(live, voucher)
    assert (told["number"], told["original"]) == ("KM-2026-00001", "KK-2026-00001")
    mirror = Voucher.objects.get(pk=told["voucher"])
    assert (mirror.kind, mirror.reverses, mirror.total) == ("reversal", voucher, 26_000)
    assert queries.balance_at(live.account("11010")) == 5_000_000
    fact = Fact.objects.get(book=live.book, kind="VoucherReversed")
    assert (fact.public["original"], fact.secret.private["reason"]) == ("KK-2026-00001", "Salah akun")


def test_whoever_made_it_needs_another(live):
    voucher = live.spend(who="ratna")
    with pytest.raises(SecondPersonNeeded):
        undo(live, voucher)
    undo(live, voucher, "siti")


def test_the_founder_undoes_alone_but_confirms_nothing_alone(db):
    from gulir.community.models import OfficeTerm
    from tests.ledger.stage import raise_village

    village = raise_village("BARU").live()
    OfficeTerm.objects.filter(book=village.book, office="coordinator").update(ends_before=date(2025, 6, 1))
    undo(village, village.spend(who="founder"), "founder")
    village.do(services.close_day, "founder", counts=[{"account": "11010", "denominations": {"100000": 50}}])
    for act, body in ((services.confirm_day, {}), (services.refuse_day, {"reason": "x"})):
        with pytest.raises(SecondPersonNeeded):
            village.do(act, "founder", **body)
    told = late(village, "founder")
    with pytest.raises(SecondPersonNeeded):
        village.do(services.approve_draft, "founder", **told)


def test_a_voucher_is_undone_once_and_a_mirror_never(live):
    voucher = live.spend()
    told = undo(live, voucher)
    with pytest.raises(VoucherAlreadyReversed):
        undo(live, voucher)
    with pytest.raises(VoucherKindStays):
        undo(live, Voucher.objects.get(pk=told["voucher"]), "siti")


def test_an_undoing_has_a_reason_and_a_voucher(live):
    voucher = live.spend()
    with pytest.raises(ReasonMissing):
        undo(live, voucher, reason="  ")
    with pytest.raises(NotFound):
        live.do(services.reverse_voucher, "ratna", voucher=new_id(), reason="x")
    with pytest.raises(NotAllowed):
        undo(live, voucher, "joko")
    with pytest.raises(NotAllowed):
        undo(live, voucher, "dewi")


def test_a_mirror_cannot_take_out_money_that_has_gone(live):
    received = live.do(
        services.record_voucher, description="Bunga", entries=[{"debit": "11010", "credit": "41090", "amount": 1_000}]
    )
    live.spend(5_001_000)
    with pytest.raises(CashBelowZero):
        undo(live, Voucher.objects.get(pk=received["voucher"]))


def test_vouchers_of_other_acts_are_undone_there(live):
    voucher = live.post([(Role.LOANS, Role.BANK, 1_000_000)])
    with pytest.raises(ControlAccountOnly):
        undo(live, voucher)
    with live.act("ratna") as act:
        assert services.reverse(act, voucher=voucher.pk, reason="Batal cair").type == "KM"


def test_an_opening_of_live_books_stays(live):
    opening = Voucher.objects.get(book=live.book, ledger="upk", kind="opening")
    with live.act("ratna") as act, pytest.raises(VoucherKindStays):
        services.reverse(act, voucher=opening.pk, reason="x")


def test_while_loading_a_mirror_stands_on_its_originals_day(village):
    from tests.ledger.stage import opening

    village.do(services.use_programme_chart)
    first = village.do(services.post_opening, rows=opening())["vouchers"]
    village.today = date(2026, 2, 1)
    with village.act() as act:
        for voucher in first:
            assert services.reverse(act, voucher=voucher, reason="Impor dibatalkan").dated == date(2025, 12, 31)
    village.do(services.post_opening, rows=opening())
    assert queries.trial_balance(village.book.pk, as_of=date(2025, 12, 31)).total_debit == 55_000_000


def test_the_mirror_of_an_adjustment_counts_for_the_same_year(unclosed):
    voucher = unclosed.post([(Role.PROVISION_EXPENSE, Role.PROVISION, 400_000)], for_year=2025)
    with unclosed.act("ratna") as act:
        mirror = services.reverse(act, voucher=voucher.pk, reason="Terlalu besar")
    assert (mirror.for_year, mirror.effective_on, mirror.dated) == (2025, date(2025, 12, 31), date(2026, 1, 1))


# ---------------------------------------------------------------- late vouchers


def late(village, who="budi", **more):
    body = {
        "original_on": date(2025, 12, 29), "description": "Nota listrik", "reason": "Nota baru datang",
        "entries": [{"debit": "51090", "credit": "11010", "amount": 150_000}], **more,
    }  # fmt: skip
    return village.do(services.record_susulan, who, **body)


def test_a_late_voucher_waits_for_the_second_person(live):
    told = late(live, reference="PLN-12")
    assert not Voucher.objects.filter(book=live.book, kind="susulan").exists()
    assert [(d.kind, str(d.pk)) for d in queries.drafts(live.book.pk)] == [("susulan", told["draft"])]
    with pytest.raises(SecondPersonNeeded):
        live.do(services.approve_draft, "budi", **told)
    done = live.do(services.approve_draft, "ratna", **told)
    voucher = Voucher.objects.get(pk=done["vouchers"][0]["voucher"])
    assert (voucher.kind, voucher.original_on, voucher.dated) == ("susulan", date(2025, 12, 29), date(2026, 1, 1))
    assert (voucher.made_by.name, voucher.approved_by.name, voucher.reference) == ("Budi", "Ratna", "PLN-12")
    assert Fact.objects.get(book=live.book, kind="VoucherPosted").public["happened_on"] == "2025-12-29"


def test_only_what_was_shown_is_approved(live):
    told = late(live)
    with pytest.raises(ApprovalNotOfThis):
        live.do(services.approve_draft, "ratna", draft=told["draft"], digest="f" * 64)
    with pytest.raises(NotFound):
        live.do(services.approve_draft, "ratna", draft=new_id(), digest=told["digest"])


def test_a_draft_can_be_taken_back(live):
    told = late(live)
    with pytest.raises(ReasonMissing):
        live.do(services.withdraw_draft, draft=told["draft"], reason="")
    live.do(services.withdraw_draft, draft=told["draft"], reason="Sudah dibukukan")
    assert queries.drafts(live.book.pk, state="withdrawn")[0].reason == "Sudah dibukukan"
    with pytest.raises(DraftAlreadyDecided):
        live.do(services.approve_draft, "ratna", **told)


LATE = {
    "today": ({"original_on": date(2026, 1, 1)}, SusulanWithoutDate),
    "no reason": ({"reason": " "}, ReasonMissing),
    "no description": ({"description": ""}, DescriptionMissing),
    "a kept account": ({"entries": [{"debit": "11030", "credit": "11010", "amount": 1}]}, ControlAccountOnly),
    "against an earmark": ({"purpose": "overseer_pay"}, EarmarkForbids),
}


@pytest.mark.parametrize("story", LATE)
def test_a_wrong_late_voucher_is_refused(live, story):
    body, refusal = LATE[story]
    with pytest.raises(refusal):
        late(live, **body)
    assert not Draft.objects.filter(book=live.book, kind="susulan").exists()


def test_there_is_nothing_late_while_loading(village):
    village.do(services.use_programme_chart)
    with pytest.raises(SusulanWithoutDate):
        late(village)


def test_the_step_refuses_a_late_voucher_without_its_day(live):
    with pytest.raises(SusulanWithoutDate):
        live.post([("51090", "11010", 1)], kind="susulan", approved_by=live.people["ratna"])


# ---------------------------------------------------------------- crossing ledgers


def cross(village, who="budi", **more):
    body = {"payer": "upk", "receiver": "secretariat", "amount": 250_000, "description": "Pinjam untuk rapat", **more}
    return village.do(services.transfer_between_ledgers, who, **body)


def test_money_crosses_by_a_pair_of_claims_and_two_people(live):
    told = cross(live)
    with pytest.raises(SecondPersonNeeded):
        live.do(services.approve_draft, "budi", **told)
    done = live.do(services.approve_draft, "dewi", **told)
    assert [v["number"] for v in done["vouchers"]] == ["KK-2026-00001", "SEK-KM-2026-00001"]
    claim = queries.account_for(live.book.pk, Role.DUE_FROM_SECRETARIAT)
    debt = queries.account_for(live.book.pk, Role.DUE_TO_UPK, "secretariat")
    assert queries.balance_at(claim) == queries.balance_at(debt) == 250_000
    fact = Fact.objects.get(book=live.book, kind="LedgersCrossed")
    assert fact.public["paying_number"] == "KK-2026-00001"


def test_what_was_borrowed_is_paid_back(live):
    live.do(services.approve_draft, "ratna", **cross(live))
    back = cross(live, "dewi", payer="secretariat", receiver="upk", settles=True)
    live.do(services.approve_draft, "ratna", **back)
    assert queries.balance_at(queries.account_for(live.book.pk, Role.DUE_FROM_SECRETARIAT)) == 0


CROSSINGS: dict[str, tuple[dict[str, Any], type[Problem]]] = {
    "to itself": ({"receiver": "upk"}, LedgersAreTheSame),
    "nothing": ({"amount": 0}, AmountZero),
    "without words": ({"description": " "}, DescriptionMissing),
    "out of no money": ({"out_of": "loans"}, CrossingNotThisWay),
    "into an unknown place": ({"into": "dompet"}, CrossingNotThisWay),
}


@pytest.mark.parametrize("story", CROSSINGS)
def test_a_wrong_crossing_is_refused(live, story):
    body, refusal = CROSSINGS[story]
    with pytest.raises(refusal):
        cross(live, **body)


def test_only_the_payers_keeper_lets_money_go(live):
    with pytest.raises(NotAllowed):
        cross(live, "dewi")


def test_ledgers_do_not_cross_while_loading(village):
    village.do(services.use_programme_chart)
    with pytest.raises(BooksStillLoading):
        cross(village)


def test_a_crossing_that_cannot_be_paid_stays_a_draft(live):
    told = cross(live, amount=6_000_000)
    with pytest.raises(CashBelowZero):
        live.do(services.approve_draft, "ratna", **told)
    assert Draft.objects.get(pk=told["draft"]).state == "waiting"
