"""What can be wrong with an edition: where, and in words of both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .model import in_language

SENTENCES: dict[str, tuple[str, str]] = {
    "no_folder": ("không có thư mục {name}", "there is no folder {name}"),
    "not_utf8": (
        "không phải văn bản UTF-8 (byte thứ {column} của dòng); lưu lại bằng bảng mã UTF-8",
        "is not UTF-8 text (byte {column} of the line); save it in the encoding UTF-8",
    ),
    "suffix": ("tệp phải có đuôi .yaml", "the name of the file must end in .yaml"),
    "file_missing": ("không có tệp {name}", "{name} does not exist"),
    "index_missing": ("thiếu tệp {name}", "{name} is missing"),
    "not_yaml": ("không phải YAML đúng: {problem}", "not valid YAML: {problem}"),
    "alias": (
        "không dùng được neo (&, *) của YAML",
        "YAML anchors and aliases (&, *) are not allowed",
    ),
    "repeated": ("{key} ghi hai lần", "{key} is given twice"),
    "not_mapping": ("phải là các cặp tên: giá trị", "must be a mapping"),
    "not_list": ("{key} phải là danh sách", "{key} must be a list of mappings"),
    "not_texts": ("{key} phải là danh sách mã", "{key} must be a list of codes"),
    "not_text": ("{key} phải là chữ, đang là {found}", "{key} must be a text, found {found}"),
    "not_whole": (
        "{key} phải là số nguyên từ {least} đến {most}, đang là {found}",
        "{key} must be a whole number from {least} to {most}, found {found}",
    ),
    "not_truth": ("{key} phải là true hoặc false", "{key} must be true or false"),
    "not_date": (
        "{key} phải là ngày dạng năm-tháng-ngày, đang là {found}",
        "{key} must be a date like 2019-08-21, found {found}",
    ),
    "dates_crossed": (
        "hết hiệu lực trước ngày có hiệu lực",
        "in_force_to lies before in_force_from",
    ),
    "bad_code": (
        "mã {found} chỉ được gồm chữ không dấu, số, dấu chấm, gạch",
        "code {found} may hold letters, digits, dots, dashes and underscores only",
    ),
    "edition_missing": ("thiếu phần edition", "edition must be a mapping"),
    "edition_code": (
        "mã trong tệp là {found}, bộ này có mã {wanted}",
        "the file says {found}, this edition has the code {wanted}",
    ),
    "parts_sum": ("các phần cộng lại {total} điểm, cần {wanted}", "parts add up to {total}, not {wanted}"),
    "part_twice": ("phần {found} có hai lần", "part {found} is not unique"),
    "band_gap": (
        "khoảng điểm {number} hở, chồng hoặc sai thứ tự",
        "star band {number} leaves a gap or is out of order",
    ),
    "bands_end": (
        "phải có 5 khoảng điểm, khoảng cuối đến {wanted}",
        "star bands must be 1 to 5 and end at {wanted}",
    ),
    "set_twice": ("mã bộ {found} có hai lần", "set code {found} is not unique"),
    "file_twice": ("tệp {found} có hai lần", "file {found} is listed twice"),
    "not_listed": ("không có trong danh sách bộ sản phẩm", "is not in the list of sets"),
    "differs_from_list": (
        "{key} khác với danh sách bộ sản phẩm",
        "{key} differs from the list of sets",
    ),
    "slug": ("slug phải giống tên tệp", "slug differs from the file name"),
    "sector": ("ngành {found} không có trong bộ tiêu chí", "unknown sector {found}"),
    "papers": ("giấy tờ phải theo một trong {known}", "papers must be one of {known}"),
    "parts_differ": ("các phần phải là {wanted}", "parts must be {wanted}"),
    "sheet_sum": ("tổng điểm là {total}, cần {wanted}", "total is {total}, not {wanted}"),
    "complete": (
        "complete không khớp với các mục (mục chưa có tiêu chí, phần còn điểm chưa rõ thì phiếu chưa đủ)",
        "complete does not match the sections and unaccounted points",
    ),
    "exception_unknown": (
        "exceptions ghi {found} nhưng mục này không thiếu",
        "exceptions name {found}, which is not incomplete",
    ),
    "exception_missing": (
        "mục hoặc phần {found} còn thiếu mà exceptions không ghi",
        "incomplete section or part {found} is not among the exceptions",
    ),
    "sections_sum": (
        "các mục của phần {code} cộng lại {total} điểm, cần {wanted}",
        "sections of part {code} add up to {total}, not {wanted}",
    ),
    "part_points": (
        "phần {code} có {total} điểm, bộ tiêu chí quy định {wanted}",
        "part {code} has {total} points, the index says {wanted}",
    ),
    "home": ("mã {code} không thuộc {home}", "{code} does not belong to {home}"),
    "incomplete_filled": (
        "mục ghi là thiếu thì không có tiêu chí",
        "an incomplete section has no criteria",
    ),
    "criteria_sum": (
        "các tiêu chí của mục {code} cộng lại {total} điểm, cần {wanted}",
        "criteria of {code} add up to {total}, not {wanted}",
    ),
    "subs_sum": (
        "các tiêu chí con của {code} cộng lại {total} điểm, cần {wanted}",
        "sub-criteria of {code} add up to {total}, not {wanted}",
    ),
    "kind": (
        "kiểu của {code} phải là một trong {known}, đang là {found}",
        "kind of {code} must be one of {known}, found {found}",
    ),
    "languages": (
        "{key} của {code} cần cả tiếng Việt và tiếng Anh",
        "{key} of {code} needs both languages",
    ),
    "few_levels": ("{code} cần ít nhất hai mức", "{code} needs at least two levels"),
    "level_twice": ("mã mức của {code} bị trùng", "level codes of {code} repeat"),
    "level_reserved": ("mã mức không được là {found}", "a level must not have the code {found}"),
    "not_rising": (
        "điểm các mức của {code} phải tăng dần, đang là {found}",
        "points of {code} do not rise strictly: {found}",
    ),
    "best_level": (
        "điểm tối đa của {code} là {wanted} nhưng mức cao nhất là {total}",
        "{code} has max_points {wanted} but its best level {total}",
    ),
    "none_points": (
        "{code}: ghi none_points: 0 khi và chỉ khi mức thấp nhất trên 0 điểm",
        "none_points: 0 belongs to {code} exactly if its lowest level is above 0",
    ),
    "few_cases": ("{code} cần ít nhất hai trường hợp", "{code} needs at least two cases"),
    "case_twice": ("mã trường hợp của {code} bị trùng", "case codes of {code} repeat"),
    "best_case": (
        "điểm tối đa của {code} khác trường hợp cao nhất",
        "max_points of {code} differs from its best case",
    ),
    "levels_across": (
        "mã mức của {code} trùng giữa các trường hợp",
        "level codes of {code} repeat across cases",
    ),
    "no_choose_case": (
        "{code} thiếu quy tắc chọn một trường hợp",
        "{code} lacks a choose_one_case rule",
    ),
    "rule_type": ("không có loại quy tắc {found}", "unknown rule type {found}"),
    "rule_twice": ("quy tắc này ghi hai lần", "the same rule is given twice"),
    "effect": (
        "hệ quả của điều kiện dừng phải là một trong {known}",
        "effect of a gate must be one of {known}",
    ),
    "stars": ("số sao phải từ 1 đến 5", "stars must be 1 to 5"),
    "min_or_levels": (
        "quy tắc {kind} cần điểm tối thiểu hoặc các mức (một trong hai)",
        "rule {kind} needs either min_points or levels",
    ),
    "inferred_note": (
        "điều suy ra phải ghi căn cứ (source_note)",
        "source is inferred but there is no source_note",
    ),
    "code_twice": ("mã {code} có hai lần", "code {code} is not unique"),
    "unknown_criterion": (
        "quy tắc {kind} nói đến tiêu chí không có: {found}",
        "rule {kind} refers to unknown criterion {found}",
    ),
    "no_points": (
        "quy tắc {kind}: {code} không có mức {found} điểm",
        "rule {kind}: {code} has no level with {found} points",
    ),
    "no_level": ("quy tắc {kind}: {code} không có mức {found}", "rule {kind}: {code} has no level {found}"),
    "points_gate": (
        "điều kiện theo điểm cần ghi tiêu chí và số điểm",
        "a gate on points names criteria and points",
    ),
    "trigger": ("quy tắc nói đến mức không có: {found}", "gate refers to unknown level {found}"),
    "condition_home": (
        "“chỉ chấm nếu” phải đặt ở một tiêu chí được chấm",
        "applies_if must stand at a criterion that is answered",
    ),
    "fact_words": (
        "{found} chưa có lời (what, what_en)",
        "{found} has no words (what, what_en)",
    ),
}  # fmt: skip
PROCESS_SENTENCES: dict[str, tuple[str, str]] = {
    "process_text": ("còn trống", "is empty"),
    "process_day": ("cần một ngày", "must be a date like 2030-01-01"),
    "certainty": (
        "mức chắc chắn phải là một trong {known}",
        "certainty must be one of {known}",
    ),
    "level_order": (
        "cần ít nhất một cấp, theo thứ tự {known}",
        "needs one or more of the levels, in the order {known}",
    ),
    "no_council": ("không cấp nào có hội đồng", "no level has a council"),
    "assesses_by": ("cách đánh giá phải là một trong {known}", "assesses_by must be one of {known}"),
    "recognises_without_council": (
        "cấp không có hội đồng thì không công nhận sao",
        "a level without a council recognises no stars",
    ),
    "star_twice": ("hai cấp cùng công nhận {stars} sao", "two levels recognise {stars} stars"),
    "star_unrecognised": ("không cấp nào công nhận {stars} sao", "no level recognises {stars} stars"),
    "dead_end": (
        "cấp này không công nhận sao nào thì phải chuyển lên cấp trên",
        "a level that recognises nothing must pass dossiers up",
    ),
    "top_passes": ("cấp cao nhất không có nơi để chuyển lên", "the highest level has nowhere to pass up to"),
    "out_of_range": ("phải từ {least} đến {most}", "must be from {least} to {most}"),
    "unknown_value": ("không có giá trị {name}", "unknown value {name}"),
    "value_missing": ("chưa có giá trị này", "this value is missing"),
    "law_fixed": (
        "giá trị theo quyết định thì đợt không được chọn khác",
        "what a decision fixes is not left to a round",
    ),
    "bounds": (
        "khoảng được chọn phải chứa giá trị đang dùng",
        "the bounds must be two numbers around the value",
    ),
    "council_sizes": (
        "số người tối đa ít hơn số người tối thiểu",
        "the largest council is smaller than the smallest",
    ),
    "renewal_window": (
        "hạn cuối nộp hồ sơ đánh giá lại phải gần ngày hết hạn hơn ngày bắt đầu",
        "the last day for assessing again must lie nearer to the expiry than the first",
    ),
    "option": ("phải là một trong {known}", "must be one of {known}"),
    "code_pattern": (
        "mã phải có {{commune}} (mã xã), {{serial}} (số thứ tự) và {{year}} (năm), chỉ dùng {known}; đang là {found}",
        "a code needs {{commune}}, {{serial}} and {{year}} and may use {known}; found {found}",
    ),
    "process_twice": ("mã {found} đã có ở tệp {file}", "code {found} is that of {file} already"),
    "criteria_words": (
        "mỗi dòng cần tên tiếng Việt và tiếng Anh, không trùng nhau",
        "each entry needs a name in both languages, and its own code",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an edition, and where.

    `line` counts from 1: of a YAML file, or the row of a spreadsheet. `key` is the field at fault, `place` the code
    of the criterion, section or part that holds it ("" for the sheet or the index).
    """

    file: str
    line: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    key: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"

    @property
    def message(self) -> str:
        return self.message_in("en")

    def message_in(self, language: str) -> str:
        words = SENTENCES.get(self.code) or PROCESS_SENTENCES[self.code]
        return in_language(*words, language).format(**self.params)


class FaultyEdition(Exception):
    """The edition cannot be used; `faults` says why, each with file and line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.file, f.line, f.message)))
        super().__init__("\n".join(map(str, self.faults)))
