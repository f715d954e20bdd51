"""One KSM mentors another: offered, agreed to by both, session by session, until one of them ends it.

Nothing of it is ever changed: each step is a row of its own.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gulir.base.ids import new_id
from gulir.base.models import Actor, Book
from gulir.community.models import Group

__all__ = ["SIDES", "PeerAgreement", "PeerEnd", "PeerPair", "PeerSession", "PeerSessionBack"]

SIDES = ("mentor", "mentee", "facilitator")


class PeerPair(models.Model):
    """An offer that one KSM mentors another, and what the two want to work on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    mentee = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    topics = models.CharField(max_length=200)
    offered_on = models.DateField()
    offered_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="no_ksm_mentors_itself"),
            models.CheckConstraint(condition=~Q(topics=""), name="a_mentoring_offer_says_what_it_is_about"),
        )
        indexes = (models.Index(fields=("book", "offered_on"), name="mentoring_pair_day"),)

    def __str__(self) -> str:
        return f"{self.offered_on} {self.topics[:40]}"


class PeerAgreement(models.Model):
    """The yes of one of the two KSM; the mentoring begins with the second, given by another person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.ForeignKey(PeerPair, on_delete=models.PROTECT, related_name="agreements")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pair", "group"), name="a_ksm_agrees_to_a_mentoring_once"),
            models.UniqueConstraint(fields=("pair", "by"), name="another_person_agrees_to_a_mentoring"),
        )

    def __str__(self) -> str:
        return f"{self.agreed_on}"


class PeerSession(models.Model):
    """One time the two KSM sat together: how many came, and what was shown and practised.

    One session stands for a day. `replaces` names the one of that day that was taken back and is written anew here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.ForeignKey(PeerPair, on_delete=models.PROTECT, related_name="sessions")
    number = models.IntegerField()
    held_on = models.DateField()
    came = models.IntegerField(help_text="members of the mentored KSM who were there")
    shown = models.CharField(max_length=200)
    side = models.CharField(max_length=11, default="facilitator", help_text="who wrote it: an officer of which KSM")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pair", "number"), name="a_peer_session_has_its_own_number"),
            models.UniqueConstraint(
                fields=("pair", "held_on"), condition=Q(replaces=None), name="a_peer_session_is_written_once_a_day"
            ),
            models.UniqueConstraint(
                fields=("replaces",),
                condition=Q(replaces__isnull=False),
                name="a_peer_session_is_written_anew_once",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, came__gte=1) & ~Q(shown=""),
                name="a_peer_session_says_who_came_and_what_was_shown",
            ),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="a_peer_session_is_told_by_a_side"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.held_on}"


class PeerSessionBack(models.Model):
    """A session that was written wrongly is taken back, and why: it stays and counts no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.OneToOneField(PeerSession, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="a_peer_session_is_taken_back_with_its_reason"),
        )

    def __str__(self) -> str:
        return self.reason[:40]


class PeerEnd(models.Model):
    """The mentoring ends, or its offer is declined, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.OneToOneField(PeerPair, on_delete=models.PROTECT, related_name="end")
    ended_on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="a_mentoring_ends_with_its_reason"),)

    def __str__(self) -> str:
        return self.reason[:40]
