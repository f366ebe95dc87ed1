"""A round keeps the requirements that it decides by; the database refuses to change a published edition."""

from django.db import migrations, models

from ocop.core.states import GuardMoves

KEPT = ("code", "files", "digest", "published_at", "published_by_id")


def keep_requirements(apps, schema_editor):
    for round in apps.get_model("evaluation", "Round").objects.select_related("edition"):
        round.confirmed_requirements = round.edition.confirmed_requirements
        round.save(update_fields=["confirmed_requirements"])


def guard(apps, schema_editor):
    say = "a published edition never changes"
    if schema_editor.connection.vendor == "sqlite":
        changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in KEPT)
        schema_editor.execute(
            f"CREATE TRIGGER guard_published_edition BEFORE UPDATE ON evaluation_edition FOR EACH ROW"
            f" WHEN OLD.state = 'published' AND ({changed}) BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        schema_editor.execute(
            "CREATE TRIGGER guard_published_edition_delete BEFORE DELETE ON evaluation_edition"
            f" WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, '{say}'); END"
        )
        return
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in KEPT)
    schema_editor.execute(
        "CREATE FUNCTION guard_published_edition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{say}' USING ERRCODE = 'check_violation'; END $$",
        params=None,
    )
    schema_editor.execute(
        "CREATE TRIGGER guard_published_edition BEFORE UPDATE ON evaluation_edition FOR EACH ROW"
        f" WHEN (OLD.state = 'published' AND ({changed})) EXECUTE FUNCTION guard_published_edition()"
    )
    schema_editor.execute(
        "CREATE TRIGGER guard_published_edition_delete BEFORE DELETE ON evaluation_edition"
        " FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION guard_published_edition()"
    )


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0003_standing")]
    operations = [
        migrations.AddField(
            model_name="round",
            name="confirmed_requirements",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="edition", name="pending", field=models.JSONField(default=dict)
        ),
        migrations.RunPython(keep_requirements, migrations.RunPython.noop),
        # SQLite makes a table anew for a column with a default, and its triggers go with the old one.
        GuardMoves("evaluation_edition", "state", [("draft", "published")]),
        GuardMoves(
            "evaluation_round",
            "state",
            [
                ("concluded", "published"),
                ("preparing", "receiving"),
                ("receiving", "scoring"),
                ("scoring", "concluded"),
                ("scoring", "receiving"),
            ],
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
