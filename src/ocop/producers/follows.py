"""What producers follow of the rooms below: they go over to the unit that follows theirs."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from ocop.places import followers

from .models import Producer

followers.register(
    followers.Kind(
        "producers.producer",
        pgettext_lazy("one", "Chủ thể"),
        living=Producer.objects.all,
        url=lambda producer: reverse("producers:producer", args=[producer.pk]),
    )
)
