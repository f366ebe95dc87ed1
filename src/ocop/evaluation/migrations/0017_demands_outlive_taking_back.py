from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0016_process_based_on")]
    operations = [
        migrations.RenameField("dossier", "submitted_answers", "checked_answers"),
        migrations.AlterField(
            "dossier",
            "checked_answers",
            models.JSONField(default=dict, help_text="as the office last saw them"),
        ),
        migrations.AlterField(
            "dossier",
            "changed_criteria",
            models.JSONField(
                default=list, help_text="criteria answered otherwise than the office last saw them"
            ),
        ),
        migrations.AlterField(
            "dossier",
            "submission",
            models.PositiveSmallIntegerField(
                default=0, help_text="how often it was handed in, without what was taken back"
            ),
        ),
        migrations.AlterField(
            "dossier",
            "return_reason",
            models.TextField(blank=True, help_text="of the last return"),
        ),
        migrations.AddField(
            "dossier",
            "completion_due_on",
            models.DateField(
                null=True, help_text="until when what was last returned is to be completed"
            ),
        ),
        migrations.AddField(
            "papercheck",
            "reply",
            models.CharField("Trả lời nơi nhận", blank=True, max_length=500),
        ),
    ]
