"""What a score sheet's page shows of the whole sheet and each choice changes: the parts with their points, and the total.

Drawn without templates, which took as long as all else that a save does besides the database.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ocop.core.templatetags.ocop import icon
from ocop.core.words import named

HERE = mark_safe(' aria-current="page"')


def part_tabs(progress: Mapping[str, Any], part: str = "") -> SafeString:
    """Links to the parts; part: the one on the screen."""
    points, urls = progress["sheet"].parts, progress["urls"]
    tabs = (
        (
            urls[p.code],
            HERE if p.code == part else "",
            p.code,
            named(p),
            points.get(p.code, 0),
            p.max_points,
        )
        for p in progress["rules_sheet"].parts
    )
    return format_html(
        '<nav id="sheet-parts" class="part-tabs" aria-label="{}">{}</nav>',
        _("Phần"),
        format_html_join(" ", '<a href="{}"{}>{}. {} ({}/{})</a>', tabs),
    )


def total_line(progress: Mapping[str, Any], *, is_locked: bool = False) -> SafeString:
    """Points and criteria answered so far, and where an open sheet goes on."""
    return format_html(
        '<span id="sheet-total"><span class="total">{}</span><span class="muted">/100 · {}/{} {}</span>{}</span>',
        progress["sheet"].total,
        progress["answered"],
        progress["leaves_count"],
        _("tiêu chí"),
        "" if is_locked else _way_on(progress),
    )


def _way_on(progress: Mapping[str, Any]) -> SafeString:
    link = ' <a class="btn {} btn-sm ms-2" href="{}#{}">{} {}</a>'
    if missing := progress["missing"]:
        first, url = missing[0]
        words = _("Còn %(n)s chưa chấm") % {"n": len(missing)}
        return format_html(link, "btn-plain", url, first.code, words, icon("arrow-right"))
    words = _("Đã đủ, sang ký phiếu")
    url = progress["last_url"]
    return format_html(link, "btn-primary", url, "sheet-end", words, icon("arrow-right"))
