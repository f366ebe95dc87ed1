from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ocop.core.rights import allow, anyone

from . import queries
from .enums import Level
from .fields import place_label


@allow(anyone)
def suggest(request: HttpRequest) -> HttpResponse:
    """Places for what is typed in a place box: public facts, at most twelve, 1 query, 2 for those in use."""
    text = (
        request.GET.get(request.GET.get("field", "q"), "").split("(")[0].split(",")[0].strip()[:60]
    )
    level = request.GET.get("level", "")
    found = []
    if len(text) >= 2:
        among = queries.in_use() if request.GET.get("in-use") else None
        found = queries.find(text, among=among, level=level if level in Level.values else "")
    return render(
        request, "places/suggestions.html", {"labels": [place_label(place) for place in found]}
    )
