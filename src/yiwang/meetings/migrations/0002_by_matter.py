"""Conferences and decisions are found by their matter alone: a center above, of another county, may have called them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_meetings'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='meeting',
            name='meeting_of_matter',
        ),
        migrations.RemoveIndex(
            model_name='meetingdecision',
            name='decision_of_matter',
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(models.F('matter'), condition=models.Q(('matter', ''), _negated=True), name='meeting_of_matter'),
        ),
        migrations.AddIndex(
            model_name='meetingdecision',
            index=models.Index(models.F('matter'), condition=models.Q(('ended', None), models.Q(('matter', ''), _negated=True)), name='decision_of_matter'),
        ),
    ]
