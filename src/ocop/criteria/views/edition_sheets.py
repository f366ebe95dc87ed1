"""One score sheet of an edition: read it; in a draft, change it by forms."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.forms import Form
from ocop.core.rights import allow
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.loading import INDEX

from .. import policy
from ..actions import editions as actions
from ..enums import EditionState
from ..forms.rules import RuleForm
from ..forms.sheets import CriterionEditor, SectionForm, SheetForm
from ..models import Edition
from ..queries.outline import Outline
from .editions import by_forms, index_of, revise


def _sheet(pk: int, slug: str, *, draft: bool = False) -> tuple[Edition, str, Node]:
    """(edition, file name, document). Answers 404 where there is no such sheet."""
    edition = get_object_or_404(Edition, pk=pk, **({"state": EditionState.DRAFT} if draft else {}))
    name = f"{slug}.yaml"
    if name not in edition.files or name == INDEX:
        raise Http404
    with by_forms():
        return edition, name, document.load(edition.files[name])


@allow(policy.manages_editions)
def sheet(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A score sheet for reading, with its faults beside what is wrong; a draft's nodes are moved and taken out here."""
    edition, name, node = _sheet(pk, slug, draft=request.method == "POST")
    if request.method == "POST":
        path, verb = request.POST.get("path", ""), request.POST.get("verb", "")

        def change(documents: dict[str, Node]) -> None:
            if verb == "remove":
                document.remove(documents[name], path)
            elif verb in ("up", "down"):
                document.move(documents[name], path, -1 if verb == "up" else 1)
            else:
                raise KeyError(verb)

        revise(request, edition, name, change)
        above = path.rpartition(".")[0].rpartition(".")[0]
        return redirect(_address(edition, slug, above))
    faults = [fault for fault in actions.faults(edition) if fault.file == name]
    context = {
        "edition": edition,
        "slug": slug,
        "name": name,
        "node": node,
        "outline": Outline(node, faults),
        "faults_count": len(faults),
        "is_draft": edition.state == EditionState.DRAFT,
        "kinds": [
            ("single", _("Thêm tiêu chí")),
            ("alternative", _("Thêm tiêu chí chọn trường hợp")),
            ("sum", _("Thêm tiêu chí cộng")),
        ],
    }
    return render(request, "criteria/edition_sheet.html", context)


@allow(policy.manages_editions)
@require_POST
def remove_set(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Take a set out of a draft."""
    edition, name, _node = _sheet(pk, slug, draft=True)
    with by_forms():
        texts = document.without_set(edition.files, name)
    actions.change_files(actor=request.user, edition=edition, files=texts, version=edition.version)
    messages.success(request, _("Đã bỏ bộ sản phẩm khỏi bản nháp."))
    return redirect("criteria:edition", pk)


@allow(policy.manages_editions)
def edit_node(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A section, a criterion or the sheet's head by a form. `o` is its path; `trong` and `kieu` ask for a new one."""
    edition, name, sheet_node = _sheet(pk, slug, draft=True)
    inside, kind = request.GET.get("trong", ""), request.GET.get("kieu", "")
    try:
        node = (
            document.new_node(sheet_node, inside, kind)
            if kind
            else document.at(sheet_node, request.GET.get("o", ""))
        )
    except KeyError as error:
        raise Http404 from error
    path = request.GET.get("o", "")
    key = document.list_of(inside, kind) if kind else path.split(".")[-2] if "." in path else ""
    editor: Any
    if key in ("criteria", "sub_criteria"):
        editor = CriterionEditor(node, request.POST or None)
    elif key == "sections" or not path:
        data = request.POST or None
        editor = FormEditor(
            SectionForm(data, initial=node)
            if key
            else SheetForm(data, initial=node, index=index_of(edition))
        )
    else:
        raise Http404
    if request.method == "POST" and editor.is_valid():

        def change(documents: dict[str, Node]) -> None:
            nonlocal path
            if kind:
                path = document.add(documents[name], inside, key, dict(node))
            editor.apply(document.at(documents[name], path))

        revise(request, edition, name, change)
        messages.success(request, _("Đã lưu."))
        return redirect(_address(edition, slug, path))
    context = {
        "edition": edition,
        "slug": slug,
        "sheet": sheet_node,
        "node": node,
        "editor": editor,
        "form": editor.form,
        "is_new": bool(kind),
        "title": node.get("name") or _("Tiêu chí mới")
        if key != "sections"
        else node.get("name") or _("Mục mới"),
    }
    return render(request, "criteria/edition_node.html", context)


class FormEditor:
    """A single form with the interface of CriterionEditor."""

    kind = ""

    def __init__(self, form: Form) -> None:
        self.form = form

    def is_valid(self) -> bool:
        return bool(self.form.is_valid())

    def apply(self, node: Node) -> None:
        document.put(node, self.form.cleaned_data)


@allow(policy.manages_editions)
def new_rule(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A rule for the sheet, or for the criterion at the path `o`."""
    edition, name, sheet_node = _sheet(pk, slug, draft=True)
    path = request.GET.get("o", "")
    try:
        owner = document.at(sheet_node, path) if path else None
    except KeyError as error:
        raise Http404 from error
    form = RuleForm(request.POST or None, sheet=sheet_node, owner=owner)
    if request.method == "POST" and form.is_valid():
        revise(
            request,
            edition,
            name,
            lambda documents: document.add(documents[name], path, "rules", form.node()),
        )
        messages.success(request, _("Đã thêm quy tắc."))
        return redirect(_address(edition, slug, path))
    context = {"edition": edition, "slug": slug, "sheet": sheet_node, "owner": owner, "form": form}
    return render(request, "criteria/edition_rule.html", context)


def _address(edition: Edition, slug: str, path: str) -> str:
    """The sheet's page at a node."""
    address = reverse("criteria:edition_sheet", args=[edition.pk, slug])
    return f"{address}#o-{path.replace('.', '-')}" if path else address
