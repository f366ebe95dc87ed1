"""Where a form leads back to: a page of ours, whatever it names."""

import pytest

from tests.people.factories import client_of, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("named", "led_to"),
    [
        ("/san-pham-ocop/?sao=4", "/san-pham-ocop/?sao=4"),
        ("http://testserver/c/?so=1", "/c/?so=1"),
        ("http://testserver.example/c/", "/"),
        ("https://example.vn/", "/"),
        ("//example.vn/", "/"),
        ("/\\example.vn/", "/"),
        ("javascript:alert(1)", "/"),
        ("0000-00-00", "/"),
        ("people:desk", "/"),
        ("", "/"),
    ],
)
def test_a_form_leads_back_to_a_page_of_ours_only(named, led_to):
    signed_in = client_of(make_user())

    language = signed_in.post("/ngon-ngu/", {"language": "en", "next": named})
    columns = signed_in.post("/danh-sach/cot/", {"list": "chu-the", "next": named})

    assert (language["Location"], columns["Location"]) == (led_to, led_to)
