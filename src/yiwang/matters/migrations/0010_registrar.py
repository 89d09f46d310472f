"""What a unit registered, newest first: read for what was registered in haste and waits to be completed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_supervision")]

    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                models.F("registrar"), models.F("id"), name="matter_registrar", condition=models.Q(("registered_by__isnull", False))
            ),
        )
    ]
