"""Pages of producers, their products and their papers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.core import audit, jobs
from ocop.core.errors import Refused
from ocop.core.files import SPREADSHEETS, store
from ocop.core.listing import Column, Listing
from ocop.core.models import Job
from ocop.core.rights import allow, anyone, is_signed_in
from ocop.core.spreadsheets import XLSX_TYPE, template
from ocop.core.views import posted_version, serve
from ocop.people.actions import BACKEND

from . import actions, forms, imports, policy, queries
from .models import Evidence, Producer, Product, ProductPicture
from .panels import panels_for
from .sets import set_name


@allow(anyone)
def register(request: HttpRequest) -> HttpResponse:
    """A producer signs up: account and producer on one page, then its commune confirms."""
    form = forms.RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user, made = actions.register(
            account={key: data[key] for key in ("login", "full_name", "password", "phone")},
            producer={key: data[key] for key in ("type", "name", "place", "phone")}
            | {"representative": data["full_name"]},
        )
        sign_in(request, user, backend=BACKEND)
        messages.success(
            request,
            _(
                "Đã gửi đăng ký. Trong lúc chờ xã xác nhận, bạn có thể khai sản phẩm và tải giấy tờ."
            ),
        )
        return redirect("producers:producer", made.pk)
    return render(request, "producers/register.html", {"form": form})


@allow(policy.reads_producers)
def producers(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.producer_list(request.user),
        search="search",
        order="sort_key",
        name="chu-the",
        filters=forms.ProducerFilter(request.GET),
        row_template="producers/partials/producer_row.html",
        columns=[
            Column(_("Tên chủ thể"), sort="sort_key", value=lambda p: p.name),
            Column(_("Loại hình"), sort="type", value=lambda p: p.get_type_display()),
            Column(_("Địa bàn"), sort="place__sort_key", value=lambda p: p.place.name),
            Column(
                _("Số sản phẩm"),
                sort="products_count",
                value=lambda p: p.products_count,
                is_number=True,
            ),
            Column(_("Tình trạng"), sort="state", value=lambda p: p.get_state_display()),
        ],
    )
    if listing.wants_export:
        return listing.export()
    return render(
        request,
        "producers/producers.html",
        {"listing": listing, "may_import": policy.is_importer(request.user)},
    )


def _producer(request: HttpRequest, pk: int) -> Producer:
    """The producer if the person may see it, else 404."""
    visible = policy.producers_visible_to(request.user).select_related("place", "place__district")
    return get_object_or_404(visible, pk=pk)


def _editable(request: HttpRequest, pk: int) -> Producer:
    found = _producer(request, pk)
    if not policy.can_edit(request.user, found):
        raise Http404
    return found


@allow(policy.reads_producers)
def producer(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a producer on one page."""
    found = _producer(request, pk)
    context = {
        "producer": found,
        "is_demo": found.is_demo,
        "products": found.products.all(),
        "years": found.years.all(),
        "papers_count": found.evidence.current().count(),
        "expiring": queries.expiring_papers(Producer.objects.filter(pk=found.pk))[:5],
        "history": audit.history(found)[:10],
        "may_edit": policy.can_edit(request.user, found),
        "may_confirm": policy.can_confirm(request.user, found),
        "reason_form": forms.ReasonForm(),
    }
    return render(request, "producers/producer.html", context)


@allow(policy.is_importer)
def create(request: HttpRequest) -> HttpResponse:
    form = forms.ProducerForm(request.POST or None)
    form.fields["place"].limit_to(request.user.places_as("officer"))
    if request.method == "POST" and form.is_valid():
        made = actions.create(actor=request.user, producer=form.save(commit=False))
        return redirect("producers:producer", made.pk)
    return render(
        request,
        "producers/form.html",
        {"form": form, "title": _("Thêm chủ thể"), "draft": "producer-new"},
    )


@allow(policy.reads_producers)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _editable(request, pk)
    form = forms.ProducerForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        fields = {
            name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data
        }
        version = posted_version(request)
        actions.change(actor=request.user, producer=found, version=version, fields=fields)
        messages.success(request, _("Đã lưu."))
        return redirect("producers:producer", pk)
    context = {
        "form": form,
        "title": _("Sửa thông tin chủ thể"),
        "version": found.version,
        "draft": f"producer-{pk}",
    }
    return render(request, "producers/form.html", context)


@allow(policy.is_importer)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    actions.decide_registration(actor=request.user, producer=_producer(request, pk), confirmed=True)
    messages.success(request, _("Đã xác nhận chủ thể."))
    return redirect("producers:producer", pk)


