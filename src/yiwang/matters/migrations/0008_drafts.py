"""Drafts of the window's form."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0007_search")]

    operations = [
        migrations.CreateModel(
            name="IntakeDraft",
            fields=[
                ("id", models.UUIDField(help_text="also the key by which the form registers once", primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
                ("post", models.BigIntegerField(help_text="appointment")),
                ("sealed", models.BinaryField(help_text="the form's values; null once registered", null=True)),
                ("saved", models.DateTimeField()),
                (
                    "done",
                    models.BooleanField(default=False, help_text="registered: what is still on its way from the page must not bring it back"),
                ),
            ],
            options={
                "db_table": "intake_draft",
                "indexes": [
                    models.Index(models.F("user_id"), models.F("post"), models.F("saved"), name="intake_draft_own"),
                    models.Index(models.F("saved"), name="intake_draft_old"),
                ],
            },
        ),
    ]
