"""Charts drawn by the server: frozen facts in, SVG with a table twin out (`{% chart %}`).

    Bars(title=_("Sản phẩm theo huyện"), unit=_("sản phẩm"), values=(Value("Na Rì", 12, url="…", target=15),))

A chart knows where its marks stand; `templates/components/charts/` knows how they are drawn. Every figure that is drawn
stands in `chart.table` too, worded by the same function, so that nobody depends on seeing the picture.
"""

from .bars import Bars, Gauge
from .base import Amount, Cell, Chart, Table, Value, shown
from .line import Line, Multiples
from .map import Map, Region
from .stack import Part, Stack, Whole
from .tile import Tile

__all__ = [
    "Amount",
    "Bars",
    "Cell",
    "Chart",
    "Gauge",
    "Line",
    "Map",
    "Multiples",
    "Part",
    "Region",
    "Stack",
    "Table",
    "Tile",
    "Value",
    "Whole",
    "shown",
]
