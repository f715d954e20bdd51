"""Only what was verified is decided: an amount that nobody verified is no amount below it."""

from django.db import migrations
from django.db.models import CheckConstraint, F, Q

from gulir.base.witness import standing_aside


class Migration(migrations.Migration):
    """A comparison with nothing is neither true nor false, and a CHECK lets that pass: so it asks for the sum first."""

    dependencies = (("lending", "0007_late_loans_are_handled"),)

    operations = standing_aside(
        "lending_application",
        migrations.RemoveConstraint("application", "no_more_is_decided_than_was_verified"),
        migrations.AddConstraint(
            "application",
            CheckConstraint(
                condition=Q(decided=None) | Q(verified__isnull=False, decided__gte=0, decided__lte=F("verified")),
                name="no_more_is_decided_than_was_verified",
            ),
        ),
    )