@allow(policy.is_importer)
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.decide_registration(
        actor=request.user, producer=_producer(request, pk), confirmed=False, reason=reason
    )
    messages.success(request, _("Đã báo cho chủ thể."))
    return redirect("producers:producer", pk)


def _detail(
    request: HttpRequest, form: Any, found: Producer, title: str, back: str
) -> HttpResponse:
    """A page that adds one row of detail to a producer or a product."""
    if request.method == "POST" and form.is_valid():
        actions.save_detail(actor=request.user, producer=found, detail=form.save(commit=False))
        messages.success(request, _("Đã lưu."))
        return redirect(back)
    return render(request, "producers/form.html", {"form": form, "title": title})


@allow(policy.reads_producers)
def add_year(request: HttpRequest, pk: int) -> HttpResponse:
    found = _editable(request, pk)
    form = forms.YearForm(request.POST or None)
    form.instance.producer = found
    return _detail(request, form, found, _("Thêm số liệu một năm"), found_url(found))


def found_url(found: Producer) -> str:
    return reverse("producers:producer", args=[found.pk])


@allow(policy.reads_producers)
def products(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.product_list(request.user),
        search="search",
        order="sort_key",
        name="san-pham",
        row_template="producers/partials/product_row.html",
        columns=[
            Column(_("Sản phẩm"), sort="sort_key", value=lambda p: p.name),
            Column(_("Chủ thể"), sort="producer__sort_key", value=lambda p: p.producer.name),
            Column(
                _("Địa bàn"),
                sort="producer__place__sort_key",
                value=lambda p: p.producer.place.name,
            ),
            Column(_("Bộ sản phẩm"), sort="set_code", value=lambda p: set_name(p.set_code)),
        ],
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "producers/products.html", {"listing": listing})
    )


def _product(request: HttpRequest, pk: int, *, editable: bool = False) -> Product:
    visible = policy.products_visible_to(request.user).select_related("producer", "producer__place")
    found = get_object_or_404(visible, pk=pk)
    if editable and not policy.can_edit(request.user, found.producer):
        raise Http404
    return found


@allow(policy.reads_producers)
def product(request: HttpRequest, pk: int) -> HttpResponse:
    found = _product(request, pk)
    context = {
        "product": found,
        "is_demo": found.producer.is_demo,
        "set_name": set_name(found.set_code),
        "pictures": found.pictures.all(),
        "linkages": found.linkages.all(),
        "properties": found.properties.all(),
        "panels": panels_for(found, request.user),
        "may_edit": policy.can_edit(request.user, found.producer),
    }
    return render(request, "producers/product.html", context)


@allow(policy.reads_producers)
def add_product(request: HttpRequest, pk: int) -> HttpResponse:
    found = _editable(request, pk)
    form = forms.ProductForm(request.POST or None)
    form.instance.producer = found
    if request.method == "POST" and form.is_valid():
        made = actions.save_product(actor=request.user, product=form.save(commit=False))
        return redirect("producers:product", made.pk)
    return render(
        request,
        "producers/form.html",
        {"form": form, "title": _("Thêm sản phẩm"), "draft": f"product-new-{pk}"},
    )


@allow(policy.reads_producers)
def edit_product(request: HttpRequest, pk: int) -> HttpResponse:
    found = _product(request, pk, editable=True)
    form = forms.ProductForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        version = posted_version(request)
        actions.save_product(actor=request.user, product=form.save(commit=False), version=version)
        messages.success(request, _("Đã lưu."))
        return redirect("producers:product", pk)
    context = {
        "form": form,
        "title": _("Sửa sản phẩm"),
        "version": found.version,
        "draft": f"product-{pk}",
    }
    return render(request, "producers/form.html", context)


DETAILS = {
    "lien-ket": (forms.LinkageForm, gettext_lazy("Thêm liên kết chuỗi giá trị")),
    "so-huu-tri-tue": (forms.PropertyForm, gettext_lazy("Thêm quyền sở hữu trí tuệ")),
}


