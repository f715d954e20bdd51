"""What every context points to: the board's book, who acts, what happened, what was answered.

* `Book`: one row per board (and one for the installation), the first row every command locks.
* `Actor`: who acts; two logins of one person share a `person` key.
* `Fact` and `Secret`: what happened, ready for the log; private part and salt sit in `Secret`, which can be erased.
* `Reply`: the stored answer of a command, kept for ever under its idempotency key.
* `Attachment`: a file under its SHA-256.  * `Outbox`: what must leave the house after a commit.
"""

from __future__ import annotations

from django.db import models

from gulir.base.ids import new_id

__all__ = ["Actor", "Attachment", "Book", "Fact", "Outbox", "Reply", "Secret"]


class Book(models.Model):
    """One board's book of facts. `code` is empty for the installation's own book."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True, blank=True)
    zone = models.CharField(max_length=4, default="WIB")
    acts = models.BigIntegerField(default=0)
    facts = models.BigIntegerField(default=0)
    recorded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class Actor(models.Model):
    """Who acts. `person` is the natural person: maker and checker are compared by it, never by login."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.UUIDField(default=new_id, db_index=True)
    name = models.CharField(max_length=120)
    founder = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Fact(models.Model):
    """Something that happened, told in the same transaction as the rows it is about; never changed, never deleted."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    command = models.CharField(max_length=80)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", db_index=False)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    public = models.JSONField(default=dict)
    commitment = models.CharField(max_length=64)
    leaf = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "sequence"), name="a_fact_has_its_own_number"),
            models.CheckConstraint(condition=models.Q(sequence__gt=0), name="facts_count_from_one"),
        )
        indexes = (models.Index(fields=("book", "kind", "sequence"), name="base_fact_kind"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.sequence}"


class Secret(models.Model):
    """The private part of a fact with its salt. Erasing this row leaves fact, leaf and every balance as they are."""

    fact = models.OneToOneField(Fact, primary_key=True, on_delete=models.PROTECT, related_name="secret")
    salt = models.BinaryField(max_length=32)
    private = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.fact_id)


class Reply(models.Model):
    """The stored answer of one command under its key, for ever: a repeat gets it again, another body is refused."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    command = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    result = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("book", "key"), name="a_key_is_answered_once"),)

    def __str__(self) -> str:
        return self.key


class Attachment(models.Model):
    """A file kept under its digest: the same bytes twice are one file."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Outbox(models.Model):
    """What leaves the house after a commit, at least once: a message, a print. Never for what was rolled back."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
