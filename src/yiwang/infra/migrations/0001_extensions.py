"""PostgreSQL's own helpers: trigrams for words inside a text, plain columns in GIN indexes. Both may be made by the database's owner."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [TrigramExtension(), BtreeGinExtension()]
