"""English texts of the user interface: src/ocop/locale/en/LC_MESSAGES/django.po.

update   put new Vietnamese texts of the sources into the catalogue, drop those gone, list what lacks English: write
         it into the catalogue's msgstr (by hand or with any editor of .po files)
check    fail when a text lacks English, differs in its placeholders, or stands in the sources unmarked
compile  write the .mo that Django reads
"""

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ocop"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}

# What stays Vietnamese in every language: a file, functions or constants of it (file::names) or a template → why.
ON_PURPOSE = {
    "**/migrations/*.py": "labels frozen in migrations; the models carry the marked ones",
    "core/charts/examples.py": "page of developers",
    "documents/*.py": "official documents are in Vietnamese",
    "stationery/own_templates/*.py": "official documents are in Vietnamese",
    "core/file_text.py::day_spellings": "how official documents write a day",
    "core/periods.py::DECREE_09": "the sign of a decree",
    "core/search.py": "the Vietnamese alphabet",
    "core/spreadsheets.py::_time": "a way to write the time",
    "core/spreadsheets.py::template": "a file has the same headings for whoever fills it in and reads it",
    "core/templates/500.html": "stands alone, in both languages at once",
    "core/templates/components/language.html": "each language is offered in its own words",
    "core/templates/core/gallery.html": "page of developers",
    "demo.py": "names, stories and remarks of the demo data",
    "demo/*.py": "names, stories and remarks of the demo data",
    "certificates/actions/certificates.py::_replace change_hands": "a certificate's history is a record, kept in Vietnamese",
    "criteria/actions/editions.py::load_builtin": "names of decisions, kept in the database",
    "criteria/imports/table_columns.py::HEAD_SHEET BANDS_SHEET SECTORS_SHEET PLACES RULES HEADS ROWS COLUMNS BAND_COLUMNS SECTOR_COLUMNS": "a file has the same headings for whoever fills it in and reads it",
    "dossiers/papers.py": "official documents are in Vietnamese",
    "evaluation/papers/*.py": "official documents are in Vietnamese",
    "certificates/papers.py": "official documents are in Vietnamese",
    "places/changes.py::KINDS kind_of level_of": "what names of units begin with",
    "places/imports/reading.py::_level_in": "what names of units begin with",
    "places/imports/columns.py": "a file has the same headings for whoever fills it in and reads it",
    "places/views.py::TEMPLATES": "a file has the same headings for whoever fills it in and reads it",
    "official/*.py": "official documents are in Vietnamese",
    "portal/views.py::CATALOGUE_COLUMNS": "open data has the same headings for everybody",
    "people/facts.py::ORGANISATION": "a file has the same headings for whoever fills it in and reads it",
    "people/imports.py::columns rejected_table": "a file has the same headings for whoever fills it in and reads it",
    "people/offices.py::committee_of": "names of offices are Vietnamese in every language",
    "people/views/organisations.py::import_template _exported": "name of the file's sheet",
    "producers/facts.py::PRODUCER PRODUCT": "a file has the same headings for whoever fills it in and reads it",
    "producers/imports.py::rejected_table": "a file has the same headings for whoever fills it in and reads it",
    "producers/models/producers.py::Producer": "help for developers quotes a label",
    "producers/views/imports.py::import_template export": "name of the file's sheet",
    "rank/*.py": "a command of councils' secretaries, its workbook and papers; Django is not started",
    "rules/*/*.py": "names from the decisions",
    "rules/*.py": "names from the decisions; reasons have their English beside them",
}

MARKERS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
VIETNAMESE = re.compile(r"[àáâãèéêìíòóôõùúýăđĩũơưÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ\u1ea0-\u1ef9]")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdfi%]|\{\w*[^{}]*\}")

Key = tuple[str | None, str, str]  # context, text, plural


def python_files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def templates() -> list[Path]:
    return sorted(
        path
        for path in SOURCE.glob("*/templates/**/*")
        if path.suffix in (".html", ".txt") and "documents" not in path.parts
    )


