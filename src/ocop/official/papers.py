"""Decision, minutes, score summary and letter upward of a round (Decree 30/2020/NĐ-CP)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from ocop.core.documents import content
from ocop.core.documents.content import long_date, place_and_date

from .facts import ROLES, Decision, Round, committee, in_text

COUNCIL = "Hội đồng đánh giá, phân hạng sản phẩm OCOP"


def decision_text(number: str, day: date | None) -> str:
    """ "Quyết định số 99/QĐ-UBND ngày 15 tháng 01 năm 2021"."""
    return f"Quyết định số {number}" + (f" {long_date(day)}" if day else "")


def signer(decision: Decision) -> content.Signer:
    return content.Signer(authority=decision.authority, title=decision.title, name=decision.signer)


def decision(round: Round, decision: Decision) -> content.Decision:
    office, which, articles = round.office, _which(round), _articles(round, decision)
    return content.Decision(
        **_frame(
            round,
            number=decision.number or "     /QĐ-UBND",
            on=decision.signed_on,
            signer=signer(decision),
            recipients=[
                f"Như Điều {len(articles)}",
                "Ủy ban nhân dân cấp trên (b/c)",
                "Các chủ thể có tên tại Phụ lục",
                "Lưu: VT, hồ sơ OCOP.",
            ],
        ),
        subject=f"Về việc phê duyệt kết quả đánh giá, phân hạng sản phẩm {which}",
        authority_line=f"Chủ tịch {office.body}",
        grounds=[
            f"Căn cứ Quyết định số {round.edition_decision} của Thủ tướng Chính phủ ban hành {round.edition_name}",
            f"Căn cứ {_council_decision(round)} về việc thành lập Hội đồng đánh giá, phân hạng sản phẩm OCOP",
            f"Căn cứ Biên bản họp Hội đồng đánh giá, phân hạng sản phẩm {which}",
        ],
        articles=articles,
        appendix_title=f"Kết quả đánh giá, phân hạng sản phẩm {which}",
        results=[
            content.Result(
                product=p.product,
                producer=p.producer,
                place=p.place,
                points=p.mean_printed,
                stars=p.approved_stars,
                note=p.note,
            )
            for p in round.best_first
        ],
    )


def _articles(round: Round, decision: Decision) -> list[str]:
    ranked = [p for p in round.products if p.stars]
    by_stars = ", ".join(
        f"{count:02d} sản phẩm {stars} sao"
        for stars in (5, 4, 3, 2, 1)
        if (count := sum(p.approved_stars == stars for p in ranked))
    )
    approved = f"Phê duyệt kết quả đánh giá, phân hạng {len(ranked):02d} sản phẩm {_which(round)}"
    articles = [f"{approved}{': ' if by_stars else ''}{by_stars} (có Phụ lục kèm theo)."]
    if any(p.is_recognised for p in ranked):
        begins = f"từ {long_date(decision.valid_from)}" if decision.valid_from else ""
        ends = f"đến hết {long_date(decision.valid_to)}" if decision.valid_to else ""
        limits = " ".join(filter(None, (begins, ends)))
        term = f" Giấy có giá trị {limits}." if limits else ""
        articles.append(f"Cấp giấy chứng nhận cho các sản phẩm được công nhận.{term}")
    if any(p.passes_up for p in ranked):
        articles.append("Chuyển hồ sơ các sản phẩm đủ điều kiện lên cấp trên theo quy định.")
    articles.append(
        "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan liên quan và các chủ thể có tên tại Phụ lục chịu trách nhiệm thi hành."
    )
    return articles


def minutes(round: Round, decision: Decision) -> content.Minutes:
    voters, chair = round.voters, round.holder("chair")
    ranked = [p for p in round.products if p.stars]
    return content.Minutes(
        **_frame(
            round,
            number="     /BB-HĐ",
            on=round.opened.date() if round.opened else None,
            signer=_chair(round),
            recipients=["Thành viên Hội đồng", "Lưu: hồ sơ OCOP."],
            body=COUNCIL,
        ),
        subject=f"Họp Hội đồng đánh giá, phân hạng sản phẩm {_which(round)}",
        opened=f"{_hour(round.opened)}, {long_date(round.opened.date())}" if round.opened else "…",
        closed=_closed(round),
        venue=round.venue or "…",
        council_decision=_council_decision(round),
        attendees=[
            content.Attendee(
                name=seat.name,
                position=seat.position,
                role=ROLES[seat.role],
                is_present=seat.is_present,
                reason=seat.reason,
            )
            for seat in round.seats
        ],
        guests=[],
        quorum=f"Có mặt {sum(seat.is_present for seat in voters)}/{len(voters)} thành viên chấm điểm"
        + (", có Chủ tịch Hội đồng." if chair and chair.is_present else "."),
        max_spread=round.max_spread,
        products=[
            content.Discussed(
                product=p.product,
                producer=p.producer,
                set_name=p.set_name,
                scores=[total for total in p.totals if total is not None],
                mean=p.mean_printed,
                spread=p.spread,
                stars=p.stars,
                discussion=p.discussion,
                conclusion=" ".join(reason.text() for reason in p.reasons if not reason.is_hint),
            )
            for p in round.products
        ],
        remarks=round.remarks,
        conclusions=[
            f"Hội đồng thống nhất kết quả của {len(ranked)} sản phẩm được xếp hạng trên {len(round.products)} sản phẩm đánh giá."
        ],
        secretary=round.name_of("secretary"),
    )


def score_summary(round: Round, decision: Decision) -> content.ScoreSummary:
    return content.ScoreSummary(
        **_frame(
            round,
            number="",
            on=round.opened.date() if round.opened else None,
            signer=_chair(round),
            recipients=[],
            body=COUNCIL,
        ),
        subject=f"Đánh giá sản phẩm {_which(round)}",
        members=[seat.name for seat in round.voters],
        products=[
            content.Scored(
                product=p.product,
                producer=p.producer,
                scores=["" if total is None else total for total in p.totals],
                mean=p.mean_printed,
                stars=p.stars,
                note=p.note,
            )
            for p in round.products
        ],
        notes=[
            "Ô trống: thành viên không chấm sản phẩm (xung đột lợi ích hoặc vắng mặt).",
            f"Mã bộ tiêu chí: {round.edition_digest[:16]}.",
            *([f"Dấu nhật ký khi đóng phiên: {round.seal}."] if round.seal else []),
        ],
        secretary=round.name_of("secretary"),
    )


def pass_up(round: Round, decision: Decision) -> content.PassUp:
    products = [p for p in round.products if p.passes_up]
    return content.PassUp(
        **_frame(
            round,
            number="     /TTr-UBND",
            on=None,
            signer=signer(decision),
            recipients=["Như trên", "Lưu: VT, hồ sơ OCOP."],
        ),
        kind="TỜ TRÌNH",
        subject=f"Đề nghị đánh giá, phân hạng sản phẩm OCOP đợt {round.number} năm {round.year}",
        addressees=[committee(round.upper) if round.upper else "Cơ quan có thẩm quyền cấp trên"],
        paragraphs=[
            f"Căn cứ kết quả đánh giá của Hội đồng, {round.office.body} đề nghị xem xét, đánh giá {len(products):02d} sản phẩm sau:"
        ],
        products=[
            content.Forwarded(
                product=p.product,
                producer=p.producer,
                set_name=p.set_name,
                points=p.mean_printed,
                stars=p.stars,
            )
            for p in products
        ],
        attachments=[
            "Biên bản họp Hội đồng",
            "Bảng tổng hợp điểm",
            "Hồ sơ sản phẩm (bản điện tử)",
        ],
        closing="Kính đề nghị xem xét, quyết định./.",
    )


# By the name of the file: the template, and what fills it.
KINDS: Mapping[str, tuple[str, Callable[[Round, Decision], content.Official]]] = {
    "quyet-dinh": ("decision", decision),
    "bien-ban": ("minutes", minutes),
    "tong-hop-diem": ("score_summary", score_summary),
    "to-trinh": ("pass_up", pass_up),
}


def is_due(kind: str, round: Round) -> bool:
    """Whether a round has a document of a kind: the letter upward only when something goes up."""
    return kind in KINDS and (kind != "to-trinh" or any(p.passes_up for p in round.products))


def _frame(
    round: Round,
    *,
    number: str,
    on: date | None,
    signer: content.Signer,
    recipients: list[str],
    body: str = "",
) -> content.Official:
    """The frame that every document of a round has; the committee's, or that of a body below it."""
    office = round.office
    return content.Official(
        superior=f"UBND {in_text(office.name)}" if body else office.above,
        body=body or office.body,
        number=number,
        place_and_date=place_and_date(office.seat, on),
        recipients=recipients,
        signer=signer,
        watermark=round.watermark,
    )


def _which(round: Round) -> str:
    return f"OCOP {in_text(round.office.name)} đợt {round.number} năm {round.year}"


def _council_decision(round: Round) -> str:
    return decision_text(round.council_decision_number, round.council_decision_date)


def _chair(round: Round) -> content.Signer:
    return content.Signer(authority="", title="CHỦ TỊCH HỘI ĐỒNG", name=round.name_of("chair"))


def _hour(at: datetime) -> str:
    return f"{at:%H} giờ {at:%M} phút"


def _closed(round: Round) -> str:
    if round.closed is None:
        return "…"
    if round.opened and round.opened.date() == round.closed.date():
        return f"{_hour(round.closed)} cùng ngày"
    return f"{_hour(round.closed)}, {long_date(round.closed.date())}"
