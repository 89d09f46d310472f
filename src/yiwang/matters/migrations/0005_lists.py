"""Lists of large areas walk backwards in time; room on the pages of what every act rewrites, so that it need not touch every index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_party_rows")]

    operations = [
        migrations.AddIndex(model_name="matter", index=models.Index("id", name="matter_newest")),
        migrations.RunSQL(
            [
                "ALTER TABLE matter SET (fillfactor = 80)",
                "ALTER TABLE matter_order SET (fillfactor = 85)",
                "ALTER TABLE matter_clock SET (fillfactor = 85)",
            ],
            migrations.RunSQL.noop,
        ),
    ]
