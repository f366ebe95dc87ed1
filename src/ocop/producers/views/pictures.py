"""Pictures of a product."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import page
from ocop.core.views import serve, serve_preview

from .. import forms, policy
from ..actions import details
from ..actions import products as actions
from ..models import Product, ProductPicture
from .products import found_product


@page(found_product, policy.can_edit_product)
def add_picture(request: HttpRequest, product: Product) -> HttpResponse:
    form = forms.PictureForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            actions.add_picture(
                actor=request.user,
                product=product,
                upload=form.cleaned_data["file"],
                caption=form.cleaned_data["caption"],
            )
            return redirect("producers:product", product.pk)
    context = {
        "form": form,
        "title": _("Thêm ảnh"),
        "back": reverse("producers:product", args=[product.pk]),
        "back_title": product,
    }
    return render(request, "producers/form.html", context)


def found_picture(person: Any, pk: int) -> ProductPicture:
    visible = ProductPicture.objects.filter(
        product__in=policy.products_visible_to(person)
    ).select_related("file", "product__producer__place")
    return get_object_or_404(visible, pk=pk)


@page(found_picture)
def picture(request: HttpRequest, picture: ProductPicture) -> HttpResponse:
    return serve(picture.file, f"anh-{picture.pk}", inline=True)


@page(found_picture)
def small_picture(request: HttpRequest, picture: ProductPicture) -> HttpResponse:
    return serve_preview(picture.file)


@page(found_picture, policy.can_edit_picture)
@require_POST
def change_picture(request: HttpRequest, picture: ProductPicture) -> HttpResponse:
    """Put a picture first, or remove it."""
    if "remove" in request.POST:
        details.remove(actor=request.user, producer=picture.product.producer, detail=picture)
        messages.success(request, _("Đã xóa ảnh."))
    else:
        actions.put_picture_first(actor=request.user, picture=picture)
    return redirect("producers:product", picture.product_id)
