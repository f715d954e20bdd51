"""A session among two KSM that was written wrongly is taken back; one stands for a day."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import gulir.base.ids
from gulir.base.witness import append_only, sql_files, standing_aside

PROTECT = django.db.models.deletion.PROTECT
SIDES = ("mentor", "mentee", "facilitator")


class Migration(migrations.Migration):
    """What was taken back stays as it was written, and its day may be written anew once.

    Of sessions from before nobody knows which KSM wrote them: only the facilitator takes those back.
    """

    dependencies = (
        ("base", "0002_the_database_watches_facts"),
        ("mentoring", "0018_the_database_watches_price_indexes"),
    )

    operations = (
        *standing_aside(
            "mentoring_peersession",
            migrations.AddField(
                "peersession",
                "replaces",
                models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="mentoring.peersession"),
            ),
            migrations.AddField(
                "peersession",
                "side",
                models.CharField(
                    default="facilitator", help_text="who wrote it: an officer of which KSM", max_length=11
                ),
            ),
            migrations.AddConstraint(
                "peersession",
                models.UniqueConstraint(
                    condition=Q(replaces=None),
                    fields=("pair", "held_on"),
                    name="a_peer_session_is_written_once_a_day",
                ),
            ),
            migrations.AddConstraint(
                "peersession",
                models.UniqueConstraint(
                    condition=Q(replaces__isnull=False),
                    fields=("replaces",),
                    name="a_peer_session_is_written_anew_once",
                ),
            ),
            migrations.AddConstraint(
                "peersession",
                models.CheckConstraint(condition=Q(side__in=SIDES), name="a_peer_session_is_told_by_a_side"),
            ),
        ),
        migrations.CreateModel(
            name="PeerSessionBack",
            fields=[
                (
                    "id",
                    models.UUIDField(default=gulir.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="base.actor")),
                (
                    "session",
                    models.OneToOneField(on_delete=PROTECT, related_name="taken_back", to="mentoring.peersession"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~Q(reason=""), name="a_peer_session_is_taken_back_with_its_reason")
                ]
            },
        ),
        append_only("mentoring_peersessionback"),
        sql_files(Path(__file__).parent, "a_peer_session_is_taken_back"),
    )
