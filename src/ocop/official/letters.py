"""Letters of an office: the general one, and the letter with which products go up to the next level."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from ocop.documents.blocks import (
    Addressees,
    Block,
    Column,
    Numbered,
    Paper,
    Table,
    paragraph,
)
from ocop.documents.kinds import told

from .facts import Decision, Round
from .frame import Official, committee, shown, signer, stars_text
from .rounds import of_committee

FORWARDED = (
    Column("TT", mm=10, is_centred=True),
    Column("Sản phẩm", share=1.4),
    Column("Chủ thể", share=1.5),
    Column("Bộ sản phẩm", share=1.4),
    Column("Điểm", mm=16, is_centred=True),
    Column("Hạng", mm=18, is_centred=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Official):
    """A letter, report or notice: kind "TỜ TRÌNH", "BÁO CÁO", "THÔNG BÁO" (subject in the middle), or "" for an official
    letter, whose subject stands under its number ("V/v …")."""

    kind: str = told(
        "Loại văn bản, để trống là công văn", "Kind of paper, empty for an official letter", ""
    )
    addressees: tuple[str, ...] = told("Kính gửi, từng nơi", "Addressees, one by one")
    paragraphs: tuple[str, ...] = told("Nội dung, từng đoạn", "The text, by paragraphs")
    attachments: tuple[str, ...] = told("Hồ sơ gửi kèm", "What is attached", ())
    closing: str = told("Câu kết", "The closing sentence", "")

    def paper(self) -> Paper:
        attached: list[Block] = (
            [paragraph("Hồ sơ gửi kèm gồm:"), Numbered(self.attachments, is_one_sentence=True)]
            if self.attachments
            else []
        )
        blocks: list[Block] = [
            Addressees(self.addressees),
            *(paragraph(text) for text in self.paragraphs),
            *self.after_text(),
            *attached,
            *([paragraph(self.closing)] if self.closing else []),
        ]
        return self.drawn(self.kind, blocks)

    def after_text(self) -> list[Block]:
        """What a letter of its own kind has between the text and the list of what is attached."""
        return []


def as_letter(facts: Official, **content: Any) -> Letter:
    """A letter in the frame of other facts: who issues it, its number, who signs and receives it."""
    frame = {field.name: getattr(facts, field.name) for field in fields(Official)}
    return Letter(**frame, **content)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A product that goes up to the next level."""

    product: str = told("Tên sản phẩm", "Product")
    producer: str = told("Chủ thể", "Producer")
    set_name: str = told("Bộ sản phẩm", "Product set")
    points: Decimal | str = told("Điểm trung bình", "Mean points")
    stars: int = told("Số sao, 0 là không xếp hạng", "Stars, 0 for no rank")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterUpward(Letter):
    products: tuple[Forwarded, ...] = told("Sản phẩm được chuyển", "Products passed up")

    def after_text(self) -> list[Block]:
        rows = [
            (str(n), p.product, p.producer, p.set_name, shown(p.points), stars_text(p.stars))
            for n, p in enumerate(self.products, start=1)
        ]
        return [Table(FORWARDED, tuple(rows))]


def letter_upward(round: Round, decision: Decision) -> LetterUpward:
    products = [p for p in round.products if p.passes_up]
    return LetterUpward(
        **of_committee(round, on=None),
        number="     /TTr-UBND",
        signer=signer(decision),
        recipients=("Như trên", "Lưu: VT, hồ sơ OCOP."),
        kind="TỜ TRÌNH",
        subject=f"Đề nghị đánh giá, phân hạng sản phẩm OCOP đợt {round.number} năm {round.year}",
        addressees=(committee(round.upper) if round.upper else "Cơ quan có thẩm quyền cấp trên",),
        paragraphs=(
            f"Căn cứ kết quả đánh giá của Hội đồng, {round.office.body} đề nghị xem xét, đánh giá {len(products):02d} sản phẩm sau:",
        ),
        products=tuple(
            Forwarded(p.product, p.producer, p.set_name, p.mean_printed, p.stars) for p in products
        ),
        attachments=(
            "Biên bản họp Hội đồng",
            "Bảng tổng hợp điểm",
            "Hồ sơ sản phẩm (bản điện tử)",
        ),
        closing="Kính đề nghị xem xét, quyết định./.",
    )
