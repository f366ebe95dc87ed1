"""Read an edition from YAML files and check all of it; a faulty one is refused with file and line.

A folder holds `index.yaml` (edition, parts, bands, list of sets) and a file a set. The same goes for a mapping of
file names to texts, as editions edited in the browser live in the database, and for documents made from a
spreadsheet, whose lines are its rows.

Checked: whole points rising strictly, maxima that add up from level to part to the index's total, unique codes,
rules that refer to what exists, both languages, bands without a gap, files that match the index, and that a set that
calls itself complete is. Every fault of every file is found, not just the first; `faults.SENTENCES` lists them all.

Each module reads one thing and finds what is wrong with it: `texts` (YAML with lines), `values`, `rules`, `criteria`,
`sheets`, `edition` (the whole), `builtin` (those that come with the system).
"""

from .builtin import builtin_codes, builtin_edition, builtin_files
from .edition import faults_of, load_edition, parse_edition, read_published
from .rules import POINTS_GATES
from .texts import Located, digest_of, folder_files, read_yaml
from .values import INDEX

__all__ = [
    "INDEX",
    "POINTS_GATES",
    "Located",
    "builtin_codes",
    "builtin_edition",
    "builtin_files",
    "digest_of",
    "faults_of",
    "folder_files",
    "load_edition",
    "parse_edition",
    "read_published",
    "read_yaml",
]
