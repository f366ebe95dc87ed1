"""Figures that the room owns: of recognition, and of what recognised producers declare of their years."""

from . import years
from .recognition import (
    EXPIRED,
    EXPIRING,
    NEWLY_RECOGNISED,
    OCOP_PRODUCERS,
    PRODUCTS_IN_FORCE,
    RECOGNISED_STAR,
)

__all__ = [
    "EXPIRED",
    "EXPIRING",
    "NEWLY_RECOGNISED",
    "OCOP_PRODUCERS",
    "PRODUCTS_IN_FORCE",
    "RECOGNISED_STAR",
    "years",
]
