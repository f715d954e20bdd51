"""What leads to a loan: signatures, forms, application, visit, exception, two signatures, money, three sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gulir.core.approval import shown_digest
from gulir.lending import services as lending
from gulir.lending.models import Application, Pledge, Product
from gulir.lending.slips import slip_code
from tests.lending.offers import FIXED, SHARED
from tests.machine.town import EVERYBODY, KSM, Town

__all__ = ["GROUPS", "PICK", "Borrowing", "sign"]

GROUPS = st.sampled_from(KSM)
PICK = st.integers(0, 99)
EACH = (500_000, 1_000_000, 1_000_000, 1_500_000, 2_000_000)
OFFERS = tuple({**FIXED, **SHARED}.items())


def sign(town: Town, application: Application, who: str) -> dict[str, Any] | None:
    """One signature on what is shown now."""
    return town.do(
        who, lending.sign_application, application=application.pk, digest=shown_digest(lending.shown(application))
    )


class Borrowing:
    """The road of an application."""

    town: Town

    @rule(group=GROUPS)
    def pledge(self, group: str) -> None:
        """Members who have not signed joint liability sign it."""
        self.see_signatures(group)

    def see_signatures(self, group: str) -> None:
        """The loan officer sees them."""
        key = self.town.group(group)
        signed = set(Pledge.objects.filter(group=key).values_list("person_id", flat=True))
        people = [p for p in (self.town.person(who) for who in EVERYBODY[group]) if p not in signed]
        if people:
            self.town.do("loan_officer", lending.see_pledges, group=key, people=people, signed_on=self.town.today)

    @rule(group=GROUPS, pick=PICK)
    def fill_a_form(self, group: str, pick: int) -> None:
        """A member writes down wish, business and household."""
        who = EVERYBODY[group][pick % 5]
        self.town.do(
            who if pick % 2 else "loan_officer", lending.fill_member_form, group=self.town.group(group),
            person=self.town.person(who), amount=1_000_000, business=f"Warung {who}", turnover=2_000_000,
            costs=1_200_000, living_costs=400_000, dependants=pick % 4,
        )  # fmt: skip

    @rule(group=GROUPS, pick=PICK)
    def ask(self, group: str, pick: int) -> None:
        """An application of some or all members; now and then the manager takes it, who cannot sign it then."""
        products = list(Product.objects.filter(book_id=self.town.book, closed_on=None).order_by("offered_from", "code"))
        people = EVERYBODY[group][: 3 + pick % 3]
        shares = [
            lending.AskedShare(person=self.town.person(who), amount=EACH[(pick + n) % len(EACH)])
            for n, who in enumerate(people)
        ]
        if products:
            self.town.do(
                "upk_manager" if pick % 11 == 0 else "loan_officer", lending.submit_application,
                group=self.town.group(group), product=products[pick % len(products)].pk, shares=shares,
                purpose="Modal warung",
            )  # fmt: skip

    @rule(pick=PICK)
    def survey(self, pick: int) -> None:
        """The visit to every member: as asked, a little less, with the household's figures, or above what it bears."""
        waiting = self.town.applications("submitted")
        if not waiting:
            return
        self.visit_all(waiting[pick % len(waiting)], pick)

    def visit_all(self, asked: Application, pick: int) -> None:
        """One visit to every member of an application."""
        found = []
        for n, row in enumerate(asked.shares.order_by("id")):
            amount = row.asked - (100_000 if (pick + n) % 4 == 0 else 0)
            more: dict[str, Any] = {}
            if pick % 2:
                more = {"income": 3_000_000, "costs": 1_500_000, "living_costs": 500_000, "character": 1 + pick % 4}
            if pick % 7 == 3 and n == 0:
                more = {"income": 600_000, "costs": 400_000, "exception": "Kiriman anak tiap bulan"}
            found.append(lending.VerifiedShare(person=row.person_id, amount=amount, **more))
        self.town.do("loan_officer", lending.verify_application, application=asked.pk, shares=found, note="Dikunjungi")

    @rule(pick=PICK)
    def allow(self, pick: int) -> None:
        """Somebody else allows a share above what its household carries."""
        waiting = [a for a in self.town.applications("verified") if "exceptions" in lending.shown(a)]
        if waiting:
            asked = waiting[pick % len(waiting)]
            person = UUID(next(iter(lending.shown(asked)["exceptions"])))
            self.town.do(
                "coordinator", lending.allow_exception, application=asked.pk, person=person, reason="Anak menanggung"
            )

    @rule(pick=PICK)
    def sign(self, pick: int) -> None:
        """Manager or coordinator signs what is shown."""
        waiting = self.town.applications("verified")
        if waiting:
            sign(self.town, waiting[pick % len(waiting)], ("upk_manager", "coordinator")[pick // 7 % 2])

    @rule(pick=PICK)
    def sign_the_other(self, pick: int) -> None:
        """Whoever has not signed yet does."""
        waiting = [a for a in self.town.applications("verified") if a.signatures.exists()]
        if waiting:
            asked = waiting[pick % len(waiting)]
            offices = {office for row in asked.signatures.all() for office in row.offices}
            sign(self.town, asked, "coordinator" if "upk_manager" in offices else "upk_manager")

    @rule(pick=PICK)
    def push_on(self, pick: int) -> None:
        """Whatever waits goes one step further."""
        waiting = self.town.applications("submitted", "verified", "approved")
        if not waiting:
            return
        asked = waiting[pick % len(waiting)]
        if asked.state == "submitted":
            self.visit_all(asked, 0)
        elif asked.state == "verified":
            sign(self.town, asked, "coordinator" if asked.signatures.exists() else "upk_manager")
        elif Pledge.objects.filter(group=asked.group_id).exists():
            self.hand_over(asked, "cash")
        else:
            self.see_signatures(asked.group.name)

    @rule(pick=PICK)
    def turn_down(self, pick: int) -> None:
        """Sent back, said no to, or taken back by the KSM; seldom, so that some get through."""
        running = self.town.applications("submitted", "verified", "approved")
        if not running or pick % 3:
            return
        asked = running[pick % len(running)]
        who, act = (
            ("upk_manager", lending.return_application), ("coordinator", lending.reject_application),
            ("loan_officer", lending.withdraw_application), ("loan_officer", lending.return_application),
        )[pick // 3 % 4]  # fmt: skip
        self.town.do(who, act, application=asked.pk, reason="Belum lengkap")

    @rule(pick=PICK)
    def mend(self, pick: int) -> None:
        """The KSM hands in anew what was sent back."""
        back = self.town.applications("returned")
        if back:
            asked = back[pick % len(back)]
            shares = [
                lending.AskedShare(person=row.person_id, amount=max(row.asked - 100_000, 100_000))
                for row in asked.shares.order_by("id")
            ]
            self.town.do("loan_officer", lending.resubmit_application, application=asked.pk, shares=shares)

    @rule(pick=PICK)
    def put_first(self, pick: int) -> None:
        """One that waits for money comes before the others."""
        waiting = self.town.applications("approved")
        if waiting and pick % 3 == 0:
            self.town.do(
                "coordinator", lending.put_first, application=waiting[pick % len(waiting)].pk, reason="Musim tanam"
            )

    @rule(pick=PICK)
    def pay_out(self, pick: int) -> None:
        """The cashier pays out what was approved, from the box or from the bank."""
        waiting = self.town.applications("approved")
        if waiting:
            self.hand_over(waiting[pick % len(waiting)], ("cash", "bank")[pick % 2])

    def hand_over(self, asked: Application, place: str) -> None:
        """The money goes out."""
        if self.town.do("cashier", lending.disburse, application=asked.pk, out_of=place):
            self.town.money -= asked.decided or 0

    @rule(pick=PICK, less=st.sampled_from((0, 0, 0, 100_000)))
    def tell_what_came(self, pick: int, less: int) -> None:
        """Treasurer, members and a witness each tell what reached the hand; now and then less than was paid out."""
        running = [loan for loan in self.town.loans() if loan.arrival in ("waiting", "differs")]
        if not running:
            return
        loan = running[pick % len(running)]
        shares = list(loan.shares.filter(live=True, person__isnull=False).order_by("id"))
        reason = "Dihitung ulang" if loan.arrival == "differs" or pick % 4 == 0 else ""
        if pick % 3 == 0:
            treasurer = EVERYBODY[loan.ksm][2]
            self.town.do(treasurer, lending.record_arrival, loan=loan.pk, amount=loan.principal - less, reason=reason)
        elif pick % 3 == 1:
            share = shares[pick % len(shares)]
            slip = slip_code(share) if pick % 2 else ""
            self.town.do(
                self.name_of(share.person_id), lending.confirm_arrival, loan=loan.pk, amount=share.principal - less,
                slip=slip, reason=reason,
            )  # fmt: skip
        else:
            amounts = {share.person_id: share.principal for share in shares}
            self.town.do(
                "facilitator", lending.witness_arrivals, loan=loan.pk, amounts=amounts, treasurer=loan.principal - less,
                reason="Didengar langsung",
            )  # fmt: skip

    def name_of(self, key: UUID | None) -> str:
        """A resident by key."""
        return next(name for name, known in self.town.fund.stage.people.items() if known == key)

    @rule(pick=PICK)
    def change_what_is_offered(self, pick: int) -> None:
        """A product of some other kind is offered, or one is closed."""
        code = f"P{pick % len(OFFERS)}"
        known = Product.objects.filter(book_id=self.town.book, code=code).first()
        if known is None:
            _, terms = OFFERS[pick % len(OFFERS)]
            self.town.do("upk_manager", lending.define_product, code=code, name=f"Produk {pick}", **terms)
        elif pick % 3 == 0:
            self.town.do("coordinator", lending.close_product, product=known.pk)
