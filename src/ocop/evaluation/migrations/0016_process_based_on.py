from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0015_tell_english_names_apart")]
    operations = [
        migrations.AddField(
            model_name="processedition",
            name="based_on",
            field=models.CharField(blank=True, max_length=30),
        ),
    ]
