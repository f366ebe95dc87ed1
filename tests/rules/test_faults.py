"""A faulty edition is refused: every check of the loader, with file, line and words in both languages."""

import random
import re

import pytest
import yaml
from click.testing import CliRunner

from ocop.cli import main
from ocop.rules.faults import SENTENCES, FaultyEdition
from ocop.rules.loading import builtin_edition, parse_edition
from ocop.rules.processes import builtin_process_files

from .small import small_files

X, M, H = "index.yaml", "mot.yaml", "hai.yaml"

# code of the fault, file changed, text there, text instead, file of the fault, text of the line that is named
CASES = [
    ("file_missing", X, "file: hai.yaml", "file: ba.yaml", X, "file: ba.yaml"),
    ("not_yaml", M, "name: Bộ một", "name: [Bộ một", M, "name_en: Set one"),
    ("alias", M, "name: Bộ một", "name: &x Bộ một", M, "name: &x"),
    ("repeated", M, "slug: mot", "slug: mot\nslug: mot", M, "slug: mot\nname:"),
    ("repeated", X, "  code: nho", "  code: nho\n  code: nho", X, "  code: nho\n  name:"),
    ("not_mapping", H, None, "- a\n- b\n", H, "- a"),
    ("not_mapping", X, None, "chữ\n", X, "chữ"),
    ("not_list", M, "      - type: choose_one_case", "        x: 1", M, "      rules:\n        x"),
    ("not_texts", M, "criteria: [A.1.1]", "criteria: A.1.1", M, "criteria: A.1.1"),
    ("not_text", M, "name: Câu chuyện", "name: 12", M, "name: 12"),
    ("not_text", M, "number: '2.1'", "number: 2.1", M, "number: 2.1"),
    ("not_whole", M, "points: 5, label: Đã", "points: 5.5, label: Đã", M, "points: 5.5"),
    ("not_whole", M, "points: 5, label: Đã", "points: -5, label: Đã", M, "points: -5"),
    ("not_whole", M, "max_points: 5", "max_points: true", M, "max_points: true"),
    ("not_truth", M, "complete: true", "complete: có", M, "complete: có"),
    ("not_date", X, "'2026-01-02'", "2/1/2026", X, "decision_date"),
    ("not_date", X, "'2026-02-01'", "'2026-02-31'", X, "in_force_from"),
    ("dates_crossed", X, "'2027-02-01'", "'2025-02-01'", X, "in_force_to"),
    ("bad_code", M, "code: B.2.1", "code: B.2|1", M, "code: B.2|1"),
    ("edition_missing", X, "edition:", "other:", X, "other:"),
    ("parts_sum", X, "max_points: 12", "max_points: 11", X, "parts:"),
    ("part_twice", X, "- code: B", "- code: A", X, "- code: A\n  name: Phần B"),
    ("band_gap", X, "min: 8,", "min: 9,", X, "{stars: 3"),
    ("band_gap", X, "stars: 3, min: 8, max_exclusive: 12", "stars: 3, min: 8, max_exclusive: 8", X, "{stars: 3"),
    ("bands_end", X, "max: 20", "max: 19", X, "star_bands:"),
    ("set_twice", X, "- code: S2", "- code: S1", X, "- code: S1\n  file: hai"),
    ("file_twice", X, "file: hai.yaml", "file: mot.yaml", X, "file: mot.yaml\n  name: Bộ hai"),
    ("not_listed", X, "file: hai.yaml", "file: ba.yaml", H, "code: S2"),
    ("differs_from_list", M, "name_en: Set one", "name_en: Set 1", M, "name_en: Set 1"),
    ("slug", M, "slug: mot", "slug: motmot", M, "slug: motmot"),
    ("sector", M, "sector: Thực phẩm", "sector: Đồ uống", M, "sector: Đồ uống"),
    ("papers", X, "    name_en: Food", "    name_en: Food\n    papers: tea", X, "papers: tea"),
    ("parts_differ", M, "- code: B\n", "- code: C\n", M, "parts:"),
    ("sheet_sum", M, "max_points: 20", "max_points: 21", M, "max_points: 21"),
    ("complete", H, "complete: false", "complete: true", H, "complete: true"),
    ("exception_unknown", X, "section: B.2", "section: A.1", X, "section: A.1"),
    ("exception_missing", X, "section: B.2", "section: A.1", X, "exceptions:"),
    ("sections_sum", M, "  max_points: 8\n  sections", "  max_points: 7\n  sections", M, "  max_points: 7\n  sections"),
    ("part_points", M, "  max_points: 8\n  sections", "  max_points: 7\n  sections", M, "  max_points: 7\n  sections"),
    ("home", M, "- code: B.2\n", "- code: C.2\n", M, "- code: C.2\n"),
    ("home", M, "- code: B.2.1\n", "- code: B.3.1\n", M, "- code: B.3.1\n"),
    ("home", M, "- code: A.1.3.1", "- code: A.1.4.1", M, "- code: A.1.4.1"),
    ("incomplete_filled", M, "    name_en: Section two", "    name_en: Section two\n    incomplete: true", M, "    criteria:\n    - code: B.2.1"),
    ("criteria_sum", M, "    max_points: 8", "    max_points: 9", M, "    max_points: 9"),
    ("subs_sum", M, "max_points: 4\n      kind: sum", "max_points: 5\n      kind: sum", M, "max_points: 5\n      kind: sum"),
    ("kind", M, "kind: sum", "kind: total", M, "kind: total"),
    ("kind", M, "max_points: 2\n        kind: single", "max_points: 2\n        kind: sum", M, "        kind: sum"),
    ("languages", M, "      note_en: See the label\n", "", M, "note: Xem nhãn"),
    ("few_levels", M, "      - {code: L2, points: 5, label: Đã có, label_en: Has a story}\n", "", M, "      levels:\n      - {code: L1, points: 0, label: Chưa có"),
    ("level_twice", M, "code: L2, points: 5", "code: L1, points: 5", M, "      levels:\n      - {code: L1, points: 0, label: Chưa có"),
    ("level_reserved", M, "code: L2, points: 5", "code: none, points: 5", M, "code: none"),
    ("not_rising", M, "points: 2, label: Vừa", "points: 5, label: Vừa", M, "      levels:\n      - {code: L1, points: 0, label: Không"),
    ("best_level", M, "points: 5, label: Đã", "points: 4, label: Đã", M, "max_points: 5"),
    ("none_points", M, "points: 0, label: Chưa", "points: 1, label: Chưa", M, "      levels:\n      - {code: L1, points: 1, label: Chưa có"),
    ("none_points", M, "none_points: 0", "none_points: 1", M, "none_points: 1"),
    ("few_cases", M, re.compile("      - code: b\n.*(?=    - code: A.1.3\n)", re.DOTALL), "", M, "      cases:"),
    ("case_twice", M, "      - code: b\n", "      - code: a\n", M, "      cases:"),
    ("best_case", M, "max_points: 4\n      kind: alternative", "max_points: 5\n      kind: alternative", M, "max_points: 5\n      kind: alternative"),
    ("levels_across", M, "code: b1", "code: a1", M, "      cases:"),
    ("no_choose_case", M, "      rules:\n      - type: choose_one_case\n", "", M, "- code: A.1.2"),
    ("rule_type", M, "type: evidence", "type: proof", M, "type: proof"),
    ("rule_twice", M, "      - type: evidence\n        required: test_report\n", "      - type: evidence\n        required: test_report\n      - type: evidence\n        required: test_report\n", M, "      - type: evidence\n        required: test_report\n      levels"),
    ("effect", M, "effect: stop_evaluation\n      - type", "effect: stop\n      - type", M, "effect: stop\n"),
    ("stars", M, "  stars: 4", "  stars: 6", M, "  stars: 6"),
    ("min_or_levels", M, "  min_points: 2\n", "", M, "- type: requires_for_stars"),
    ("inferred_note", M, "  source_note: đọc trên báo\n", "", M, "source: inferred"),
    ("inferred_note", M, "    name_en: Section two", "    name_en: Section two\n    source: inferred", M, "    source: inferred"),
    ("inferred_note", M, "label_en: Deep}", "label_en: Deep, source: inferred}", M, "label_en: Deep"),
    ("inferred_note", M, "        label_en: One head", "        label_en: One head\n        source: inferred", M, "        source: inferred"),
    ("code_twice", M, "- code: B.2.2", "- code: B.2.1", M, "- code: B.2.1\n      number: '2.2'"),
    ("unknown_criterion", M, "criterion: B.2.1", "criterion: B.9.1", M, "criterion: B.9.1"),
    ("unknown_criterion", M, "  criterion: A.1.1", "  criterion: A.1.3", M, "  criterion: A.1.3"),
    ("no_points", M, "  min_points: 2", "  min_points: 3", M, "  min_points: 3"),
    ("no_points", M, "points: 0\n        effect", "points: 1\n        effect", M, "points: 1\n        effect"),
    ("no_level", M, "levels: [L2]", "levels: [L9]", M, "levels: [L9]"),
    ("points_gate", M, "        points: 0\n        effect", "        effect", M, "when: any_points_equal"),
    ("trigger", M, "triggered_by_level: L1", "triggered_by_level: L7", M, "triggered_by_level: L7"),
    ("condition_home", M, "- type: requires_for_stars\n", "- type: applies_if\n", M, "- type: applies_if"),
    ("condition_home", M, "      kind: sum\n", "      kind: sum\n      rules:\n      - {type: applies_if, criterion: B.2.1, min_points: 5}\n", M, "{type: applies_if"),
    ("fact_words", M, "required: test_report", "required: some_paper", M, "required: some_paper"),
    ("fact_words", M, "when: intellectual_property_infringement", "when: something_else", M, "when: something_else"),
]  # fmt: skip


