"""How the cells of the workbook look."""

from typing import Any


class Formats:
    """Grey cells are locked, framed white ones are to be filled in, colours tell what is wrong."""

    def __init__(self, book: Any) -> None:
        made = book.add_format
        base = {"valign": "top", "text_wrap": True}
        self.title = made({"bold": True, "font_size": 15, "font_color": "#14633C"})
        self.note = made({**base, "italic": True, "font_color": "#5A6B61"})
        self.head = made({**base, "bold": True, "bg_color": "#DCEBE1", "border": 1})
        self.part = made({"bold": True, "bg_color": "#14633C", "font_color": "#FFFFFF"})
        self.section = made({"bold": True, "bg_color": "#EAF4ED"})
        self.label = made({**base, "bg_color": "#F3F5F4", "border": 1, "border_color": "#C9D3CD"})
        self.centre = made(
            {
                **base,
                "bg_color": "#F3F5F4",
                "border": 1,
                "border_color": "#C9D3CD",
                "align": "center",
            }
        )
        self.total = made(
            {"bold": True, "bg_color": "#F3E3B5", "border": 1, "align": "center", "num_format": "0"}
        )
        field = {"locked": False, "border": 1, "border_color": "#8FA398", "valign": "top"}
        self.fields = {
            "text": made({**field, "text_wrap": True, "num_format": "@"}),
            "whole": made({**field, "align": "left", "num_format": "0"}),
            "date": made({**field, "align": "left", "num_format": "dd/mm/yyyy"}),
            "time": made({**field, "align": "left", "num_format": "hh:mm"}),
        }
        self.fields["yes_no"] = self.fields["text"]
        self.choice = made({**field, "text_wrap": True, "font_size": 9})
        self.bad = made({"bg_color": "#F8C9C4", "font_color": "#8C1D18"})
        self.missing = made({"bg_color": "#FFF3C4"})
        self.barred = made({"bg_color": "#D5DAD7"})
