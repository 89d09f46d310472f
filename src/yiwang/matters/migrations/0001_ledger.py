"""The ledger, the texts beside it and the daily seals; entries and texts partitioned by the month of the matter."""

from django.db import migrations, models

from yiwang.infra.partitions import partitioned

ENTRY = partitioned(
    """CREATE TABLE ledger_entry (
        county varchar(6) NOT NULL,
        matter_id uuid NOT NULL,
        seq integer NOT NULL CHECK (seq >= 1),
        at timestamptz NOT NULL,
        act text NOT NULL,
        subject text NOT NULL,
        user_id bigint,
        post_id bigint,
        unit_id bigint,
        role text NOT NULL,
        data jsonb NOT NULL,
        change jsonb NOT NULL,
        digests jsonb NOT NULL,
        prev bytea NOT NULL CHECK (length(prev) = 32),
        head bytea NOT NULL CHECK (length(head) = 32),
        PRIMARY KEY (county, matter_id, seq))""",
    "matter_id",
)
TEXT = partitioned(
    """CREATE TABLE matter_text (
        county varchar(6) NOT NULL,
        matter_id uuid NOT NULL,
        seq integer NOT NULL CHECK (seq >= 1),
        name text NOT NULL,
        sealed bytea,
        found bytea,
        erased timestamptz,
        CHECK ((sealed IS NULL) = (erased IS NOT NULL)),
        CHECK (erased IS NULL OR found IS NULL),
        PRIMARY KEY (county, matter_id, seq, name))""",
    "matter_id",
)
# read by the seal of a day; rows come in the order of time, so a few kilobytes are index enough
ENTRY_BY_TIME = "CREATE INDEX ledger_entry_at ON ledger_entry USING brin (at) WITH (pages_per_range = 16, autosummarize = on)"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL([ENTRY, ENTRY_BY_TIME], "DROP TABLE ledger_entry"),
                migrations.RunSQL(TEXT, "DROP TABLE matter_text"),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="LedgerEntry",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "county", "matter_id", "seq", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("county", models.CharField(max_length=6)),
                        ("matter_id", models.UUIDField()),
                        ("seq", models.IntegerField(help_text="1, 2, 3 … within the matter, without gaps")),
                        ("at", models.DateTimeField()),
                        ("act", models.TextField()),
                        ("subject", models.TextField()),
                        ("user_id", models.BigIntegerField(null=True)),
                        ("post_id", models.BigIntegerField(null=True)),
                        ("unit_id", models.BigIntegerField(null=True)),
                        ("role", models.TextField()),
                        ("data", models.JSONField(help_text="the act's input without its texts")),
                        ("change", models.JSONField(help_text="RFC 7396 merge patch of the case")),
                        ("digests", models.JSONField(help_text="name of each text → salted digest, hex")),
                        ("prev", models.BinaryField()),
                        ("head", models.BinaryField()),
                    ],
                    options={"db_table": "ledger_entry"},
                ),
                migrations.CreateModel(
                    name="MatterText",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "county", "matter_id", "seq", "name", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("county", models.CharField(max_length=6)),
                        ("matter_id", models.UUIDField()),
                        ("seq", models.IntegerField(help_text="the entry that holds its digest")),
                        ("name", models.TextField(help_text="name of the act's input")),
                        (
                            "sealed",
                            models.BinaryField(help_text="16 bytes of salt and the de-identified text; null when erased", null=True),
                        ),
                        (
                            "found",
                            models.BinaryField(
                                help_text="sealed: what placeholders stand for when no party's field says it", null=True
                            ),
                        ),
                        ("erased", models.DateTimeField(null=True)),
                    ],
                    options={"db_table": "matter_text"},
                ),
            ],
        ),
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("count", models.IntegerField(help_text="matters that changed that day")),
                ("merkle_root", models.BinaryField()),
                ("prev_root", models.BinaryField()),
                ("root", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_seal"},
        ),
    ]
