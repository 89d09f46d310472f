"""The words of matters for search and suggestions, partitioned by the month of the matter; and in how many matters a word stands."""

import django.contrib.postgres.fields
import django.contrib.postgres.search
from django.db import migrations, models

from yiwang.infra.partitions import partitioned

SEARCH = partitioned(
    """CREATE TABLE matter_search (
        county varchar(6) NOT NULL,
        matter_id uuid NOT NULL,
        version integer NOT NULL,
        words tsvector NOT NULL,
        marks text[] NOT NULL,
        PRIMARY KEY (county, matter_id))""",
    "matter_id",
)
# written by a listener, off everybody's way: nothing is left pending that a reader would have to go through
FOUND = "CREATE INDEX matter_search_found ON matter_search USING gin (words, marks) WITH (fastupdate = off)"


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_desk")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL([SEARCH, FOUND], "DROP TABLE matter_search")],
            state_operations=[
                migrations.CreateModel(
                    name="MatterSearch",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "county", "matter_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("county", models.CharField(max_length=6)),
                        ("matter_id", models.UUIDField()),
                        ("version", models.IntegerField(help_text="of the matter when this was written")),
                        (
                            "words",
                            django.contrib.postgres.search.SearchVectorField(
                                help_text="A title and number, B place, C what was brought, D what was written since; the order of words is lost"
                            ),
                        ),
                        (
                            "marks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(),
                                help_text="necessary for being seen (access.Sight.marks), place and category",
                                size=None,
                            ),
                        ),
                    ],
                    options={"db_table": "matter_search"},
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[("word", models.TextField(primary_key=True, serialize=False)), ("seen", models.IntegerField())],
            options={"db_table": "search_word"},
        ),
    ]
