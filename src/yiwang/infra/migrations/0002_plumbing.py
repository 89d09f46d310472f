"""Tables of the plumbing. Throttles are unlogged: a crash may forget them, and a try costs no log."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('infra', '0001_extensions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.TextField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('took_ms', models.FloatField(default=0)),
                ('trouble', models.TextField(default='')),
            ],
            options={
                'db_table': 'heartbeat',
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('pk', models.CompositePrimaryKey('county', 'client', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('county', models.CharField(max_length=6)),
                ('client', models.TextField(help_text='who sent it: keys of different clients do not meet')),
                ('key', models.TextField()),
                ('body_hash', models.BinaryField()),
                ('response', models.JSONField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'idempotency_key',
                'indexes': [models.Index(fields=['at'], name='idempotency_key_at')],
            },
        ),
        migrations.CreateModel(
            name='OutboxEvent',
            fields=[
                ('pk', models.CompositePrimaryKey('county', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('county', models.CharField(max_length=6)),
                ('id', models.UUIDField()),
                ('topic', models.TextField()),
                ('key', models.TextField(help_text="what it is about, such as a matter's number")),
                ('body', models.JSONField()),
                ('at', models.DateTimeField()),
                ('tries', models.SmallIntegerField(default=0)),
                ('next_try', models.DateTimeField(help_text='not before this moment')),
                ('waiting', models.JSONField(help_text='listeners that have not heard it; null: nobody has yet', null=True)),
                ('trouble', models.TextField(default='', help_text='kind of the last failure, never its words')),
            ],
            options={
                'db_table': 'outbox_event',
                'indexes': [models.Index(fields=['next_try', 'id'], name='outbox_event_next_try')],
            },
        ),
        migrations.CreateModel(
            name='Throttle',
            fields=[
                ('pk', models.CompositePrimaryKey('scope', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('scope', models.TextField()),
                ('key', models.BinaryField(help_text='a keyed hash: no address and no name lies here')),
                ('free_at', models.DateTimeField(help_text='when the whole allowance is back')),
            ],
            options={
                'db_table': 'throttle',
                'indexes': [models.Index(fields=['free_at'], name='throttle_free_at')],
            },
        ),
        migrations.RunSQL("ALTER TABLE throttle SET UNLOGGED", migrations.RunSQL.noop),
        migrations.RunSQL(
            "ALTER TABLE throttle SET (fillfactor = 70); ALTER TABLE heartbeat SET (fillfactor = 50)", migrations.RunSQL.noop
        ),
    ]
