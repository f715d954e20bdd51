"""What the UPK holds for a KSM goes along with a loan that is carried on, from its card to the next."""

from pathlib import Path

from django.db import migrations

from gulir.base.witness import sql_files


class Migration(migrations.Migration):
    dependencies = (("lending", "0013_the_punctual_are_rewarded"),)

    operations = (sql_files(Path(__file__).parent, "what_is_held_goes_along"),)
