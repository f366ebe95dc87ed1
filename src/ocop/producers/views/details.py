"""Rows that hang on a producer or a product: a year's figures, a link of the value chain, a title."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core.rights import one_of, page

from .. import forms, policy
from ..actions import details as actions
from ..models import Producer, Product
from .producers import found_producer
from .products import found_product

DETAILS = {
    "lien-ket": ("linkages", forms.LinkageForm, gettext_lazy("Liên kết chuỗi giá trị")),
    "so-huu-tri-tue": ("properties", forms.PropertyForm, gettext_lazy("Quyền sở hữu trí tuệ")),
}


@page(found_producer, policy.can_edit)
def year(request: HttpRequest, producer: Producer, year: int | None = None) -> HttpResponse:
    """A year's figures: a new one, or one to change."""
    instance = get_object_or_404(producer.years, year=year) if year else None
    form = forms.YearForm(request.POST or None, instance=instance)
    form.instance.producer = producer
    title = _("Số liệu năm %(year)d") % {"year": year} if year else _("Thêm số liệu một năm")
    back = reverse("producers:producer", args=[producer.pk])
    return _detail_page(request, form, producer, title=title, back=back)


@page(found_product, policy.can_edit_product)
def product_detail(
    request: HttpRequest, product: Product, kind: str, detail: int | None = None
) -> HttpResponse:
    """A link of the value chain or a title: a new one, or one to change."""
    related, form_class, title = DETAILS[one_of(DETAILS, kind)]
    instance = get_object_or_404(getattr(product, related), pk=detail) if detail else None
    form = form_class(request.POST or None, instance=instance)
    form.instance.product = product
    back = reverse("producers:product", args=[product.pk])
    return _detail_page(request, form, product.producer, title=str(title), back=back)


def _detail_page(
    request: HttpRequest, form: Any, producer: Producer, *, title: str, back: str
) -> HttpResponse:
    """A page that adds, changes or removes one row of detail of a producer or a product."""
    if request.method == "POST" and "remove" in request.POST and form.instance.pk:
        actions.remove(actor=request.user, producer=producer, detail=form.instance)
        messages.success(request, _("Đã xóa."))
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            actions.save(actor=request.user, producer=producer, detail=form.save(commit=False))
            messages.success(request, _("Đã lưu."))
            return redirect(back)
    context = {
        "form": form,
        "title": title,
        "back": back,
        "back_title": getattr(form.instance, "product", producer),
        "removable": bool(form.instance.pk),
    }
    return render(request, "producers/form.html", context)
