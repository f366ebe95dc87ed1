"""Products: the list, their page; stopping and handing over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import audit, cells
from ocop.core.history import tell
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.panels import panels_for
from ocop.core.rights import allow, page
from ocop.core.views import posted_version
from ocop.criteria.sets import set_name

from .. import forms, policy, queries
from ..actions import products as actions
from ..facts import PRODUCT
from ..models import Producer, Product
from .producers import found_producer


@allow(policy.reads_producers)
def products(request: HttpRequest) -> HttpResponse:
    address = addresses("producers:product")
    listing = Listing(
        request,
        queries.product_list(request.user),
        search="search",
        order="sort_key",
        name="san-pham",
        filters=forms.ProductFilter(request.GET),
        columns=[
            Column(
                _("Sản phẩm"),
                sort="sort_key",
                value=lambda p: p.name,
                cell=lambda p: cells.link(address(p.pk), p.name),
            ),
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


def found_product(person: Any, pk: int) -> Product:
    visible = policy.products_visible_to(person).select_related("producer", "producer__place")
    return get_object_or_404(visible, pk=pk)


@page(found_product)
def product(request: HttpRequest, product: Product) -> HttpResponse:
    context = {
        "product": product,
        "is_demo": product.producer.is_demo,
        "set_name": set_name(product.set_code),
        "facts": PRODUCT.panel(product),
        "pictures": product.pictures.all(),
        "linkages": product.linkages.all(),
        "properties": product.properties.all(),
        "transfers": product.transfers.select_related("giver", "taker", "by"),
        "reason_form": forms.ReasonForm(),
        "may_transfer": policy.is_officer_of(request.user, product.producer),
        "history": tell(audit.history(product)[:20]),
        "panels": panels_for(product, request.user),
        "may_edit": policy.can_edit(request.user, product.producer),
    }
    return render(request, "producers/product.html", context)


@page(found_producer, policy.can_edit)
def add_product(request: HttpRequest, producer: Producer) -> HttpResponse:
    form = forms.ProductForm(request.POST or None)
    form.instance.producer = producer
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            product = actions.save(actor=request.user, product=form.save(commit=False))
            return redirect("producers:product", product.pk)
    return render(
        request,
        "producers/form.html",
        {
            "form": form,
            "title": _("Thêm sản phẩm"),
            "draft": f"product-new-{producer.pk}",
            "back": reverse("producers:producer", args=[producer.pk]),
            "back_title": producer,
        },
    )


@page(found_product, policy.can_edit_product)
def edit_product(request: HttpRequest, product: Product) -> HttpResponse:
    form = forms.ProductForm(request.POST or None, instance=product)
    if request.method == "POST" and form.is_valid():
        version = posted_version(request)
        with form.showing_refusals():
            actions.save(actor=request.user, product=form.save(commit=False), version=version)
            messages.success(request, _("Đã lưu."))
            return redirect("producers:product", product.pk)
    context = {
        "form": form,
        "title": _("Sửa sản phẩm"),
        "version": product.version,
        "draft": f"product-{product.pk}",
        "back": reverse("producers:product", args=[product.pk]),
        "back_title": product,
    }
    return render(request, "producers/form.html", context)


@page(found_product, policy.can_edit_product)
@require_POST
def activate(request: HttpRequest, product: Product) -> HttpResponse:
    """A product is no longer made, or made again."""
    active = request.POST.get("san-xuat") == "1"
    actions.set_active(
        actor=request.user,
        product=product,
        active=active,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Đã lưu."))
    return redirect("producers:product", product.pk)


@page(found_product, policy.transfers_product)
def transfer(request: HttpRequest, product: Product) -> HttpResponse:
    """Hand a product to another producer, with the act and the reason."""
    among = policy.producers_visible_to(request.user).exclude(pk=product.producer_id)
    form = forms.TransferForm(request.POST or None, among=among)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals(NON_FIELD_ERRORS):
            actions.transfer(actor=request.user, product=product, **form.cleaned_data)
            messages.success(request, _("Đã chuyển sản phẩm; lịch sử và giấy chứng nhận được giữ."))
            return redirect("producers:product", product.pk)
    context = {
        "form": form,
        "title": _("Chuyển sản phẩm: %(product)s") % {"product": product},
        "lead": _("Hiện thuộc %(producer)s.") % {"producer": product.producer},
        "back": reverse("producers:product", args=[product.pk]),
        "back_title": product.name,
        "draft": f"transfer-{product.pk}",
    }
    return render(request, "producers/form.html", context)
