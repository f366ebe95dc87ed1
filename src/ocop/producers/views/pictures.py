"""Pictures of a product."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import allow, is_signed_in
from ocop.core.views import serve, serve_preview

from .. import forms, policy
from ..actions import details
from ..actions import products as actions
from ..models import ProductPicture
from .products import found_product


@allow(policy.reads_producers)
def add_picture(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_product(request, pk, editable=True)
    form = forms.PictureForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            actions.add_picture(
                actor=request.user,
                product=found,
                upload=form.cleaned_data["file"],
                caption=form.cleaned_data["caption"],
            )
            return redirect("producers:product", pk)
    context = {
        "form": form,
        "title": _("Thêm ảnh"),
        "back": reverse("producers:product", args=[pk]),
        "back_title": found,
    }
    return render(request, "producers/form.html", context)


def _picture(request: HttpRequest, pk: int) -> ProductPicture:
    visible = ProductPicture.objects.filter(
        product__in=policy.products_visible_to(request.user)
    ).select_related("file", "product__producer__place")
    return get_object_or_404(visible, pk=pk)


@allow(is_signed_in)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    return serve(_picture(request, pk).file, f"anh-{pk}", inline=True)


@allow(is_signed_in)
def small_picture(request: HttpRequest, pk: int) -> HttpResponse:
    return serve_preview(_picture(request, pk).file)


@allow(policy.reads_producers)
@require_POST
def change_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a picture first, or remove it."""
    found = _picture(request, pk)
    if "remove" in request.POST:
        details.remove(actor=request.user, producer=found.product.producer, detail=found)
        messages.success(request, _("Đã xóa ảnh."))
    else:
        actions.put_picture_first(actor=request.user, picture=found)
    return redirect("producers:product", found.product_id)
