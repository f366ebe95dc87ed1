"""Score sheets of members: list, page, autosave, signature; typing in paper sheets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.listing import Column, Listing
from ocop.core.rights import allow, is_signed_in, one_of, page
from ocop.core.words import in_vietnamese, page_language
from ocop.criteria.sheet_html import marks_of, part_html
from ocop.rules.model import Criterion
from ocop.rules.scoring import Score

from .. import policy
from ..actions import conflicts
from ..actions import sheets as actions
from ..enums import SheetState
from ..models import DossierPaper, ScoreSheet, Track
from ..papers import sheets as papers
from ..queries import dossiers as dossier_queries
from ..queries import rounds as queries
from ..rulebook import rulebook
from ..sheet_inputs import FieldConflict
from .appraisals import beside_sheet
from .autosave import conflicting, saved


@allow(policy.is_council_person)
def my_sheets(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.sheets_of(request.user),
        order="",
        name="phieu-cham",
        search="track__dossier__product__search",
        row_template="evaluation/partials/sheet_row.html",
        columns=[
            Column(_("Sản phẩm"), sort="track__dossier__product__sort_key"),
            Column(_("Đợt")),
            Column(_("Đã chấm"), sort="answered", is_number=True),
            Column(_("Tổng điểm"), sort="total", is_number=True),
            Column(_("Trạng thái"), sort="state"),
        ],
    )
    return render(request, "evaluation/my_sheets.html", {"listing": listing})


PAGE_FIELDS = (
    *actions.SCORING_FIELDS,
    "signed_at",
    "track__state",
    "track__level",
    "track__concluded_at",
    "track__sheets_signed",
    "track__round__is_demo",
    "track__dossier__round_id",
    "track__dossier__purpose",
    "track__dossier__product__name",
    "track__dossier__producer__name",
    "track__dossier__producer__type",
    "track__appraisal",
)


def own_sheet(person: Any, pk: int) -> ScoreSheet:
    """The person's own sheet with what a page needs around it: 1 query."""
    mine = ScoreSheet.objects.filter(member__user_id=person.pk).select_related(
        "member",
        "track__round",
        "track__appraisal",
        "track__dossier__product",
        "track__dossier__producer",
    )
    found = get_object_or_404(mine.only(*PAGE_FIELDS), pk=pk)
    track = found.track
    if track.dossier.round_id == track.round_id:
        track.dossier.round = track.round
    return found


@page(own_sheet)
def sheet(request: HttpRequest, found: ScoreSheet, part: str = "") -> HttpResponse:
    """All criteria of a part on one screen, evidence one click away. The other parts are in the page too, so that a member
    goes through the whole sheet without a network (`parts.js`)."""
    track = found.track
    book = rulebook(track.round)
    rules_sheet = book.sheet(track.dossier.set_code)
    part = one_of([p.code for p in rules_sheet.parts], part or rules_sheet.parts[0].code)
    papers_used = dossier_queries.papers_of(track.dossier)
    appraisal = getattr(track, "appraisal", None)
    locked = found.is_signed or not policy.scores_sheet(request.user, found)
    codes = [p.code for p in rules_sheet.parts]
    score = actions.scored(found)
    beside = _beside(track, papers_used)
    context = {
        **standing(found, score),
        "track": track,
        "part": part,
        "nexts": dict(pairwise(codes)),
        "locked": locked,
        "may_rescore": policy.rescores(request.user, found),
        "is_demo": track.round.is_demo,
        "html": {
            p.code: part_html(
                book.edition,
                track.dossier.set_code,
                p.code,
                page_language(),
                answers=found.answers,
                texts=found.comments,
                extra=beside,
                disabled=locked,
            )
            for p in rules_sheet.parts
        },
        "facts": [(rule.id, rule, rule.id in found.facts) for rule in rules_sheet.facts],
        "confirmed": book.confirmed,
        "warnings": score.warnings,
        "papers": papers_used,
        "appraisal": appraisal if appraisal and appraisal.is_handed_over else None,
    }
    return render(request, "evaluation/sheet.html", context)


