"""The working group's pages: products to appraise, the visit, a note a criterion."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import cells
from ocop.core.attachment_pages import shown
from ocop.core.field_forms import FieldForm, may_be_kept
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.rights import allow, one_of, page
from ocop.core.views import posted_version
from ocop.core.words import named, page_language
from ocop.criteria.autosave import conflicting, saved
from ocop.criteria.sheet_html import part_html
from ocop.criteria.sheet_inputs import FieldConflict
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.queries import dossiers as dossier_queries
from ocop.dossiers.rulebook import rulebook

from .. import policy
from ..actions import appraisals as actions
from ..enums import OPEN_TRACKS, SheetState
from ..forms.appraisals import VisitForm
from ..models import Appraisal, ScoreSheet, Track
from ..queries import boards as queries
from ..queries.assignments import assignments
from .councils import found_round


@allow(policy.is_support)
@may_be_kept
def appraisal_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.to_appraise(request.user),
        order="",
        name="tham-dinh",
        search="dossier__product__search",
        columns=appraisal_columns(),
    )
    return render(request, "evaluation/appraisals.html", {"listing": listing})


def appraisal_columns() -> list[Column]:
    address = addresses("evaluation:appraisal")
    return [
        Column(
            _("Sản phẩm"),
            sort="dossier__product__sort_key",
            cell=lambda t: product_and_producer(address(t.pk), t.dossier),
        ),
        Column(_("Đợt"), key="round", cell=lambda t: t.round),
        Column(
            _("Người phụ trách"),
            key="appraiser",
            cell=lambda t: (
                cells.mark(_("Tôi"), "info")
                if t.is_mine
                else (t.appraiser and t.appraiser.user) or "—"
            ),
        ),
        Column(
            _("Tự chấm"),
            sort="dossier__self_total",
            cell=lambda t: t.dossier.self_total,
            is_number=True,
        ),
        Column(
            _("Kiểm tra tại cơ sở"),
            sort="appraisal__visited_on",
            cell=lambda t: cells.day(visited_on(t)),
            is_nowrap=True,
        ),
        Column(
            _("Thẩm định"),
            sort="appraisal__handed_over_at",
            cell=lambda t: _progress(getattr(t, "appraisal", None)),
        ),
    ]


def visited_on(track: Track) -> date | None:
    appraisal = getattr(track, "appraisal", None)
    return appraisal.visited_on if appraisal else None


def product_and_producer(address: str, dossier: Dossier) -> SafeString:
    """A product with its producer below, as the heading of a card on a phone."""
    return format_html(
        '<span>{}<span class="d-block muted small fw-normal">{}</span></span>',
        cells.link(address, dossier.product),
        dossier.producer,
    )


def _progress(appraisal: Appraisal | None) -> SafeString:
    if appraisal is None:
        return cells.mark(_("Chưa làm"), "wait")
    if appraisal.is_handed_over:
        return cells.mark(_("Đã gửi hội đồng"), "good")
    return cells.mark(_("Đang làm"), "info")


@page(found_round, policy.runs_round)
def assign(request: HttpRequest, round: Round) -> HttpResponse:
    """Who of the working group prepares which product; spread evenly on request, with the load shown before it is kept."""
    shared = assignments(round)
    if request.method == "POST":
        changed = actions.assign(
            actor=request.user,
            round=round,
            chosen=sent_members(request, "t", shared.tracks),
            was=sent_members(request, "was-t", shared.tracks),
        )
        messages.success(request, _("Đã lưu phân công: %(n)d sản phẩm thay đổi.") % {"n": changed})
        return redirect("evaluation:assign", round.pk)
    is_proposed = "chia" in request.GET
    chosen = shared.spread() if is_proposed else shared.present
    context = {
        "round": round,
        "is_demo": round.is_demo,
        "is_proposed": is_proposed and chosen != shared.present,
        "rows": [(t, m, shared.may_take(t), shared.present[t]) for t, m in chosen.items()],
        "barred": shared.barred.items(),
        "loads": shared.loads(chosen).items(),
        "left_count": sum(member is None for member in chosen.values()),
    }
    return render(request, "evaluation/assign.html", context)


def sent_members(
    request: HttpRequest, prefix: str, tracks: Iterable[Track]
) -> dict[int, int | None]:
    """Product → member, None for nobody, as far as the page sent it."""
    sent = {
        t.pk: request.POST[f"{prefix}{t.pk}"] for t in tracks if f"{prefix}{t.pk}" in request.POST
    }
    if not all(member == "" or is_id(member) for member in sent.values()):
        raise Http404
    return {track: int(member) if member else None for track, member in sent.items()}


def is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


def found_to_appraise(person: Any, pk: int) -> Track:
    track = get_object_or_404(
        policy.tracks_visible_to(person).select_related(
            "round__place",
            "dossier__product",
            "dossier__producer__place",
            "appraisal",
            "appraiser__user",
        ),
        pk=pk,
    )
    if track.dossier.round_id == track.round_id:
        track.dossier.round = track.round
    return track


def appraisal_of(track: Track) -> Appraisal:
    """The product's appraisal, a blank one before anything is noted."""
    return getattr(track, "appraisal", None) or Appraisal(track=track)


