"""A field that its model has and a declaration names is asked for, told, brought in and taken out."""

import io
from datetime import date

import pytest
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import modelform_factory
from django.test.utils import isolate_apps

from ocop.core.declared import Declared, Fact, Line, Told
from ocop.core.forms import ModelForm
from ocop.core.spreadsheets import read_rows, write_table

GREENHOUSE = {"name": "Nhà lưới Ví Dụ", "area": 1250, "shade": 40, "opened_on": date(2019, 4, 8)}


@pytest.fixture
def greenhouse():
    """A thing of four fields, of which nothing is written but its model and its declaration."""
    with isolate_apps("ocop.core"):

        class Greenhouse(models.Model):
            name = models.CharField("Tên nhà lưới", max_length=20)
            area = models.PositiveIntegerField("Diện tích (m²)", null=True, blank=True)
            shade = models.PositiveSmallIntegerField(
                "Che nắng (%)",
                null=True,
                blank=True,
                validators=[MinValueValidator(0), MaxValueValidator(90)],
            )
            opened_on = models.DateField("Ngày dùng", null=True, blank=True)

            class Meta:
                app_label = "core"

        return Greenhouse


@pytest.fixture
def declared(greenhouse):
    size = [Fact("area", unit="m²"), Fact("shade", short="che", unit="%", joins=", ")]
    return Declared(
        greenhouse, Fact("name", on_page=False), Line("Cỡ", size), Fact("opened_on", heading="Ngày")
    )


def brought_in(declared, *rows):
    columns = declared.columns()
    table = write_table([column.label for column in columns], rows, sheet_name="Nhà lưới")
    return [dict(row.values) for row in read_rows(io.BytesIO(table), columns)]


def test_the_form_asks_for_the_declared_fields_in_their_order(declared):
    form = modelform_factory(declared.model, form=ModelForm, fields=declared.names)()

    assert [(name, field.label) for name, field in form.fields.items()] == [
        ("name", "Tên nhà lưới"),
        ("area", "Diện tích (m²)"),
        ("shade", "Che nắng (%)"),
        ("opened_on", "Ngày dùng"),
    ]


def test_the_page_tells_them_with_their_units_side_by_side(declared):
    panel = declared.panel(declared.model(**GREENHOUSE))

    assert panel.told == [Told("Cỡ", "1.250 m², che 40%"), Told("Ngày dùng", "08/04/2019")]
    assert panel.lacking == []


def test_the_page_names_what_is_not_stated_and_tells_no_half_of_a_line(declared):
    panel = declared.panel(declared.model(name="Nhà lưới Ví Dụ", shade=40))

    assert panel.told == []
    assert panel.lacking == ["Diện tích (m²)", "Ngày dùng"]


def test_nought_is_stated(declared):
    panel = declared.panel(declared.model(area=0))

    assert panel.told == [Told("Cỡ", "0 m²")]
    assert panel.lacking == ["Ngày dùng"]


def test_what_is_taken_out_is_brought_in_as_it_was(declared):
    [row] = brought_in(declared, declared.cells(declared.model(**GREENHOUSE)))

    assert list(declared.check(row)) == []
    assert declared.given(row) == GREENHOUSE


def test_a_cell_against_the_rules_of_the_model_is_named_with_what_is_expected(declared):
    [row] = brought_in(declared, ["Nhà lưới Ví Dụ", 10, 95, ""])

    assert list(declared.check(row)) == [("shade", "từ 0 đến 90")]
