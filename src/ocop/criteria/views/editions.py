"""Editions of the criteria, for administrators."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.errors import Refused
from ocop.core.rights import allow
from ocop.core.spreadsheets import XLSX_TYPE
from ocop.core.views import posted_version
from ocop.core.words import named, page_language
from ocop.rules import document
from ocop.rules.facts import condition_words, source_note_in
from ocop.rules.loading import INDEX
from ocop.rules.model import in_language

from .. import policy
from ..actions import editions as actions
from ..enums import EditionState
from ..forms.editions import HeadEditor, ImportForm, NewEditionForm
from ..forms.sheets import NewSetForm
from ..imports import table_writing, uploads
from ..models import Edition
from ..queries import editions as queries
from ..queries.inferences import inferences
from ..queries.outline import set_rows
from ..templatetags.criteria import iso_date

SHOWN_CHANGES = 300


@allow(policy.manages_editions)
def edition_list(request: HttpRequest) -> HttpResponse:
    """All editions with their dates and state, and the way to a new one."""
    form = NewEditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("code"):
            edition = actions.draft(actor=request.user, **form.cleaned_data)
            messages.success(request, _("Đã tạo bản nháp. Sửa xong thì ban hành."))
            return redirect("criteria:edition", edition.pk)
    return render(request, "criteria/editions.html", {"editions": queries.overview(), "form": form})


@allow(policy.manages_editions)
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition: its sets, what is wrong, requirements to confirm, what can be done with it."""
    edition = get_object_or_404(Edition.objects.select_related("published_by", "based_on"), pk=pk)
    faults = actions.faults(edition)
    index = index_of(edition)
    overview = queries.facts_of(edition.files)
    sets = set_rows(edition.files, index, faults)
    context = {
        "edition": edition,
        "overview": overview,
        "publishing": what_publishing_means(
            overview, [row["name"] for row in sets if not row["complete"]]
        ),
        "faults": [(f, named(f, "message"), slug_of(edition, f.file)) for f in faults],
        "sets": sets,
        "missing": queries.told(index, "missing"),
        "remarks": queries.told(index, "remarks"),
        "inferences": inferences(edition.files),
        "files": sorted(edition.files),
        "requirements": requirements(edition),
        "is_draft": edition.state == EditionState.DRAFT,
        "commented": [
            name for name in sorted(edition.files) if document.has_comments(edition.files[name])
        ],
        "import_form": ImportForm(),
        "set_form": NewSetForm(index=index),
    }
    return render(request, "criteria/edition.html", context)


def requirements(edition: Edition) -> list[dict[str, Any]]:
    """What waits for confirmation or was confirmed, in words."""
    rows = []
    for rule, sheets in actions.inferred_requirements(edition):
        row = {
            "rule": rule,
            "sheets": sheets,
            "confirmed": rule.id in edition.confirmed_requirements,
            "note": source_note_in(rule.source_note, page_language()),
        }
        if rule.kind == "applies_if":
            row["condition"] = in_language(*condition_words(sheets[0], rule), page_language())
        rows.append(row)
    return rows


def what_publishing_means(facts: queries.Facts, incomplete: list[str]) -> str:
    """What somebody should have read before a draft is published for good."""
    words = [_("Ban hành? Sau đó bộ này không sửa được nữa.")]
    if facts.in_force_to:
        words.append(_("Hiệu lực chỉ đến ngày %(day)s.") % {"day": iso_date(facts.in_force_to)})
    if incomplete:
        words.append(
            _("Chưa đủ điểm, chưa dùng được trong đợt: %(sets)s.") % {"sets": ", ".join(incomplete)}
        )
    return " ".join(words)


def index_of(edition: Edition) -> document.Node:
    """The index for reading, as far as it can be read."""
    try:
        return document.peek(edition.files.get(INDEX, ""))
    except document.Unreadable:
        return {}


def slug_of(edition: Edition, name: str) -> str:
    """The sheet's address part of a file that can be read as one, else ""."""
    if name == INDEX or name not in edition.files:
        return ""
    try:
        document.peek(edition.files[name])
    except document.Unreadable:
        return ""
    return name.removesuffix(".yaml")


@allow(policy.manages_editions)
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft says of itself: names, decision, dates, points of its parts, star bands, sectors."""
    edition = get_object_or_404(Edition, pk=pk, state=EditionState.DRAFT)
    editor = HeadEditor(index_of(edition), request.POST or None)
    if request.method == "POST" and editor.is_valid():
        revise(request, edition, INDEX, editor.apply)
        messages.success(request, _("Đã lưu."))
        return redirect("criteria:edition", pk)
    return render(
        request,
        "criteria/edition_head.html",
        {"edition": edition, "editor": editor, "form": editor.form},
    )


@contextmanager
def by_forms() -> Iterator[None]:
    """Within it a file that forms cannot read is refused: only the expert's way is left."""
    try:
        yield
    except document.Unreadable as error:
        raise Refused(_("Tệp YAML hỏng, biểu mẫu không đọc được. Hãy sửa ở trang YAML.")) from error


def revise(request: HttpRequest, edition: Edition, name: str, change: Any) -> None:
    """Carry a change to a document out and keep the texts."""
    try:
        with by_forms():
            files = document.revised(edition.files, name, change)
    except KeyError as error:
        raise Http404 from error
    actions.change_files(
        actor=request.user,
        edition=edition,
        files=files,
        version=posted_version(request),
    )