@page(found_to_appraise, policy.sees_appraisal)
@may_be_kept
def appraisal(request: HttpRequest, track: Track) -> HttpResponse:
    """Papers, the visit, and where the group's view differs from the producer's."""
    existing = appraisal_of(track)
    form = VisitForm(request.POST or None, instance=existing)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            actions.record_visit(
                actor=request.user,
                track=track,
                version=posted_version(request) if "version" in request.POST else None,
                **form.cleaned_data,
            )
            messages.success(request, _("Đã lưu."))
            return redirect("evaluation:appraisal", track.pk)
    sheet = rulebook(track.round).sheet(track.dossier.set_code)
    context = {
        "track": track,
        "appraisal": existing,
        "is_demo": track.round.is_demo,
        "form": form,
        "field": visit_form(track, [part.code for part in sheet.parts]),
        "held": shown(
            track,
            request.user,
            "visit",
            field=FieldForm(
                f"visit-photos-{track.pk}",
                _("Ảnh: %(product)s") % {"product": track.dossier.product},
            ),
        ),
        "sheet": sheet,
        "compared": compared(track, existing),
        "papers": dossier_queries.papers_of(track.dossier),
        "may_edit": policy.appraises(request.user, track.round) and track.state in OPEN_TRACKS,
        "sheets": ScoreSheet.objects.filter(track=track, state=SheetState.OPEN).select_related(
            "member__user"
        ),
    }
    return render(request, "evaluation/appraisal.html", context)


def visit_form(track: Track, parts: Iterable[str]) -> FieldForm:
    """The visit at the place of production, with the notes of each criterion and the list of what is left to visit."""
    pages = [reverse("evaluation:appraisal_part", args=[track.pk, part]) for part in parts]
    title = _("Thẩm định: %(product)s") % {"product": track.dossier.product}
    return FieldForm(f"visit-{track.pk}", title, [*pages, reverse("evaluation:appraisals")])


def notes_form(track: Track, part: str) -> FieldForm:
    """What is noted of the criteria of a part; its page is kept with that of the visit."""
    words = {"part": part, "product": track.dossier.product}
    return FieldForm(f"notes-{track.pk}-{part}", _("Đối chiếu phần %(part)s: %(product)s") % words)


