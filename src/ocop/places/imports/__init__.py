"""Changes of the units from a spreadsheet as an office has it: all of it is checked first, every wrong cell named.

A file has a sheet of changes, a sheet of new units, or both; a CSV file is one of them. What the tree has already is passed
over, so that a file may be loaded again.
"""

from .columns import CHANGES, UNITS
from .reading import Plan, read

__all__ = ["CHANGES", "UNITS", "Plan", "read"]
