"""Cards by rule have a moment of their own, and cards a table; what the joint meeting has listed is marked."""

from django.db import migrations, models

CARDS = """
INSERT INTO matter_card (county, matter_id, key, unit, level, state, by_unit, by_rule, above, sent, due, area)
SELECT m.county, m.id, c.key, (c.value->>'unit')::bigint, c.value->>'level', coalesce(c.value->>'state', 'open'),
       (c.value->>'by_unit')::bigint, false, 0, m.registered,
       (SELECT k.due FROM matter_clock k WHERE k.county = m.county AND k.matter_id = m.id AND k.key = c.key || '.card' AND k.state = 'running'),
       m.area
FROM matter m CROSS JOIN LATERAL jsonb_each(m.case_doc->'cards') AS c
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0008_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatterCard",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("county", "matter_id", "key", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("county", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                ("key", models.TextField()),
                ("unit", models.BigIntegerField(help_text="the unit urged")),
                ("level", models.TextField(help_text="reminder, yellow, red")),
                ("state", models.TextField(help_text="open, lapsed (not answered in time), answered, told (asks for no answer)")),
                ("by_unit", models.BigIntegerField()),
                ("by_rule", models.BooleanField()),
                ("above", models.BigIntegerField(help_text="the unit it rose to, 0 when it has not risen")),
                ("sent", models.DateTimeField()),
                ("due", models.DateTimeField(help_text="until when it is to be answered, while that runs", null=True)),
                ("area", models.CharField(db_collation="C", help_text="region code of the holder, as in `matter`", max_length=12)),
            ],
            options={
                "db_table": "matter_card",
            },
        ),
        migrations.AddField(
            model_name="matter",
            name="listed",
            field=models.TextField(db_default="", default="", help_text="proposed or listed (挂牌督办), or nothing"),
        ),
        migrations.AddField(
            model_name="matterclock",
            name="card_at",
            field=models.DateTimeField(help_text="when the next card goes out by rule; `wake` is the earlier of the two", null=True),
        ),
        migrations.AddField(
            model_name="matterclock",
            name="raise_at",
            field=models.DateTimeField(help_text="when it is told as near or passed next", null=True),
        ),
        migrations.AlterField(
            model_name="matter",
            name="cards",
            field=models.TextField(help_text="the gravest unanswered card: reminder, yellow, red or nothing"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(models.F("area"), models.F("id"), condition=models.Q(("listed", ""), _negated=True), name="matter_listed"),
        ),
        migrations.AddIndex(
            model_name="mattercard",
            index=models.Index(
                models.F("unit"), models.F("state"), models.F("sent"), models.F("matter_id"), models.F("key"), name="matter_card_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="mattercard",
            index=models.Index(models.F("area"), models.F("state"), models.F("sent"), name="matter_card_area"),
        ),
        migrations.AddIndex(
            model_name="mattercard",
            index=models.Index("above", name="matter_card_risen", condition=models.Q(above__gt=0)),
        ),
        migrations.RunSQL("UPDATE matter_clock SET raise_at = wake WHERE wake IS NOT NULL", migrations.RunSQL.noop),
        migrations.RunSQL(CARDS, migrations.RunSQL.noop),
    ]
