"""The moves of editions and processes, and what else the database refuses by itself."""

from ocop.core import guards
from ocop.core.states import Moves

from .enums import EditionState

edition_moves = Moves("criteria.Edition", "state", [(EditionState.DRAFT, EditionState.PUBLISHED)])

process_moves = Moves(
    "criteria.ProcessEdition", "state", [(EditionState.DRAFT, EditionState.PUBLISHED)]
)

# Results name the edition that they were made by: what was published stays as it was.
guards.register(
    guards.Guard(
        "criteria.Edition",
        "published",
        "UPDATE",
        when="OLD.state = 'published' AND (OLD.digest <> NEW.digest OR OLD.code <> NEW.code"
        " OR CAST(OLD.files AS text) <> CAST(NEW.files AS text))",
        refuse="a published edition never changes",
    ),
    guards.Guard(
        "criteria.Edition",
        "kept",
        "DELETE",
        when="OLD.state = 'published'",
        refuse="a published edition never goes",
    ),
    guards.Guard(
        "criteria.ProcessEdition",
        "published",
        "UPDATE",
        when="OLD.state = 'published' AND (OLD.code <> NEW.code"
        " OR CAST(OLD.content AS text) <> CAST(NEW.content AS text))",
        refuse="a published process never changes",
    ),
    guards.Guard(
        "criteria.ProcessEdition",
        "kept",
        "DELETE",
        when="OLD.state = 'published'",
        refuse="a published process never goes",
    ),
)