def compared(
    track: Track, appraisal: Appraisal
) -> list[tuple[object, int | None, int | None, str]]:
    """Criteria that the group noted: (criterion, points by the producer, points by the evidence, note)."""
    leaves = rulebook(track.round).sheet(track.dossier.set_code).leaves
    own = track.dossier.answers
    return [
        (
            leaf,
            leaf.points.get(own.get(leaf.code, "")),
            leaf.points.get(appraisal.answers.get(leaf.code, "")),
            appraisal.notes.get(leaf.code, ""),
        )
        for leaf in leaves
        if leaf.code in appraisal.answers or leaf.code in appraisal.notes
    ]


@page(found_to_appraise, policy.prepares)
@may_be_kept
def appraisal_part(request: HttpRequest, track: Track, part: str) -> HttpResponse:
    """The sheet with the producer's own choice and the papers beside each criterion."""
    existing = appraisal_of(track)
    book = rulebook(track.round)
    sheet = book.sheet(track.dossier.set_code)
    codes = [p.code for p in sheet.parts]
    one_of(codes, part)
    used = dossier_queries.papers_of(track.dossier)
    proofs = dossier_queries.proofs_of(track.dossier)
    locked = existing.is_handed_over or track.state not in OPEN_TRACKS

    def beside(code: str) -> str:
        leaf = sheet.by_code[code]
        level = leaf.level(track.dossier.answers.get(code, ""))
        return render_to_string(
            "evaluation/partials/self_choice.html",
            {
                "points": leaf.points.get(track.dossier.answers.get(code, "")),
                "label": named(level, "label") if level else "",
                "note": track.dossier.notes.get(code, ""),
                "papers": dossier_queries.papers_for(code, used, proofs),
                "dossier": track.dossier,
            },
        )

    context = {
        "track": track,
        "appraisal": existing,
        "is_demo": track.round.is_demo,
        "sheet": sheet,
        "part": part,
        "field": notes_form(track, part),
        "next_part": codes[codes.index(part) + 1] if part != codes[-1] else "",
        "locked": locked,
        "html": part_html(
            book.edition,
            track.dossier.set_code,
            part,
            page_language(),
            answers=existing.answers,
            texts=existing.notes,
            extra=beside,
            disabled=locked,
        ),
        "facts": [(rule.id, rule, rule.id in existing.facts) for rule in sheet.facts],
    }
    return render(request, "evaluation/appraisal_part.html", context)


@page(found_to_appraise, policy.prepares)
@require_POST
def save_appraisal(request: HttpRequest, track: Track) -> HttpResponse:
    """One choice or note, kept before the answer is sent."""
    data = request.POST
    try:
        actions.save_field(
            actor=request.user,
            track=track,
            field=data.get("field", ""),
            value=data.get("value", ""),
            was=data.get("was"),
        )
    except FieldConflict as conflict:
        return conflicting(conflict)
    return saved()


@page(found_to_appraise, policy.prepares)
@require_POST
def act_on_appraisal(request: HttpRequest, track: Track, verb: str) -> HttpResponse:
    """Hand it over to the council, or take it back to mend it."""
    if one_of(("gui", "rut"), verb) == "gui":
        actions.hand_over(actor=request.user, track=track)
        messages.success(request, _("Đã gửi hội đồng: các thành viên thấy cạnh từng tiêu chí."))
    else:
        actions.take_back(actor=request.user, track=track)
    return redirect("evaluation:appraisal", track.pk)


def beside_sheet(appraisal: Appraisal | None, sheet: object, code: str) -> SafeString | str:
    """What the group found of a criterion, for the member's sheet; "" before it is handed over."""
    if appraisal is None or not appraisal.is_handed_over:
        return ""
    points = sheet.by_code[code].points.get(appraisal.answers.get(code, ""))
    note = appraisal.notes.get(code, "")
    if points is None and not note:
        return ""
    found = _("minh chứng đủ %(points)d điểm") % {"points": points} if points is not None else ""
    return format_html(
        '<p class="aside small mb-1"><strong>{}</strong> {}</p>',
        _("Tổ giúp việc:"),
        ". ".join(text for text in (found, note) if text),
    )
