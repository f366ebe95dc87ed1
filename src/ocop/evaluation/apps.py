from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EvaluationConfig(AppConfig):
    name = "ocop.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from ocop.core.navigation import Entry, register
        from ocop.producers import hooks, panels, sets

        from . import policy, states, words, work  # noqa: F401
        from .actions import certificates, expiry  # noqa: F401
        from .actions.following import change_hands, take_new_version
        from .jobs import dossier_file  # noqa: F401
        from .panels import is_assessed, product_panel, uses
        from .rulebook import published_editions

        register(
            Entry(
                pgettext_lazy("list", "Phiếu chấm"),
                "clipboard-check",
                "evaluation:my_sheets",
                policy.is_scorer,
                10,
                on_phone=True,
            ),
            Entry(
                _("Thẩm định"),
                "search",
                "evaluation:appraisals",
                policy.is_support,
                11,
                on_phone=True,
            ),
            Entry(
                pgettext_lazy("list", "Hồ sơ"),
                "file-earmark-text",
                "evaluation:dossiers",
                policy.reads_evaluation,
                30,
                on_phone=True,
            ),
            Entry(
                _("Đợt đánh giá"),
                "calendar-event",
                "evaluation:rounds",
                policy.reads_evaluation,
                31,
            ),
            Entry(
                pgettext_lazy("list", "Giấy chứng nhận"),
                "award",
                "evaluation:certificates",
                policy.reads_evaluation,
                40,
            ),
            Entry(
                pgettext_lazy("list", "Bộ tiêu chí"),
                "list-check",
                "evaluation:editions",
                policy.manages_editions,
                80,
            ),
        )
        panels.register("evaluation/partials/product_panel.html", product_panel)
        sets.register(published_editions)
        hooks.register_uses(uses)
        hooks.register_assessment(is_assessed)
        hooks.register_replacement(take_new_version)
        hooks.register_transfer(change_hands)