@allow(policy.manages_editions)
@require_POST
def new_set(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty sheet for a set that the edition does not know."""
    edition = get_object_or_404(Edition, pk=pk, state=EditionState.DRAFT)
    index = index_of(edition)
    form = NewSetForm(request.POST, index=index)
    if form.is_valid():
        name = f"{form.cleaned_data['slug']}.yaml"
        codes = {entry.get("code") for entry in document.nodes(index, "sets")}
        if name in edition.files or name == INDEX:
            form.add_error("slug", _("Tên tệp này đã có."))
        if form.cleaned_data["code"] in codes:
            form.add_error("code", _("Mã này đã có."))
    if not form.is_valid():
        return render(request, "criteria/edition_set.html", {"edition": edition, "form": form})
    sheet = document.new_sheet(index, form.cleaned_data)
    files = {**edition.files, name: document.dump(sheet)}
    with by_forms():
        texts = document.revised(files, name, lambda documents: None) | {name: files[name]}
    actions.change_files(actor=request.user, edition=edition, files=texts, version=edition.version)
    return redirect("criteria:edition_sheet", pk, form.cleaned_data["slug"])


@allow(policy.manages_editions)
def edition_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One file of an edition as text, the expert's way; a draft's can be changed, its faults are shown with lines."""
    edition = get_object_or_404(Edition, pk=pk)
    if name not in edition.files:
        raise Http404
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if len(text.encode()) > uploads.LARGEST_YAML_BYTES:
            raise Refused(_("Tệp %(name)s quá lớn.") % {"name": name})
        actions.change_files(
            actor=request.user,
            edition=edition,
            files={name: text},
            version=posted_version(request),
        )
        messages.success(request, _("Đã lưu bản nháp."))
        return redirect("criteria:edition_file", pk, name)
    context = {
        "edition": edition,
        "name": name,
        "text": edition.files[name],
        "faults": [
            (fault, named(fault, "message"))
            for fault in actions.faults(edition)
            if fault.file == name
        ],
        "slug": slug_of(edition, name),
        "is_draft": edition.state == EditionState.DRAFT,
    }
    return render(request, "criteria/edition_file.html", context)


@allow(policy.manages_editions)
def workbook(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The edition, or one sheet of it, as a spreadsheet."""
    edition = get_object_or_404(Edition, pk=pk)
    only = f"{slug}.yaml" if slug else ""
    if only and only not in edition.files:
        raise Http404
    try:
        content = table_writing.workbook(edition.files, only)
    except document.Unreadable as error:
        raise Refused(_("Tệp YAML hỏng, chưa xuất được bảng tính.")) from error
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slug or edition.code}.xlsx"'
    return response


@allow(policy.manages_editions)
@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what was uploaded and keep it beside the draft; nothing changes before somebody has looked."""
    edition = get_object_or_404(Edition, pk=pk, state=EditionState.DRAFT)
    given = request.FILES.getlist("files")
    if not given:
        raise Refused(_("Chọn tệp trước khi tải lên."), fields=["files"])
    source, files, problems = uploads.read(given, edition.files)
    actions.propose(
        actor=request.user, edition=edition, source=source, files=files, problems=problems
    )
    return redirect("criteria:edition_import", pk)


@allow(policy.manages_editions)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import would change, every fault with its place; then apply or drop it."""
    edition = get_object_or_404(Edition, pk=pk, state=EditionState.DRAFT)
    if request.method == "POST":
        apply = request.POST.get("apply") == "1"
        actions.settle_proposal(
            actor=request.user,
            edition=edition,
            version=posted_version(request),
            apply=apply,
        )
        messages.success(request, _("Đã đưa vào bản nháp.") if apply else _("Đã bỏ tệp vừa nhập."))
        return redirect("criteria:edition", pk)
    files = edition.pending.get("files") or {}
    changes = [
        (name, queries.changes(edition.files.get(name), text))
        for name, text in sorted(files.items())
    ]
    after = {n: t for n, t in {**edition.files, **files}.items() if t is not None}
    is_table = bool(edition.pending.get("problems")) or edition.pending.get("source", "").endswith(
        (".xlsx", ".ods")
    )
    context = {
        "edition": edition,
        "pending": edition.pending,
        "changes": [(name, rows[:SHOWN_CHANGES], len(rows)) for name, rows in changes],
        "problems": (edition.pending.get("problems") or [])[:SHOWN_CHANGES],
        "faults": []
        if is_table
        else [
            (fault, named(fault, "message"))
            for fault in actions.faults(Edition(code=edition.code, files=after))
        ][:SHOWN_CHANGES],
    }
    return render(request, "criteria/edition_import.html", context)


@allow(policy.manages_editions)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    actions.publish(actor=request.user, edition=get_object_or_404(Edition, pk=pk))
    messages.success(request, _("Đã ban hành. Từ nay bộ này không đổi nữa."))
    return redirect("criteria:edition", pk)


@allow(policy.manages_editions)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    actions.discard(actor=request.user, edition=get_object_or_404(Edition, pk=pk))
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("criteria:editions")


@allow(policy.manages_editions)
@require_POST
def confirm_requirement(request: HttpRequest, pk: int) -> HttpResponse:
    actions.confirm_requirement(
        actor=request.user,
        edition=get_object_or_404(Edition, pk=pk),
        requirement=request.POST.get("requirement", "")[:200],
        confirmed=request.POST.get("confirmed") == "1",
    )
    return redirect("criteria:edition", pk)
