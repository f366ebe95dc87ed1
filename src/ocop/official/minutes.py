"""The minutes of a council's session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ocop.documents.blocks import (
    Block,
    Column,
    Heading,
    Numbered,
    Paper,
    Table,
    bold,
    italic,
    paragraph,
)
from ocop.documents.kinds import told
from ocop.documents.writing import long_date

from .facts import ROLES, Decision, Round
from .frame import Official, shown, stars_text
from .rounds import council_decision, of_council, which

ATTENDEES = (
    Column("TT", mm=10, is_centred=True),
    Column("Họ và tên", share=1.3),
    Column("Chức vụ, cơ quan", share=2),
    Column("Vai trò", share=1.2),
    Column("Ký tên", mm=26),
)
PRODUCTS = (
    Column("TT", mm=9, is_centred=True),
    Column("Sản phẩm", share=1.35),
    Column("Chủ thể", share=1.45),
    Column("Điểm các thành viên", share=1.15, is_centred=True),
    Column("Chênh lệch", mm=15, is_centred=True),
    Column("Điểm TB", mm=15, is_centred=True),
    Column("Phân hạng", mm=16, is_centred=True),
)


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str = told("Họ và tên", "Name")
    position: str = told("Chức vụ, cơ quan", "Post and organisation")
    role: str = told("Vai trò trong Hội đồng", "Role in the council")
    is_present: bool = told("Có mặt hay không", "Whether present")
    reason: str = told("Lý do vắng mặt", "Why absent", "")


@dataclass(frozen=True, slots=True)
class Discussed:
    """A product in the minutes. scores: members' totals in the order of the attendees that scored."""

    product: str = told("Tên sản phẩm", "Product")
    producer: str = told("Chủ thể", "Producer")
    set_name: str = told("Bộ sản phẩm", "Product set")
    scores: tuple[int, ...] = told("Điểm từng thành viên", "Each member's total")
    mean: Decimal | str = told("Điểm trung bình", "Mean points")
    spread: int = told("Chênh lệch điểm", "Spread of the totals")
    stars: int = told("Số sao, 0 là không xếp hạng", "Stars, 0 for no rank")
    discussion: str = told("Nội dung thảo luận", "What was discussed", "")
    conclusion: str = told("Kết luận", "Conclusion", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes(Official):
    """The chair signs at the right, the secretary at the left."""

    opened: str = told("Giờ, ngày bắt đầu", "When it began")
    closed: str = told("Giờ, ngày kết thúc", "When it ended")
    venue: str = told("Địa điểm", "Venue")
    council_decision: str = told(
        "Quyết định thành lập Hội đồng, có số và ngày",
        "The decision that set the council up, with number and date",
    )
    attendees: tuple[Attendee, ...] = told("Thành viên Hội đồng", "Members of the council")
    guests: tuple[str, ...] = told("Khách mời", "Guests", ())
    quorum: str = told("Câu về số thành viên có mặt", "The sentence on who is present")
    max_spread: int = told("Chênh lệch điểm tối đa", "The widest spread allowed")
    products: tuple[Discussed, ...] = told("Các sản phẩm", "The products")
    remarks: str = told("Nhận xét chung", "Remarks", "")
    conclusions: tuple[str, ...] = told("Kết luận của Hội đồng", "The council's conclusions")
    secretary: str = told("Thư ký", "Secretary")

    def paper(self) -> Paper:
        blocks: list[Block] = [
            paragraph(f"Thời gian bắt đầu: {self.opened}."),
            paragraph(f"Địa điểm: {self.venue}."),
            paragraph(f"Hội đồng được thành lập theo {self.council_decision}."),
            Heading("I. THÀNH PHẦN THAM DỰ"),
            *self._attending(),
            Heading("II. NỘI DUNG ĐÁNH GIÁ"),
            paragraph(
                "Hội đồng xem xét hồ sơ và sản phẩm mẫu; từng thành viên chấm điểm độc lập theo phiếu của bộ sản phẩm. "
                "Điểm của sản phẩm là trung bình cộng điểm của các thành viên. Chênh lệch điểm giữa các thành viên "
                f"không quá {self.max_spread} điểm; vượt quá thì Hội đồng thảo luận và chấm lại."
            ),
            Table(PRODUCTS, tuple(self._results()), size=11.5),
            Heading("III. Ý KIẾN THẢO LUẬN VÀ KẾT LUẬN TỪNG SẢN PHẨM"),
            *self._discussed(),
            Heading("IV. KẾT LUẬN CỦA HỘI ĐỒNG"),
            *([paragraph(self.remarks)] if self.remarks else []),
            Numbered(self.conclusions),
            paragraph(
                f"Biên bản được thông qua trước Hội đồng; cuộc họp kết thúc lúc {self.closed}."
            ),
        ]
        return self.drawn("Biên bản", blocks, secretary=self.secretary)

    def _attending(self) -> list[Block]:
        here = [a for a in self.attendees if a.is_present]
        absent = [a for a in self.attendees if not a.is_present]
        why = [f"{a.name} ({'; '.join(filter(None, (a.role, a.reason)))})" for a in absent]
        rows = [(str(n), a.name, a.position, a.role, "") for n, a in enumerate(here, start=1)]
        return [
            paragraph("1. Thành viên Hội đồng có mặt:", keeps_with_next=True),
            Table(ATTENDEES, tuple(rows)),
            paragraph(f"2. Thành viên vắng mặt: {'; '.join(why) or 'không'}."),
            *([paragraph(f"3. Mời dự: {'; '.join(self.guests)}.")] if self.guests else []),
            paragraph(self.quorum),
        ]

    def _results(self) -> list[tuple[str, ...]]:
        return [
            (
                str(number),
                p.product,
                p.producer,
                "; ".join(map(str, p.scores)),
                str(p.spread),
                shown(p.mean),
                stars_text(p.stars),
            )
            for number, p in enumerate(self.products, start=1)
        ]

    def _discussed(self) -> list[Block]:
        found: list[Block] = []
        for number, p in enumerate(self.products, start=1):
            named = f" ({p.producer}; bộ sản phẩm: {p.set_name})"
            found.append(paragraph(bold(f"{number}. {p.product}"), named, keeps_with_next=True))
            if p.discussion:
                found.append(paragraph(italic("Thảo luận: "), p.discussion))
            found.append(paragraph(italic("Kết luận: "), p.conclusion))
        return found


def minutes(round: Round, decision: Decision) -> Minutes:
    voters, chair = round.voters, round.holder("chair")
    ranked = [p for p in round.products if p.stars]
    return Minutes(
        **of_council(round),
        number="     /BB-HĐ",
        recipients=("Thành viên Hội đồng", "Lưu: hồ sơ OCOP."),
        subject=f"Họp Hội đồng đánh giá, phân hạng sản phẩm {which(round)}",
        opened=f"{_hour(round.opened)}, {long_date(round.opened.date())}" if round.opened else "…",
        closed=_closed(round),
        venue=round.venue or "…",
        council_decision=council_decision(round),
        attendees=tuple(
            Attendee(seat.name, seat.position, ROLES[seat.role], seat.is_present, seat.reason)
            for seat in round.seats
        ),
        quorum=f"Có mặt {sum(seat.is_present for seat in voters)}/{len(voters)} thành viên chấm điểm"
        + (", có Chủ tịch Hội đồng." if chair and chair.is_present else "."),
        max_spread=round.max_spread,
        products=tuple(
            Discussed(
                product=p.product,
                producer=p.producer,
                set_name=p.set_name,
                scores=tuple(total for total in p.totals if total is not None),
                mean=p.mean_printed,
                spread=p.spread,
                stars=p.stars,
                discussion=p.discussion,
                conclusion=" ".join(reason.text() for reason in p.reasons if not reason.is_hint),
            )
            for p in round.products
        ),
        remarks=round.remarks,
        conclusions=(
            f"Hội đồng thống nhất kết quả của {len(ranked)} sản phẩm được xếp hạng trên {len(round.products)} sản phẩm đánh giá.",
        ),
        secretary=round.name_of("secretary"),
    )


def _hour(at: datetime) -> str:
    return f"{at:%H} giờ {at:%M} phút"


def _closed(round: Round) -> str:
    if round.closed is None:
        return "…"
    if round.opened and round.opened.date() == round.closed.date():
        return f"{_hour(round.closed)} cùng ngày"
    return f"{_hour(round.closed)}, {long_date(round.closed.date())}"
