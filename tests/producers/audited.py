"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ocop.core.uploads import keep
from ocop.documents import render_pdf
from ocop.producers.imports import Plan
from ocop.producers.models import Evidence, Producer, ProducerYear, Product
from tests.criteria.factories import SET

from ..days import TODAY

Things = dict[str, Any]


def picture() -> BytesIO:
    image = BytesIO()
    Image.new("RGB", (8, 8)).save(image, "PNG")
    return SimpleUploadedFile("anh.png", image.getvalue())


def paper() -> BytesIO:
    return SimpleUploadedFile("a.pdf", render_pdf("notice", {"title": "Mẫu", "reason": ""}))


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "producers.actions.producers.register": lambda t: {
        "account": {"login": "ct@example.vn", "full_name": "Mới", "password": "mot-mat-khau-dai"},
        "producer": {"type": "cooperative", "name": "HTX Mới", "place": t["producer"].place},
    },
    "producers.actions.producers.create": lambda t: {
        "actor": t["commune"],
        "producer": Producer(type="cooperative", name="HTX Mới", place=t["producer"].place),
    },
    "producers.actions.producers.change": lambda t: {
        "actor": t["owner"],
        "producer": t["producer"],
        "version": t["producer"].version,
        "fields": {"phone": "0912"},
    },
    "producers.actions.producers.decide_registration": lambda t: {
        "actor": t["commune"],
        "producer": t["pending"],
        "confirmed": True,
    },
    "producers.actions.products.save": lambda t: {
        "actor": t["owner"],
        "product": Product(producer=t["producer"], name="Mới", set_code=SET),
    },
    "producers.actions.details.save": lambda t: {
        "actor": t["owner"],
        "producer": t["producer"],
        "detail": ProducerYear(producer=t["producer"], year=2019),
    },
    "producers.actions.details.remove": lambda t: {
        "actor": t["owner"],
        "producer": t["producer"],
        "detail": ProducerYear.objects.create(producer=t["producer"], year=2018),
    },
    "producers.actions.products.add_picture": lambda t: {
        "actor": t["owner"],
        "product": t["product"],
        "upload": keep([picture()]),
    },
    "producers.actions.evidence.add": lambda t: {
        "actor": t["owner"],
        "evidence": Evidence(producer=t["producer"], item_code="HS02", title="Mới"),
        "upload": keep([paper()]),
    },
    "producers.actions.evidence.change": lambda t: {
        "actor": t["owner"],
        "evidence": t["paper"],
        "version": t["paper"].version,
        "fields": {"number": "2/X"},
    },
    "producers.actions.evidence.remove": lambda t: {
        "actor": t["owner"],
        "evidence": Evidence.objects.create(
            producer=t["producer"],
            item_code="HS02",
            title="Nhầm",
            file=t["paper"].file,
            file_name="a.pdf",
            added_by=t["owner"],
        ),
    },
    "producers.actions.products.put_picture_first": lambda t: {
        "actor": t["owner"],
        "picture": t["picture"],
    },
    "producers.actions.producers.set_participation": lambda t: {
        "actor": t["owner"],
        "producer": t["producer"],
        "takes_part": False,
        "reason": "Giải thể",
    },
    "producers.actions.products.set_active": lambda t: {
        "actor": t["owner"],
        "product": t["product"],
        "active": False,
        "reason": "Hết nguyên liệu",
    },
    "producers.actions.products.transfer": lambda t: {
        "actor": t["district"],
        "product": t["product"],
        "taker": t["rival"],
        "on": TODAY,
        "reason": "Thành công ty",
        "act": "Biên bản 1",
    },
    "producers.actions.members.change": lambda t: {
        "actor": t["owner"],
        "member": t["producer"].members.create(user=t["clerk"], role="editor"),
        "role": "manager",
    },
    "producers.imports.carry_out": lambda t: {"plan": Plan(), "user": t["district"]},
}