def _beside(track: Track, papers_used: list[DossierPaper]) -> Callable[[str], str]:
    """What stands beside a criterion: the working group's finding, links to the papers that speak for it."""
    rules_sheet = rulebook(track.round).sheet(track.dossier.set_code)
    proofs = dossier_queries.proofs_of(track.dossier)
    appraisal = getattr(track, "appraisal", None)
    links = {
        p.pk: format_html(
            '<a href="{}" target="evidence">{}</a>',
            reverse("evaluation:paper_file", args=[track.dossier_id, p.evidence_id]),
            p.evidence.title,
        )
        for p in papers_used
    }
    words = _("Minh chứng:")

    def html(code: str) -> str:
        found_by_group = beside_sheet(appraisal, rules_sheet, code)
        fitting = [(links[p.pk],) for p in dossier_queries.papers_for(code, papers_used, proofs)]
        if not fitting:
            return found_by_group
        return found_by_group + format_html(
            '<p class="small mb-1"><strong>{}</strong> {}</p>',
            words,
            format_html_join(" · ", "{}", fitting),
        )

    return html


def standing(sheet: ScoreSheet, score: Score) -> dict[str, Any]:
    """How far a sheet is: points by part, criteria answered of those asked, and those still to be scored before it can
    be signed, each with the address of the part that it stands in."""
    book, set_code = rulebook(sheet.track.round), sheet.track.dossier.set_code
    rules_sheet = book.sheet(set_code)
    urls = {
        p.code: reverse("evaluation:sheet_part", args=[sheet.pk, p.code]) for p in rules_sheet.parts
    }
    return {
        "sheet": sheet,
        "rules_sheet": rules_sheet,
        "answered": book.answered(set_code, sheet.answers),
        "leaves_count": book.asked(set_code, sheet.answers),
        "missing": [(rules_sheet.leaf(c), urls[rules_sheet.homes[c][0]]) for c in score.unanswered],
        "urls": urls,
        "last_url": urls[rules_sheet.parts[-1].code],
    }


