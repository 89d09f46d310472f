"""A fact waits until the folder has added it up: marked in the row, since ids given for past moments say nothing of commit order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_facts")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        "ALTER TABLE fact ADD COLUMN pending boolean NOT NULL DEFAULT true",
                        "DROP INDEX fact_id",
                        "CREATE INDEX fact_pending ON fact (id) WHERE pending",  # the folder's queue; empty when all is added up
                        # counts of a township or village, which have no rows of their own in the picture
                        "CREATE INDEX fact_place ON fact ((dims->>'region') COLLATE \"C\", day, measure) INCLUDE (delta)",
                    ],
                    [
                        "DROP INDEX fact_place",
                        "DROP INDEX fact_pending",
                        "CREATE INDEX fact_id ON fact (id)",
                        "ALTER TABLE fact DROP COLUMN pending",
                    ],
                )
            ],
            state_operations=[
                migrations.AddField("fact", "pending", models.BooleanField(
                        default=True, db_default=True, help_text="not yet added up by the folder of `picture`"
                    )),
            ],
        ),
    ]
