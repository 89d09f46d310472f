"""Counts of a queue come from its index alone; what an account opened and follows; a unit sees what it has asked for."""

from django.db import migrations, models

ASKED = """
INSERT INTO matter_todo (county, matter_id, key, unit, duty, subject, due, platform, guarded, since)
SELECT t.county, t.matter_id, t.key || ':asked', (m.case_doc->'requests'->t.key->>'by_unit')::bigint, 'asked', t.subject, t.due,
       t.platform, t.guarded, t.since
FROM matter_todo t JOIN matter m ON m.county = t.county AND m.id = t.matter_id
WHERE t.duty = 'to_rule' AND (m.case_doc->'requests'->t.key->>'by_unit')::bigint <> t.unit
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_lists")]

    operations = [
        migrations.RunSQL(ASKED, "DELETE FROM matter_todo WHERE duty = 'asked'"),
        migrations.RemoveIndex(model_name="mattertodo", name="matter_todo_queue"),
        migrations.AddIndex(
            model_name="mattertodo",
            index=models.Index("unit", "duty", "due", "matter_id", "key", include=["platform", "guarded"], name="matter_todo_queue"),
        ),
        migrations.AddIndex(
            model_name="mattertodo",
            index=models.Index("unit", name="matter_todo_guarded", condition=models.Q(guarded=True)),
        ),
        migrations.RemoveIndex(model_name="matter", name="matter_holder_due"),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                "holder",
                "due",
                "id",
                include=["platform", "blocked", "nature"],
                name="matter_holder_due",
                condition=models.Q(due__isnull=False),
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                "holder",
                name="matter_holder_guarded",
                condition=models.Q(models.Q(blocked=True) | models.Q(nature="accusation"), due__isnull=False),
            ),
        ),
        # an index alone answers only while the table's pages are known to be visible to all: cleaned early, not after a fifth of it changed
        migrations.RunSQL(
            "ALTER TABLE matter_todo SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="MatterMark",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "county", "matter_id", "user_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("county", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                ("user_id", models.BigIntegerField()),
                ("version", models.IntegerField(help_text="of the matter when it was last opened")),
                ("opened", models.DateTimeField()),
                ("followed", models.BooleanField()),
            ],
            options={"db_table": "matter_mark"},
        ),
        migrations.AddIndex(
            model_name="mattermark",
            index=models.Index("user_id", "matter_id", name="matter_mark_followed", condition=models.Q(followed=True)),
        ),
        migrations.AddIndex(
            model_name="mattermark",
            index=models.Index("opened", name="matter_mark_opened", condition=models.Q(followed=False)),
        ),
    ]