def changed(file, old, new):
    files = small_files()
    if old is None:
        files[file] = new
    elif isinstance(old, re.Pattern):
        assert old.search(files[file])
        files[file] = old.sub(new, files[file], count=1)
    else:
        assert old in files[file], old
        files[file] = files[file].replace(old, new, 1)
    return files


def faults_in(files):
    with pytest.raises(FaultyEdition) as caught:
        parse_edition(files)
    return caught.value.faults


def test_the_small_edition_is_sound():
    edition = parse_edition(small_files())

    assert [(code, sheet.complete) for code, sheet in edition.sheets.items()] == [
        ("S1", True),
        ("S2", False),
    ]
    assert (edition.in_force_from, edition.in_force_to) == ("2026-02-01", "2027-02-01")


@pytest.mark.parametrize(
    ("code", "file", "old", "new", "where", "marker"),
    CASES,
    ids=[f"{number}-{case[0]}" for number, case in enumerate(CASES)],
)
def test_each_fault_is_named_with_file_line_and_words(code, file, old, new, where, marker):
    files = changed(file, old, new)
    line = files[where][: files[where].index(marker)].count("\n") + 1

    found = [f for f in faults_in(files) if f.code == code and f.file == where]

    assert line in [f.line for f in found], [str(f) for f in faults_in(files)]
    fault = next(f for f in found if f.line == line)
    vietnamese, english = SENTENCES[code]
    assert str(fault) == f"{where}:{line}: {english.format(**fault.params)}"
    assert fault.message_in("vi") == vietnamese.format(**fault.params)


