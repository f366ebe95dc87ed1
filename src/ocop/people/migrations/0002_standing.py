"""What a person is may be kept in memory while `User.standing` stays the same (`people.standing`)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.AddField(
            "user", "standing", models.PositiveIntegerField(default=0, editable=False)
        ),
    ]
