"""Dossiers of the demo by the names of their products, and a photograph for them."""

import io

from PIL import Image

from ocop.dossiers.models import Dossier


def of(product):
    return Dossier.objects.select_related("product", "producer__place", "round__place").get(
        product__name=product
    )


def picture(size=(800, 600)):
    output = io.BytesIO()
    Image.new("RGB", size, "white").save(output, "JPEG")
    output.seek(0)
    output.name = "anh.jpg"
    return output
