"""The summary of a council's scores: members × products, across the page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ocop.documents.blocks import Block, Column, Paper, Table, bold, italic, note
from ocop.documents.kinds import told

from .facts import Decision, Round
from .frame import Official, shown, stars_text
from .rounds import of_council, which

# A column a member: as wide as that, narrower and in smaller type where the council is large.
MEMBER_MM, MEMBERS_MM, MANY_MEMBERS = 17, 120, 9


@dataclass(frozen=True, slots=True)
class Scored:
    """A product's row. scores: one a member, "" where the member did not score (conflict of interest)."""

    product: str = told("Tên sản phẩm", "Product")
    producer: str = told("Chủ thể", "Producer")
    scores: tuple[int | str, ...] = told("Điểm từng thành viên", "Each member's total")
    mean: Decimal | str = told("Điểm trung bình", "Mean points")
    stars: int = told("Số sao, 0 là không xếp hạng", "Stars, 0 for no rank")
    note: str = told("Ghi chú", "Note", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSummary(Official):
    """notes: below the table. The chair signs at the right, the secretary at the left."""

    members: tuple[str, ...] = told("Tên các thành viên chấm điểm", "Names of who scored")
    products: tuple[Scored, ...] = told("Các sản phẩm", "The products")
    notes: tuple[str, ...] = told("Ghi chú dưới bảng", "Notes below the table", ())
    secretary: str = told("Thư ký", "Secretary")

    def paper(self) -> Paper:
        names = "; ".join(f"({n}) {name}" for n, name in enumerate(self.members, start=1))
        size = 10 if len(self.members) > MANY_MEMBERS else 11.5
        blocks: list[Block] = [
            Table(self._columns(), tuple(self._rows()), size=size),
            note(bold("Thành viên: "), f"{names}."),
            *(note(italic(text)) for text in self.notes),
        ]
        return self.drawn("Bảng tổng hợp điểm", blocks, secretary=self.secretary, is_landscape=True)

    def _columns(self) -> tuple[Column, ...]:
        mm = min(MEMBER_MM, MEMBERS_MM / max(len(self.members), 1))
        members = (
            Column(f"({n})", mm=mm, is_centred=True, group="Điểm của thành viên Hội đồng")
            for n in range(1, len(self.members) + 1)
        )
        return (
            Column("TT", mm=9, is_centred=True),
            Column("Sản phẩm", share=1.5),
            Column("Chủ thể", share=1.5),
            *members,
            Column("Điểm TB", mm=15, is_centred=True, is_bold=True),
            Column("Phân hạng", mm=17, is_centred=True),
            Column("Ghi chú", mm=32),
        )

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                str(number),
                p.product,
                p.producer,
                *map(str, p.scores),
                shown(p.mean),
                stars_text(p.stars),
                p.note,
            )
            for number, p in enumerate(self.products, start=1)
        ]


def score_summary(round: Round, decision: Decision) -> ScoreSummary:
    return ScoreSummary(
        **of_council(round),
        subject=f"Đánh giá sản phẩm {which(round)}",
        members=tuple(seat.name for seat in round.voters),
        products=tuple(
            Scored(
                product=p.product,
                producer=p.producer,
                scores=tuple("" if total is None else total for total in p.totals),
                mean=p.mean_printed,
                stars=p.stars,
                note=p.note,
            )
            for p in round.products
        ),
        notes=(
            "Ô trống: thành viên không chấm sản phẩm (xung đột lợi ích hoặc vắng mặt).",
            f"Mã bộ tiêu chí: {round.edition_digest[:16]}.",
            *([f"Dấu nhật ký khi đóng phiên: {round.seal}."] if round.seal else []),
        ),
        secretary=round.name_of("secretary"),
    )