@allow(is_signed_in)
@require_POST
def save_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One choice: kept before the answer is sent."""
    data = request.POST
    try:
        changed = actions.save_field(
            actor=request.user,
            sheet_id=pk,
            field=data.get("field", ""),
            value=data.get("value", ""),
            was=data.get("was"),
        )
    except FieldConflict as conflict:
        return conflicting(conflict)
    score = actions.scored(changed)
    doubts = {"warnings": score.warnings}
    context = standing(changed, score)
    return saved(
        {
            "#sheet-parts": render_to_string("evaluation/partials/sheet_parts.html", context),
            "#sheet-total": render_to_string("evaluation/partials/sheet_total.html", context),
            "#sheet-doubts": render_to_string("evaluation/partials/sheet_doubts.html", doubts),
            "#sheet-end": render_to_string("evaluation/partials/sheet_end.html", context, request),
        }
    )


@page(own_sheet)
@require_POST
def sign_sheet(request: HttpRequest, found: ScoreSheet) -> HttpResponse:
    actions.sign(actor=request.user, sheet=found)
    messages.success(
        request, _("Đã ký phiếu %(product)s.") % {"product": found.track.dossier.product}
    )
    following = queries.sheets_of(request.user).filter(state=SheetState.OPEN).first()
    return (
        redirect("evaluation:sheet", following.pk)
        if following
        else redirect("evaluation:my_sheets")
    )


@page(own_sheet)
@require_POST
def rescore(request: HttpRequest, found: ScoreSheet) -> HttpResponse:
    """Several of the own scores changed with one reason."""
    levels = {
        field.removeprefix("a:"): value
        for field, value in request.POST.items()
        if field.startswith("a:") and value
    }
    saved = actions.rescore(
        actor=request.user, sheet=found, levels=levels, reason=request.POST.get("reason", "")
    )
    messages.success(
        request,
        _("Đã sửa điểm, tổng mới %(total)d; điểm cũ và lý do được giữ.") % {"total": saved.total},
    )
    return redirect("evaluation:track", found.track_id)


PAPER_RELATED = (
    "member__user",
    "track__round__place",
    "track__round__council",
    "track__dossier__product",
    "track__dossier__producer__place",
)


def any_sheet(person: Any, pk: int) -> ScoreSheet:
    """A sheet of a council in which the person sits."""
    seated = ScoreSheet.objects.filter(track__round__in=policy.seats(person))
    return get_object_or_404(seated.select_related(*PAPER_RELATED), pk=pk)


@page(any_sheet, policy.keeps_sheet)
@require_POST
def reopen_sheet(request: HttpRequest, found: ScoreSheet) -> HttpResponse:
    actions.reopen(actor=request.user, sheet=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("Đã mở lại phiếu."))
    return redirect("evaluation:track", found.track_id)


@page(any_sheet, policy.keeps_sheet)
@require_POST
def excuse_sheet(request: HttpRequest, found: ScoreSheet) -> HttpResponse:
    """The secretary lets a product go on without a member who cannot score it."""
    conflicts.excuse(actor=request.user, sheet=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("Thành viên được miễn chấm sản phẩm này."))
    return redirect("evaluation:track", found.track_id)


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


@page(any_sheet, policy.types_paper)
def type_paper(request: HttpRequest, found: ScoreSheet, number: int) -> HttpResponse:
    """Type a paper sheet in, number by number. The second typing does not show the first."""
    one_of((1, 2), number)
    rules_sheet = rulebook(found.track.round).sheet(found.track.dossier.set_code)
    if request.method == "POST":
        rows = [
            TypedRow(leaf, request.POST.get(leaf.code, "").strip()) for leaf in rules_sheet.leaves
        ]
        facts = [rule.id for rule in rules_sheet.facts if request.POST.get(f"f:{rule.id}")]
    else:
        entry = found.paper_entries.filter(number=number).first()
        rows = [TypedRow.of(leaf, entry.answers if entry else {}) for leaf in rules_sheet.leaves]
        facts = entry.facts if entry else []
    answers = {row.leaf.code: row.level for row in rows if row.level}
    if request.method == "POST" and not any(row.fault for row in rows):
        entered = actions.type_paper(
            actor=request.user, sheet=found, number=number, answers=answers, facts=facts
        )
        if entered.is_signed:
            messages.success(request, _("Hai lần nhập khớp nhau: phiếu giấy đã vào hệ thống."))
            return redirect("evaluation:track", found.track_id)
        if actions.differences(entered):
            return redirect("evaluation:settle_paper", found.pk)
        messages.success(
            request, _("Đã lưu lần nhập này. Nhập lần còn lại từ phiếu giấy để đối chiếu.")
        )
        return redirect("evaluation:type_paper", found.pk, 3 - number)
    context = {
        "sheet": found,
        "number": number,
        "code": papers.paper_code(found),
        "rows": rows,
        "faults": [row for row in rows if row.fault],
        "facts": [(rule.id, rule, rule.id in facts) for rule in rules_sheet.facts],
        "track": found.track,
        "is_demo": found.track.round.is_demo,
    }
    return render(request, "evaluation/type_paper.html", context)


@page(any_sheet, policy.types_paper)
def settle_paper(request: HttpRequest, found: ScoreSheet) -> HttpResponse:
    """Where the two typings differ: say which one is as on the paper."""
    rules_sheet = rulebook(found.track.round).sheet(found.track.dossier.set_code)
    differing = actions.differences(found)
    if not differing:
        return redirect("evaluation:type_paper", found.pk, 1)
    if request.method == "POST":
        right = {f: int(v) for f in differing if (v := request.POST.get(f, "")) in ("1", "2")}
        actions.settle_paper(actor=request.user, sheet=found, right=right)
        messages.success(request, _("Phiếu giấy đã vào hệ thống."))
        return redirect("evaluation:track", found.track_id)
    first, second = found.paper_entries.all()
    context = {
        "sheet": found,
        "code": papers.paper_code(found),
        "track": found.track,
        "is_demo": found.track.round.is_demo,
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
def blank_sheet(request: HttpRequest, found: ScoreSheet) -> HttpResponse:
    """The printed sheet for paper mode, with its code; the working group prepares them too."""
    return papers.sheet_download(found)
