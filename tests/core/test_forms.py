"""What a form says of a wrong value."""

from django import forms

from ocop.core.forms import Form


class Tasting(Form):
    name = forms.CharField(max_length=5)
    cups = forms.IntegerField(min_value=1, max_value=9)
    taste = forms.ChoiceField(choices=[("good", "Ngon")])
    day = forms.DateField(error_messages={"required": "Ngày nếm nào?"})


def test_what_is_missing_is_asked_for_in_plain_words_and_a_field_keeps_its_own():
    form = Tasting({})

    assert form.errors == {
        "name": ["Mục này cần điền."],
        "cups": ["Mục này cần điền."],
        "taste": ["Chọn một mục."],
        "day": ["Ngày nếm nào?"],
    }


def test_what_is_wrong_is_told_with_what_was_expected():
    form = Tasting({"name": "Trà xanh", "cups": "10", "taste": "sweet", "day": "2019-12-02"})

    assert form.errors == {
        "name": ["Viết ngắn lại: nhiều nhất 5 ký tự, đang có 8."],
        "cups": ["Nhập số từ 9 trở xuống."],
        "taste": ["Chọn một trong các mục có sẵn."],
    }


def test_a_number_that_is_none_is_asked_for_as_one():
    assert Tasting({"cups": "vài"}).errors["cups"] == ["Nhập số nguyên."]
