"""The YAML files of an edition as trees that forms and spreadsheets change; what they do not know is kept.

A path names a node: "parts.2.sections.0.criteria.1", "" for the whole sheet. What follows from something else is not
typed: a criterion's maximum from its levels, whether a section, a sheet or the list of sets is complete.
"""

from .building import (
    BANDS,
    case_of,
    levels_of,
    new_index,
    new_sheet,
    rule_of,
    sectors,
    set_bands,
    set_head,
    set_parts,
    set_sectors,
)
from .changes import Change, differences
from .settling import revised, settle
from .tree import (
    CHILDREN,
    Node,
    Unreadable,
    add,
    at,
    dump,
    has_comments,
    leaves,
    load,
    move,
    next_code,
    nodes,
    peek,
    points_of,
    put,
    remove,
    siblings,
    text_of,
)

__all__ = [
    "BANDS",
    "CHILDREN",
    "Change",
    "Node",
    "Unreadable",
    "add",
    "at",
    "case_of",
    "differences",
    "dump",
    "has_comments",
    "leaves",
    "levels_of",
    "load",
    "move",
    "new_index",
    "new_sheet",
    "next_code",
    "nodes",
    "peek",
    "points_of",
    "put",
    "remove",
    "revised",
    "rule_of",
    "sectors",
    "set_bands",
    "set_head",
    "set_parts",
    "set_sectors",
    "settle",
    "siblings",
    "text_of",
]