def as_python(template: str) -> str:
    """A template as Django's own extraction sees it: calls of gettext, all else blanked."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in templatize(template).splitlines())


def messages() -> set[Key]:
    """Every marked text of the Python files and the templates."""
    from babel.messages.extract import extract

    found: set[Key] = set()
    texts = [path.read_text(encoding="utf-8") for path in python_files()]
    texts += [as_python(path.read_text(encoding="utf-8")) for path in templates()]
    for text in texts:
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), MARKERS
        ):
            one, many = message if isinstance(message, tuple) else (message, "")
            if one:
                found.add((context, one, many))
    return found


def read() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=0)
    return polib.POFile(wrapwidth=0)


def key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


def update() -> list[str]:
    """Bring the catalogue level with the sources: the texts without English. No files or lines in it: small diffs."""
    kept = {key(entry): entry for entry in read() if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = HEADER
    for context, text, plural in sorted(messages(), key=lambda k: (k[1], k[0] or "", k[2])):
        entry = kept.get((context, text, plural)) or polib.POEntry(
            msgctxt=context,
            msgid=text,
            msgid_plural=plural,
            msgstr_plural={0: "", 1: ""} if plural else {},
        )
        if PLACEHOLDER.search(text) and "%" in text and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        catalogue.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    return [entry.msgid for entry in catalogue if not entry.translated()]


def compile_catalogue() -> None:
    """Write the .mo at once and whole: several test processes may do it at the same time."""
    target = CATALOGUE.with_suffix(".mo")
    part = target.with_suffix(f".{os.getpid()}")
    read().save_as_mofile(str(part))
    part.replace(target)


def faults() -> Iterator[str]:
    yield from catalogue_faults()
    yield from unmarked()
    yield from translated_too_early()
    yield from inside_f_strings()


def catalogue_faults() -> Iterator[str]:
    """What keeps the catalogue from being a complete and exact translation of the sources."""
    wanted, entries = messages(), read()
    for _context, text, _plural in sorted(
        wanted - {key(e) for e in entries if not e.obsolete}, key=str
    ):
        yield f"not in the catalogue, run make translations: {text!r}"
    for entry in entries:
        if entry.obsolete or key(entry) not in wanted:
            yield f"no longer in the sources, run make translations: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not entry.translated():
            yield f"lacks English: {entry.msgid!r}"
        for english in [entry.msgstr, *entry.msgstr_plural.values()]:
            if english and sorted(PLACEHOLDER.findall(english)) != sorted(
                PLACEHOLDER.findall(entry.msgid)
            ):
                yield f"other placeholders than in {entry.msgid!r}: {english!r}"


def unmarked() -> Iterator[str]:
    """Vietnamese that stands in a page's sources without gettext, with its file and line."""
    for path in python_files():
        yield from without_purpose(path, python_texts(path.read_text(encoding="utf-8")))
    for path in templates():
        yield from without_purpose(path, template_texts(path.read_text(encoding="utf-8")))


def without_purpose(path: Path, texts: Iterator[tuple[str, int, str]]) -> Iterator[str]:
    name = PurePath(path.relative_to(SOURCE))
    for function, line, text in texts:
        if VIETNAMESE.search(text) and not any(
            name.match(pattern.partition("::")[0])
            and (function in pattern.partition("::")[2].split() or "::" not in pattern)
            for pattern in ON_PURPOSE
        ):
            yield f"src/ocop/{name.as_posix()}:{line}: not marked for translation: {text.strip()[:80]!r}"


def python_texts(source: str) -> Iterator[tuple[str, int, str]]:
    """Strings outside gettext and docstrings: the function or class they stand in, line, text."""
    for top in ast.parse(source).body:
        passed_by: set[int] = set()
        for node in ast.walk(top):
            if isinstance(node, ast.Expr):
                passed_by.add(id(node.value))
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS:
                passed_by.update(id(inner) for arg in node.args for inner in ast.walk(arg))
        for node in ast.walk(top):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in passed_by
            ):
                yield name_of(top), node.lineno, node.value


def name_of(top: ast.stmt) -> str:
    """What a statement of a module defines: a function, a class or a constant."""
    if isinstance(top, ast.Assign) and isinstance(top.targets[0], ast.Name):
        return top.targets[0].id
    return getattr(top, "name", "")


def translated_too_early() -> Iterator[str]:
    """Calls of gettext while a module is imported: the text would stay in the language of that moment."""
    for path in python_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        eager = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for alias in node.names
            if alias.name in ("gettext", "ngettext", "pgettext", "npgettext")
        }
        waiting: list[ast.AST] = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.FunctionDef | ast.Lambda):
                continue
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in eager:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: needs gettext_lazy, for it is read when the module is imported"
            waiting.extend(ast.iter_child_nodes(node))


def inside_f_strings() -> Iterator[str]:
    """Calls of gettext in an f-string, which the extraction reads as one string and passes by."""
    for path in python_files():
        for whole in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(whole, ast.JoinedStr):
                for node in ast.walk(whole):
                    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}: gettext inside an f-string is not extracted"


def template_texts(source: str) -> Iterator[tuple[str, int, str]]:
    """What is left of a template when marked texts and comments are taken out: its bare text and its tags' strings."""
    blank = lambda match: re.sub(r"[^\n]", " ", match[0])  # noqa: E731
    for pattern in (
        r"\{#.*?#\}",
        r"\{% comment.*?endcomment %\}",
        r"\{% (?:blocktranslate|blocktrans)\b.*?end(?:blocktranslate|blocktrans) %\}",
        r"\{% (?:translate|trans) .*?%\}",
        r"_\((\"[^\"]*\"|'[^']*')\)",
    ):
        source = re.sub(pattern, blank, source, flags=re.DOTALL)
    for line, text in enumerate(source.splitlines(), 1):
        for piece in re.split(r"[<>]|\{%|%\}|\{\{|\}\}", text):
            yield "", line, piece


def main(command: str) -> None:
    if command == "update":
        lacking = update()
        print(
            *lacking,
            f"{len(lacking)} texts lack English in {CATALOGUE.relative_to(ROOT)}",
            sep="\n",
        )
        compile_catalogue()
    elif command == "check":
        sys.exit("\n".join(faults()) or 0)
    elif command == "compile":
        compile_catalogue()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) == 2 else "")
