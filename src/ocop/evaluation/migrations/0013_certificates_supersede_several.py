import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0012_track_appraiser"),
    ]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="superseded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="evaluation.certificate",
            ),
        ),
    ]