@allow(policy.reads_producers)
def add_product_detail(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    found = _product(request, pk, editable=True)
    if kind not in DETAILS:
        raise Http404
    form_class, title = DETAILS[kind]
    form = form_class(request.POST or None)
    form.instance.product = found
    return _detail(request, form, found.producer, title, reverse("producers:product", args=[pk]))


@allow(policy.reads_producers)
def add_picture(request: HttpRequest, pk: int) -> HttpResponse:
    found = _product(request, pk, editable=True)
    form = forms.PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_picture(
                actor=request.user,
                product=found,
                upload=form.cleaned_data["file"],
                caption=form.cleaned_data["caption"],
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("producers:product", pk)
    return render(
        request, "producers/form.html", {"form": form, "title": _("Thêm ảnh"), "has_file": True}
    )


@allow(is_signed_in)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    visible = ProductPicture.objects.filter(
        product__in=policy.products_visible_to(request.user)
    ).select_related("file")
    found = get_object_or_404(visible, pk=pk)
    return serve(found.file, f"anh-{pk}", inline=True)


@allow(policy.reads_producers)
def library(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence library of a producer."""
    found = _producer(request, pk)
    listing = Listing(
        request,
        queries.library(found),
        search="search",
        order="item_code",
        name="kho-minh-chung",
        row_template="producers/partials/evidence_row.html",
        columns=[
            Column(_("Giấy tờ"), sort="title"),
            Column(_("Loại"), sort="item_code"),
            Column(_("Số, nơi cấp")),
            Column(_("Hết hạn"), sort="expires_on"),
            Column(_("Dùng trong")),
            Column(""),
        ],
    )
    context = {
        "listing": listing,
        "producer": found,
        "is_demo": found.is_demo,
        "may_edit": policy.can_edit(request.user, found),
    }
    return render(request, "producers/library.html", context)


@allow(policy.reads_producers)
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    return _evidence_form(request, _editable(request, pk))


@allow(policy.reads_producers)
def replace_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of a paper; what used the old one keeps it."""
    old = get_object_or_404(
        policy.evidence_visible_to(request.user).select_related("producer", "producer__place"),
        pk=pk,
    )
    if not policy.can_edit(request.user, old.producer):
        raise Http404
    return _evidence_form(request, old.producer, replaces=old)


def _evidence_form(
    request: HttpRequest, found: Producer, replaces: Evidence | None = None
) -> HttpResponse:
    names = ("item_code", "title", "product", "issuer")
    initial = (
        {name: getattr(replaces, name) for name in names}
        if replaces
        else {"item_code": request.GET.get("loai"), "product": request.GET.get("san-pham")}
    )
    form = forms.EvidenceForm(
        request.POST or None, request.FILES or None, producer=found, initial=initial
    )
    form.instance.producer = found
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.add_evidence(
                actor=request.user,
                evidence=form.save(commit=False),
                upload=upload,
                file_name=upload.name,
                replaces=replaces,
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            messages.success(request, _("Đã đưa vào kho minh chứng."))
            return redirect("producers:library", found.pk)
    title = (
        _("Bản mới của: %(title)s") % {"title": replaces.title} if replaces else _("Thêm giấy tờ")
    )
    return render(request, "producers/form.html", {"form": form, "title": title, "has_file": True})


@allow(is_signed_in)
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a paper, for those who see its producer, and for councils through `evaluation`."""
    found = get_object_or_404(
        policy.evidence_visible_to(request.user).select_related("file"), pk=pk
    )
    return serve(found.file, found.file_name, inline=True)


@allow(policy.is_importer)
def import_template(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(
        template(imports.columns(), sheet_name="Chủ thể, sản phẩm"), content_type=XLSX_TYPE
    )
    response["Content-Disposition"] = 'attachment; filename="mau-chu-the-san-pham.xlsx"'
    return response


@allow(policy.is_importer)
def import_upload(request: HttpRequest) -> HttpResponse:
    """Upload a spreadsheet: it is checked first, nothing is written."""
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            stored = store(form.cleaned_data["file"], kinds=SPREADSHEETS)
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("core:job", _start_import(request, stored.pk, carry_out=False).pk)
    return render(request, "producers/import.html", {"form": form})


def _start_import(
    request: HttpRequest, file: str, *, carry_out: bool, leave_wrong: bool = False
) -> Job:
    title = _("Nhập chủ thể, sản phẩm từ bảng tính") if carry_out else _("Kiểm tra bảng tính")
    return jobs.start(
        "producers.import",
        title=title,
        asked_by=request.user,
        file=file,
        carry_out=carry_out,
        leave_wrong=leave_wrong,
    )


@allow(policy.is_importer)
def import_result(request: HttpRequest, pk: str) -> HttpResponse:
    """What a file would do or did: problems by row and column, then the button that imports."""
    job = get_object_or_404(
        Job, pk=pk, asked_by=request.user, kind="producers.import", state=Job.State.DONE
    )
    if request.method == "POST" and "done" not in job.result:
        leave = request.POST.get("leave_wrong") == "1"
        return redirect(
            "core:job",
            _start_import(request, job.arguments["file"], carry_out=True, leave_wrong=leave).pk,
        )
    return render(request, "producers/import_result.html", {"job": job, "result": job.result})
