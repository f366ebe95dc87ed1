"""Paper sheets: printed blank, typed in twice, settled where both typings differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ocop.core.compiled import Select
from ocop.core.rights import one_of, page, require
from ocop.core.words import in_vietnamese
from ocop.criteria.sheet_html import marks_of
from ocop.dossiers.rulebook import rulebook
from ocop.rules.model import Criterion

from .. import policy
from ..actions import sheets as actions
from ..models import ScoreSheet
from ..papers import sheets as papers
from ..queries.boards import typings_of

PAPER_RELATED = (
    "member__user",
    "track__round__place",
    "track__round__council",
    "track__dossier__product",
    "track__dossier__producer__place",
)


_any = Select(
    lambda pk: (
        ScoreSheet.objects.select_related(*PAPER_RELATED)
        .defer("track__dossier__answers", "track__dossier__notes")
        .filter(pk=pk)
        .order_by()
    ),
    pk=ScoreSheet._meta.pk,
)


def any_sheet(person: Any, pk: int) -> ScoreSheet:
    """A sheet of a council in which the person sits: 1 query."""
    sheet = _any.get(pk=pk)
    require(sheet.track.round_id in policy.seats(person))
    return sheet


TYPING_FIELDS = (
    "track_id",
    "member__user__full_name",
    "member__user__login",
    "track__round__state",
    "track__round__is_demo",
    "track__round__edition_id",
    "track__round__edition_digest",
    "track__round__process_code",
    "track__round__settings",
    "track__round__confirmed_requirements",
    "track__dossier__set_code",
    "track__dossier__product__name",
)
_to_type = Select(
    lambda pk: (
        ScoreSheet.objects.select_related("member__user", "track__round", "track__dossier__product")
        .only(*TYPING_FIELDS)
        .filter(pk=pk)
        .order_by()
    ),
    pk=ScoreSheet._meta.pk,
)


def sheet_to_type(person: Any, pk: int) -> ScoreSheet:
    """`any_sheet` with no more around it than typing it needs: 1 query."""
    sheet = _to_type.get(pk=pk)
    require(sheet.track.round_id in policy.seats(person))
    return sheet


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A criterion on the page that takes paper sheets in. `marks`: number as printed and on screen → (level, points)."""

    leaf: Criterion
    typed: str

    @classmethod
    def of(cls, leaf: Criterion, answers: Mapping[str, str]) -> "TypedRow":
        """As typed before: the number of the level that was kept."""
        level = answers.get(leaf.code)
        return cls(leaf, next((m for m, (code, _p) in marks_of(leaf).items() if code == level), ""))

    @property
    def marks(self) -> dict[str, tuple[str, int]]:
        return marks_of(self.leaf)

    @property
    def level(self) -> str:
        """The code of the level that the number stands for, "" for none."""
        return self.marks[self.typed][0] if self.typed in self.marks else ""

    @property
    def fault(self) -> str:
        if not self.typed or self.level:
            return ""
        return _("Chỉ có các số 1–%(last)d.") % {"last": len(self.marks)}

    @property
    def data(self) -> str:
        return " ".join(f"{mark}:{points}" for mark, (_level, points) in self.marks.items())


@page(sheet_to_type, policy.types_paper)
def type_paper(request: HttpRequest, sheet: ScoreSheet, number: int) -> HttpResponse:
    """Type a paper sheet in, number by number. The second typing does not show the first."""
    one_of((1, 2), number)
    rules_sheet = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code)
    if request.method == "POST":
        rows = [
            TypedRow(leaf, request.POST.get(leaf.code, "").strip()) for leaf in rules_sheet.leaves
        ]
        facts = [rule.id for rule in rules_sheet.facts if request.POST.get(f"f:{rule.id}")]
        if not any(row.fault for row in rows):
            answers = {row.leaf.code: row.level for row in rows if row.level}
            typed = actions.type_paper(
                actor=request.user, sheet=sheet, number=number, answers=answers, facts=facts
            )
            return _after_typing(request, typed, number)
    else:
        entry = typings_of(sheet).get(number)
        rows = [TypedRow.of(leaf, entry.answers if entry else {}) for leaf in rules_sheet.leaves]
        facts = entry.facts if entry else []
    context = {
        "sheet": sheet,
        "number": number,
        "code": papers.paper_code(sheet),
        "rows": rows,
        "faults": [row for row in rows if row.fault],
        "facts": [(rule.id, rule, rule.id in facts) for rule in rules_sheet.facts],
        "track": sheet.track,
        "is_demo": sheet.track.round.is_demo,
    }
    return render(request, "evaluation/type_paper.html", context)


def _after_typing(request: HttpRequest, typed: actions.Typed, number: int) -> HttpResponse:
    sheet = typed.sheet
    if sheet.is_signed:
        messages.success(request, _("Hai lần nhập khớp nhau: phiếu giấy đã vào hệ thống."))
        return redirect("evaluation:track", sheet.track_id)
    if typed.differing:
        return redirect("evaluation:settle_paper", sheet.pk)
    messages.success(
        request, _("Đã lưu lần nhập này. Nhập lần còn lại từ phiếu giấy để đối chiếu.")
    )
    return redirect("evaluation:type_paper", sheet.pk, 3 - number)


@page(sheet_to_type, policy.types_paper)
def settle_paper(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """Where the two typings differ: say which one is as on the paper."""
    rules_sheet = rulebook(sheet.track.round).sheet(sheet.track.dossier.set_code)
    differing = actions.differences(sheet)
    if not differing:
        return redirect("evaluation:type_paper", sheet.pk, 1)
    if request.method == "POST":
        right = {f: int(v) for f in differing if (v := request.POST.get(f, "")) in ("1", "2")}
        actions.settle_paper(actor=request.user, sheet=sheet, right=right)
        messages.success(request, _("Phiếu giấy đã vào hệ thống."))
        return redirect("evaluation:track", sheet.track_id)
    first, second = typings_of(sheet).values()
    context = {
        "sheet": sheet,
        "code": papers.paper_code(sheet),
        "track": sheet.track,
        "is_demo": sheet.track.round.is_demo,
        "leaves": [
            (leaf, *(_shown(leaf, entry.answers.get(leaf.code)) for entry in (first, second)))
            for leaf in rules_sheet.leaves
            if leaf.code in differing
        ],
        "facts": [
            (rule, rule.id in first.facts)
            for rule in rules_sheet.facts
            if f"f:{rule.id}" in differing
        ],
    }
    return render(request, "evaluation/settle_paper.html", context)


def _shown(leaf: Criterion, level: str | None) -> tuple[str, int | None]:
    """The number and the points of a level, as the paper has them."""
    return next(
        ((mark, points) for mark, (code, points) in marks_of(leaf).items() if code == level),
        ("—", None),
    )


@page(any_sheet, policy.prints_sheet)
@in_vietnamese
def blank_sheet(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """The printed sheet for paper mode, with its code; the working group prepares them too."""
    return papers.sheet_download(sheet)
