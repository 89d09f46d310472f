"""The table of data keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    models.BinaryField(
                        help_text="8 random bytes; stands in the header of everything sealed with it", primary_key=True, serialize=False
                    ),
                ),
                ("purpose", models.TextField(help_text="seal, file or index")),
                ("algorithm", models.TextField(help_text="aes-256-gcm or sm4-gcm")),
                ("wrapped", models.BinaryField()),
                ("wrapped_by", models.BinaryField(help_text="fingerprint of the key file")),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("active", models.BooleanField(default=True, help_text="seals new things; all others only open old ones")),
            ],
            options={
                "db_table": "privacy_data_key",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)), fields=("purpose", "algorithm"), name="privacy_one_active_key"
                    )
                ],
            },
        ),
    ]
