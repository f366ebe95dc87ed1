"""The database refuses any change of state that the tables of moves do not know."""

from django.db import migrations

from ocop.core.states import GuardMoves


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]
    operations = [
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
        GuardMoves(
            "evaluation_dossier",
            "state",
            [
                ("accepted", "concluded"),
                ("accepted", "withdrawn"),
                ("checking", "accepted"),
                ("checking", "returned"),
                ("draft", "submitted"),
                ("draft", "withdrawn"),
                ("returned", "submitted"),
                ("returned", "withdrawn"),
                ("submitted", "checking"),
                ("submitted", "draft"),
            ],
        ),
        GuardMoves(
            "evaluation_track",
            "state",
            [
                ("concluded", "not_ranked"),
                ("concluded", "passed_up"),
                ("concluded", "recognised"),
                ("concluded", "scoring"),
                ("reconciling", "concluded"),
                ("reconciling", "scoring"),
                ("scoring", "concluded"),
                ("scoring", "reconciling"),
                ("waiting", "scoring"),
            ],
        ),
        GuardMoves("evaluation_session", "state", [("open", "closed"), ("planned", "open")]),
        GuardMoves("evaluation_scoresheet", "state", [("open", "signed"), ("signed", "open")]),
        GuardMoves("evaluation_decision", "state", [("draft", "issued")]),
        GuardMoves(
            "evaluation_certificate",
            "state",
            [
                ("in_force", "revoked"),
                ("in_force", "superseded"),
                ("in_force", "suspended"),
                ("suspended", "in_force"),
                ("suspended", "revoked"),
                ("suspended", "superseded"),
            ],
        ),
    ]
