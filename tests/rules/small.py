"""The smallest edition with one of everything: two sets, all kinds of criteria, all kinds of rules."""

INDEX_TEXT = """\
edition:
  code: nho
  name: Bộ nhỏ
  name_en: Small edition
  decision: 1/QĐ
  decision_date: '2026-01-02'
  in_force_from: '2026-02-01'
  in_force_to: '2027-02-01'
max_points: 20
parts:
- code: A
  name: Phần A
  name_en: Part A
  max_points: 12
- code: B
  name: Phần B
  name_en: Part B
  max_points: 8
star_bands:
- {stars: 1, min: 0, max_exclusive: 4}
- {stars: 2, min: 4, max_exclusive: 8}
- {stars: 3, min: 8, max_exclusive: 12}
- {stars: 4, min: 12, max_exclusive: 16}
- {stars: 5, min: 16, max: 20}
classification:
  sectors:
  - name: Thực phẩm
    name_en: Food
exceptions:
- set: hai
  section: B.2
  reason: chưa biết
sets:
- code: S1
  file: mot.yaml
  name: Bộ một
  name_en: Set one
  sector: Thực phẩm
  complete: true
- code: S2
  file: hai.yaml
  name: Bộ hai
  name_en: Set two
  sector: Thực phẩm
  complete: false
"""

SHEET_TEXT = """\
code: S1
slug: mot
name: Bộ một
name_en: Set one
sector: Thực phẩm
sector_en: Food
edition: 1/QĐ
complete: true
max_points: 20
rules:
- type: requires_for_stars
  stars: 4
  criterion: A.1.1
  min_points: 2
  what: Nguyên liệu tốt
  what_en: Good materials
  source: inferred
  source_note: đọc trên báo
parts:
- code: A
  name: Phần A
  name_en: Part A
  max_points: 12
  sections:
  - code: A.1
    number: '1'
    name: Mục một
    name_en: Section one
    max_points: 12
    criteria:
    - code: A.1.1
      number: '1.1'
      name: Nguyên liệu
      name_en: Materials
      max_points: 4
      kind: single
      note: Xem nhãn
      note_en: See the label
      rules:
      - type: gate
        when: any_points_equal
        criteria: [A.1.1]
        points: 0
        effect: stop_evaluation
      - type: disqualify
        when: intellectual_property_infringement
      levels:
      - {code: L1, points: 0, label: Không, label_en: None at all}
      - {code: L2, points: 2, label: Vừa, label_en: Some}
      - {code: L3, points: 4, label: Tốt, label_en: Good}
    - code: A.1.2
      number: '1.2'
      name: Cộng đồng
      name_en: Community
      max_points: 4
      kind: alternative
      rules:
      - type: choose_one_case
      cases:
      - code: a
        label: Nhiều thành viên
        label_en: Several members
        max_points: 4
        none_points: 0
        levels:
        - {code: a1, points: 1, label: Ít, label_en: Few}
        - {code: a2, points: 4, label: Nhiều, label_en: Many}
      - code: b
        label: Một chủ hộ
        label_en: One head
        max_points: 3
        levels:
        - {code: b1, points: 0, label: Ngoài tỉnh, label_en: From outside}
        - {code: b2, points: 3, label: Trong tỉnh, label_en: From the province}
    - code: A.1.3
      number: '1.3'
      name: Tổng hợp
      name_en: Sum
      max_points: 4
      kind: sum
      sub_criteria:
      - code: A.1.3.1
        number: 1.3.1
        name: Con một
        name_en: Sub one
        max_points: 2
        kind: single
        levels:
        - {code: L1, points: 0, label: Kém, label_en: Poor}
        - {code: L2, points: 2, label: Khá, label_en: Fair}
      - code: A.1.3.2
        number: 1.3.2
        name: Con hai
        name_en: Sub two
        max_points: 2
        kind: single
        rules:
        - type: gate
          when: production_certificate_missing
          effect: stop_evaluation
          triggered_by_level: L1
        levels:
        - {code: L1, points: 0, label: Kém, label_en: Poor}
        - {code: L2, points: 2, label: Khá, label_en: Fair}
- code: B
  name: Phần B
  name_en: Part B
  max_points: 8
  sections:
  - code: B.2
    number: '2'
    name: Mục hai
    name_en: Section two
    max_points: 8
    criteria:
    - code: B.2.1
      number: '2.1'
      name: Câu chuyện
      name_en: Story
      max_points: 5
      kind: single
      levels:
      - {code: L1, points: 0, label: Chưa có, label_en: No story}
      - {code: L2, points: 5, label: Đã có, label_en: Has a story}
    - code: B.2.2
      number: '2.2'
      name: Trí tuệ
      name_en: Wisdom
      max_points: 3
      kind: single
      rules:
      - type: applies_if
        criterion: B.2.1
        levels: [L2]
      - type: evidence
        required: test_report
      levels:
      - {code: L1, points: 0, label: Thường, label_en: Plain}
      - {code: L2, points: 3, label: Sâu sắc, label_en: Deep}
"""

_head, _criteria = SHEET_TEXT[: SHEET_TEXT.index("    - code: B.2.1")], "    incomplete: true\n"
INCOMPLETE_TEXT = (
    _head.replace("    criteria:\n", "    criteria:\n", 1)[: _head.rindex("    criteria:\n")]
    + _criteria
).replace("code: S1", "code: S2", 1).replace("slug: mot", "slug: hai", 1).replace(
    "name: Bộ một\nname_en: Set one", "name: Bộ hai\nname_en: Set two", 1
).replace("complete: true", "complete: false", 1)  # fmt: skip


def small_files() -> dict[str, str]:
    """A sound edition of two sets, the second of them incomplete."""
    return {"index.yaml": INDEX_TEXT, "mot.yaml": SHEET_TEXT, "hai.yaml": INCOMPLETE_TEXT}
