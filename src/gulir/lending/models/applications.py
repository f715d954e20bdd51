"""What a group asks for, step by step: amounts are kept as asked, verified and decided, for the KSM and each member.

States of an application (domain 3.7), and the only moves between them (`MOVES`):

1. `submitted`: the group asked (P)  2. `verified`: the loan officer visited every member (V)
3. `approved`: manager and coordinator both signed (W)  4. `disbursed`: paid out, a loan exists (A)
5. `returned`: sent back to the group  6. `rejected`  7. `withdrawn` by the group
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q

from gulir.base.fields import RupiahField
from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group, Person

__all__ = ["MOVES", "SHARING", "STATES", "Application", "ApplicationShare", "Product", "Signature"]

MOVES: Mapping[str, frozenset[str]] = {
    "submitted": frozenset({"verified", "returned", "rejected", "withdrawn"}),
    "verified": frozenset({"approved", "returned", "rejected", "withdrawn"}),
    "approved": frozenset({"disbursed", "withdrawn"}),
    "returned": frozenset({"submitted", "withdrawn"}),
    "disbursed": frozenset(),
    "rejected": frozenset(),
    "withdrawn": frozenset(),
}
STATES = tuple(MOVES)
METHODS = ("flat", "annuity", "equal_principal", "murabahah", "mudharabah", "musyarakah")
SHARING = ("mudharabah", "musyarakah")
UNITS = ("month", "week", "day", "harvest")


class Product(models.Model):
    """What a board offers: method, jasa, term, rounding. It is never edited: close it and make another.

    A product by harvest has its calendar in `harvests`: `[[name, month, day, part], …]`, and its jasa is a month's. One
    that shares the result asks no jasa: `share_percent` of a profit goes to the fund, `loss_percent` of a loss is borne
    by it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    method = models.CharField(max_length=20, default="flat")
    rate_percent = models.CharField(max_length=20, help_text="jasa in percent of principal per instalment, exact")
    instalments = models.IntegerField()
    every = models.IntegerField(default=1)
    unit = models.CharField(max_length=7, default="month")
    round_to = models.IntegerField(default=1000)
    round_on = models.CharField(max_length=9, default="total")
    round = models.CharField(max_length=7, default="up")
    share_percent = models.CharField(max_length=20, default="0")
    loss_percent = models.CharField(max_length=20, default="0")
    harvests = models.JSONField(default=list)
    offered_from = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "code"), name="a_product_has_its_own_code"),
            models.CheckConstraint(condition=Q(method__in=METHODS), name="a_product_has_a_known_method"),
            models.CheckConstraint(condition=Q(unit__in=UNITS), name="a_product_has_a_known_unit"),
            models.CheckConstraint(
                condition=Q(instalments__gte=1, every__gte=1, round_to__gte=1), name="a_product_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(method__in=SHARING, rate_percent="0") & ~Q(share_percent="0") & ~Q(loss_percent="0")
                | ~Q(method__in=SHARING) & Q(share_percent="0", loss_percent="0"),
                name="a_product_asks_jasa_or_shares_the_result",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def shares_result(self) -> bool:
        """Whether a share of the reported result is paid instead of jasa."""
        return self.method in SHARING


class Application(models.Model):
    """One application of a KSM for a loan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    submitted_on = models.DateField()
    submitted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=400, blank=True)
    decided_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default="submitted")
    asked = RupiahField()
    verified = RupiahField(null=True)  # type: ignore[misc]  # the stubs read no null from an alias
    decided = RupiahField(null=True)  # type: ignore[misc]  # the stubs read no null from an alias
    sheet = models.JSONField(
        null=True, help_text="the plain sheet that is signed: rupiah, and days where they are named"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "number"), name="an_application_has_its_own_number"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="an_application_has_a_known_state"),
            models.CheckConstraint(condition=Q(asked__gt=0), name="an_application_asks_for_something"),
            models.CheckConstraint(
                condition=Q(verified=None) | Q(verified__gte=0, verified__lte=F("asked")),
                name="no_more_is_verified_than_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(decided=None) | Q(verified__isnull=False, decided__gte=0, decided__lte=F("verified")),
                name="no_more_is_decided_than_was_verified",
            ),
        )
        indexes = (models.Index(fields=("book", "state"), name="lending_application_state"),)

    def __str__(self) -> str:
        return self.number


class ApplicationShare(models.Model):
    """One member's part of an application, with what the survey found."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked = RupiahField()
    verified = RupiahField(null=True)  # type: ignore[misc]  # the stubs read no null from an alias
    decided = RupiahField(null=True)  # type: ignore[misc]  # the stubs read no null from an alias
    business = models.CharField(max_length=120, blank=True)
    income = RupiahField(null=True)  # type: ignore[misc]  # the stubs read no null from an alias
    costs = RupiahField(null=True)  # type: ignore[misc]  # the stubs read no null from an alias

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "person"), name="one_member_asks_once_in_an_application"),
            models.CheckConstraint(condition=Q(asked__gt=0), name="a_member_asks_for_something"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked}"


class Signature(models.Model):
    """One signature under a decision: who, in which office, on the digest of exactly what was shown (R18)."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="signatures")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    offices = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    signed_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "person", "digest"), name="one_person_signs_once_for_what_was_shown"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.signed_on}"
