"""Opens a file on trial, in a process of its own with little memory and time: `python -m ocop.core.trial [json] < FILE`.

Some kilobytes can ask for terabytes (one cell at A1, one at XFD1048576), and the reader then ends its process. What
passes here is safe for the server to open. Exit codes: 0 safe, 1 not of the kind; anything else is a file that does harm.
"""

import io
import json
import resource
import sys

MOST_MEMORY_BYTES = 768 * 2**20
MOST_SECONDS = 20


def bounded() -> None:
    """Hold this process to little memory and time; past them it is ended."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    bounded()
    content = sys.stdin.buffer.read()
    return open_json(content) if sys.argv[1:] == ["json"] else open_spreadsheet(content)


def open_json(content: bytes) -> int:
    try:
        json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return 1
    return 0


def open_spreadsheet(content: bytes) -> int:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