def test_a_folder_without_an_index_says_so():
    files = small_files()
    del files[X]

    assert ("index.yaml:1: index.yaml is missing") in [str(f) for f in faults_in(files)]


def test_every_sentence_about_faults_has_its_test():
    assert set(SENTENCES) == {case[0] for case in CASES} | {
        "index_missing",
        "edition_code",  # where an edition is published: tests/criteria/test_publishing.py
        "no_folder",
        "not_utf8",
        "suffix",
    }


@pytest.mark.parametrize("index", ["- not a mapping\n", "a: [\n", "edition: 5\n"])
def test_a_broken_index_does_not_hide_faults_in_the_sheets(index):
    files = changed(M, "kind: sum", "kind: total") | {X: index}
    files[H] = files[H].replace("kind: alternative", "kind: choice")

    found = faults_in(files)

    assert {f.file for f in found} == {X, M, H}


def test_faults_of_every_file_are_told_at_once():
    files = changed(M, "name: Câu chuyện", "name: ''")
    files[H] = files[H].replace("slug: hai", "slug: ba")
    files[X] = files[X].replace("max: 20", "max: 21")

    assert {f.file for f in faults_in(files)} == {X, M, H}


def test_a_fault_names_the_criterion_and_the_field():
    fault = next(f for f in faults_in(changed(M, "name: Câu chuyện", "name: ''")) if f.file == M)

    assert (fault.place, fault.key) == ("B.2.1", "name")


def mutations(node, path=()):
    yield path
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, value in items:
        yield from mutations(value, (*path, key))


@pytest.mark.parametrize(
    "wrong", [None, 7, -1, "", "chữ", True, [], {}, [1], [[]], {"a": 1}, 10**30]
)
def test_whatever_stands_in_whatever_place_ends_in_an_edition_or_in_faults(wrong):
    """Nodes of the small edition in turn replaced by something else: never an error of another kind."""
    told = []
    for file in (X, M):
        paths = list(mutations(yaml.safe_load(small_files()[file])))
        for path in random.Random(file).sample(paths[1:], 60):
            document = yaml.safe_load(small_files()[file])
            holder = document
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = wrong
            try:
                parse_edition(small_files() | {file: yaml.safe_dump(document, allow_unicode=True)})
            except FaultyEdition as faulty:
                told += [(str(f), f.message_in("vi"), f.line > 0) for f in faulty.faults]
    assert all(all(words) for words in told)


