"""Who may do what with places: what the tree is made of comes with the program, outlines from an administrator."""

from typing import Any

from ocop.core.rights import right


@right
def keeps_outlines(person: Any, thing: Any = None) -> bool:
    """Whoever runs the installation: a map shows the same outlines to all."""
    return person.is_authenticated and person.runs_installation
