"""The decision that approves the results of a round."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ocop.documents.blocks import Appendix, Articles, Centred, Column, Grounds, Paper, Table
from ocop.documents.kinds import told
from ocop.documents.writing import long_date

from . import facts
from .frame import Official, shown, signer, stars_text
from .rounds import council_decision, of_committee, which

COLUMNS = (
    Column("TT", mm=10, is_centred=True),
    Column("Sản phẩm", share=1.3),
    Column("Chủ thể", share=1.3),
    Column("Địa chỉ", share=1.1),
    Column("Điểm", mm=15, is_centred=True),
    Column("Phân hạng", mm=17, is_centred=True),
    Column("Ghi chú", share=1.2),
)


@dataclass(frozen=True, slots=True)
class Result:
    """A product's result, one row of the appendix."""

    product: str = told("Tên sản phẩm", "Product")
    producer: str = told("Chủ thể", "Producer")
    place: str = told("Địa chỉ của chủ thể", "The producer's place")
    points: Decimal | str = told("Điểm trung bình", "Mean points")
    stars: int = told("Số sao, 0 là không xếp hạng", "Stars, 0 for no rank")
    note: str = told("Ghi chú", "Note", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Official):
    """articles are printed as Điều 1, 2, …; lines in one are paragraphs. grounds: whole, without the mark at the end."""

    authority_line: str = told(
        "Người ban hành, như “Chủ tịch Ủy ban nhân dân tỉnh Bắc Kạn”",
        "Who decides, as “Chủ tịch Ủy ban nhân dân tỉnh Bắc Kạn”",
    )
    grounds: tuple[str, ...] = told("Các căn cứ, từng dòng", "The grounds, line by line")
    articles: tuple[str, ...] = told("Nội dung từng điều", "The text of each article")
    appendix_title: str = told("Tên phụ lục", "Title of the appendix")
    results: tuple[Result, ...] = told("Kết quả từng sản phẩm", "The result of each product")

    def paper(self) -> Paper:
        appendix = Appendix(
            self.appendix_title,
            f"(Kèm theo Quyết định số {self.number.strip()} {self.place_and_date.split(', ')[-1]} của {self.authority_line})",
            (Table(COLUMNS, tuple(self._rows())),),
        )
        return self.drawn(
            "Quyết định",
            [
                Centred(self.authority_line, capitals=True),
                Grounds(self.grounds),
                Centred("QUYẾT ĐỊNH:"),
                Articles(self.articles),
                *([appendix] if self.results else []),
            ],
        )

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (str(n), r.product, r.producer, r.place, shown(r.points), stars_text(r.stars), r.note)
            for n, r in enumerate(self.results, start=1)
        ]


def decision(round: facts.Round, made: facts.Decision) -> Decision:
    articles = _articles(round, made)
    return Decision(
        **of_committee(round, on=made.signed_on),
        number=made.number or "     /QĐ-UBND",
        signer=signer(made),
        recipients=(
            f"Như Điều {len(articles)}",
            "Ủy ban nhân dân cấp trên (b/c)",
            "Các chủ thể có tên tại Phụ lục",
            "Lưu: VT, hồ sơ OCOP.",
        ),
        subject=f"Về việc phê duyệt kết quả đánh giá, phân hạng sản phẩm {which(round)}",
        authority_line=f"Chủ tịch {round.office.body}",
        grounds=(
            f"Căn cứ Quyết định số {round.edition_decision} của Thủ tướng Chính phủ ban hành {round.edition_name}",
            f"Căn cứ {council_decision(round)} về việc thành lập Hội đồng đánh giá, phân hạng sản phẩm OCOP",
            f"Căn cứ Biên bản họp Hội đồng đánh giá, phân hạng sản phẩm {which(round)}",
        ),
        articles=tuple(articles),
        appendix_title=f"Kết quả đánh giá, phân hạng sản phẩm {which(round)}",
        results=tuple(
            Result(p.product, p.producer, p.place, p.mean_printed, p.approved_stars, p.note)
            for p in round.best_first
        ),
    )


def _articles(round: facts.Round, made: facts.Decision) -> list[str]:
    ranked = [p for p in round.products if p.stars]
    by_stars = ", ".join(
        f"{count:02d} sản phẩm {stars} sao"
        for stars in (5, 4, 3, 2, 1)
        if (count := sum(p.approved_stars == stars for p in ranked))
    )
    approved = f"Phê duyệt kết quả đánh giá, phân hạng {len(ranked):02d} sản phẩm {which(round)}"
    articles = [f"{approved}{': ' if by_stars else ''}{by_stars} (có Phụ lục kèm theo)."]
    if any(p.is_recognised for p in ranked):
        begins = f"từ {long_date(made.valid_from)}" if made.valid_from else ""
        ends = f"đến hết {long_date(made.valid_to)}" if made.valid_to else ""
        limits = " ".join(filter(None, (begins, ends)))
        term = f" Giấy có giá trị {limits}." if limits else ""
        articles.append(f"Cấp giấy chứng nhận cho các sản phẩm được công nhận.{term}")
    if any(p.passes_up for p in ranked):
        articles.append("Chuyển hồ sơ các sản phẩm đủ điều kiện lên cấp trên theo quy định.")
    articles.append(
        "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan liên quan và các chủ thể có tên tại Phụ lục chịu trách nhiệm thi hành."
    )
    return articles