def test_nodes_that_unfold_into_a_flood_are_refused_before_they_do():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)
    ]

    assert "alias" in {f.code for f in faults_in(small_files() | {H: "\n".join(lines)})}


def test_requirements_with_another_threshold_are_not_the_same_requirement():
    """What an administrator has confirmed is one sentence with one threshold, not every sheet's."""
    ids = {}
    for sheet in builtin_edition("qd1048").sheets.values():
        for rule in sheet.requirements:
            ids.setdefault(rule.id, set()).add((rule.what, rule.min_points, rule.levels))

    assert {len(meanings) for meanings in ids.values()} == {1}


# The command.


def write(folder, files):
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def test_the_command_prints_a_line_a_set_with_its_totals():
    answer = CliRunner().invoke(main, ["rules", "check"])

    assert answer.exit_code == 0
    assert answer.output.count(" = 100, ") == 3 * 26
    assert answer.output.count("INCOMPLETE") == 3
    assert (
        "S11 Chè tươi, chè chế biến: A 40 + B 25 + C 35 = 100, 32 criteria  INCOMPLETE"
        in answer.output
    )


def test_the_command_checks_a_folder_and_names_every_fault(tmp_path):
    write(tmp_path, changed(M, "kind: sum", "kind: total"))
    line = small_files()[M][: small_files()[M].index("kind: sum")].count("\n") + 1

    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert answer.exit_code == 1
    assert f"FAULT {tmp_path}/mot.yaml:{line}: kind of A.1.3 must be one of" in answer.stderr


def test_the_command_accepts_a_sound_folder(tmp_path):
    write(tmp_path, small_files())

    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert "S1 Bộ một: A 12 + B 8 = 20, 6 criteria" in answer.output


def test_the_command_says_what_is_wrong_with_a_folder_that_is_none(tmp_path):
    (tmp_path / "mot.yaml").write_bytes(b"code: S1\nname: \xff\xfe")
    (tmp_path / "hai.yml").write_text("code: S2\n")

    missing = CliRunner().invoke(main, ["rules", "check", str(tmp_path / "khong-co")])
    broken = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert (missing.exit_code, broken.exit_code) == (1, 1)
    assert "there is no folder khong-co" in missing.stderr
    assert "mot.yaml:2: is not UTF-8 text (byte 7 of the line)" in broken.stderr
    assert "hai.yml:1: the name of the file must end in .yaml" in broken.stderr


def test_the_command_says_that_an_empty_folder_has_no_index(tmp_path):
    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert answer.exit_code == 1
    assert answer.stderr == f"FAULT {tmp_path}/index.yaml:1: index.yaml is missing\n"


def test_the_command_reads_what_windows_writes(tmp_path):
    """A byte order mark, lines that end in CR LF."""
    for name, text in small_files().items():
        content = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        (tmp_path / name).write_bytes(content)

    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert (answer.exit_code, answer.stderr) == (0, "")


@pytest.mark.parametrize("points", ["9" * 400, "9" * 6000, "1e400", ".inf", "-5", "'5'"])
def test_the_command_names_the_line_of_a_number_that_is_none_or_too_large(tmp_path, points):
    old = "- {code: L2, points: 5, label: Đã có, label_en: Has a story}"
    write(tmp_path, changed(M, old, old.replace("5", points)))
    line = small_files()[M][: small_files()[M].index(old)].count("\n") + 1

    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert (answer.exit_code, answer.exception.__class__) == (1, SystemExit)
    assert f"mot.yaml:{line}: " in answer.stderr
    assert max(map(len, answer.stderr.splitlines())) < 300


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{commune}-", "", "a code needs {commune}, {serial} and {year} and may use"),
        ("{serial}", "{number}", "a code needs {commune}, {serial} and {year} and may use"),
        ("value: 36,", "value: 3600,", "must be from 1 to 240"),
    ],
)
def test_the_command_checks_processes_with_file_and_line(tmp_path, old, new, expected):
    text = builtin_process_files()["qd1048.yaml"]
    (tmp_path / "tinh.yaml").write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1

    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert answer.exit_code == 1
    assert f"FAULT {tmp_path}/tinh.yaml:{line}: {expected}" in answer.stderr
    assert "process qd1048" in answer.output


def test_the_command_accepts_an_edition_with_its_process_and_names_a_code_given_twice(tmp_path):
    write(tmp_path, small_files())
    text = builtin_process_files()["qd1048.yaml"]
    write(tmp_path, {"quy-trinh.yaml": text})
    sound = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])
    write(tmp_path, {"quy-trinh-2.yaml": text})
    twice = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert (sound.exit_code, sound.stderr) == (0, "")
    assert "code qd1048 is that of quy-trinh-2.yaml already" in twice.stderr
