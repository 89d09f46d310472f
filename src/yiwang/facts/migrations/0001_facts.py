"""The table of facts, partitioned by month."""

from django.db import migrations, models

from yiwang.infra.partitions import partitioned

FACT = partitioned(
    """CREATE TABLE fact (
        county varchar(6) NOT NULL,
        id uuid NOT NULL,
        day date NOT NULL,
        measure text NOT NULL,
        delta bigint NOT NULL,
        dims jsonb NOT NULL,
        PRIMARY KEY (county, id))""",
    "id",
)
# the folder reads in the order of ids over all counties
FACT_BY_ID = "CREATE INDEX fact_id ON fact (id)"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL([FACT, FACT_BY_ID], "DROP TABLE fact")],
            state_operations=[
                migrations.CreateModel(
                    name="Fact",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey("county", "id", blank=True, editable=False, primary_key=True, serialize=False),
                        ),
                        ("county", models.CharField(max_length=6)),
                        ("id", models.UUIDField(help_text="uuidv7 of the moment of the deed: the folder reads in this order")),
                        ("day", models.DateField(help_text="the day counted for, in Asia/Shanghai; a correction names the original one")),
                        ("measure", models.TextField()),
                        ("delta", models.BigIntegerField()),
                        (
                            "dims",
                            models.JSONField(
                                help_text="dimension → value: region, unit, category, nature … never anything of a person"
                            ),
                        ),
                    ],
                    options={"db_table": "fact"},
                ),
            ],
        ),
    ]
