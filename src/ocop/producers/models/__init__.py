"""Producers and their products, the evidence library, value-chain links: tables, by thing."""

from .evidence import WARN_DAYS, Evidence
from .producers import Producer, ProducerMember, ProducerYear
from .products import IntellectualProperty, Linkage, Product, ProductPicture, ProductTransfer

__all__ = [
    "WARN_DAYS",
    "Evidence",
    "IntellectualProperty",
    "Linkage",
    "Producer",
    "ProducerMember",
    "ProducerYear",
    "Product",
    "ProductPicture",
    "ProductTransfer",
]
