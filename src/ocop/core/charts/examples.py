"""One of each chart, for the gallery of components: gaps, targets, links and long names as they come."""

from . import Bars, Chart, Gauge, Line, Map, Multiples, Part, Region, Stack, Tile, Value, Whole

YEARS = ("2015", "2016", "2017", "2018", "2019")


def _years(*amounts: int | None, url: str = "") -> tuple[Value, ...]:
    return tuple(Value(year, amount, url) for year, amount in zip(YEARS, amounts, strict=True))


def _stars(*amounts: int) -> tuple[Value, ...]:
    names = ("5 sao", "4 sao", "3 sao")
    return tuple(Value(name, n, "#") for name, n in zip(names, amounts, strict=True))


PARTS = tuple(Part(f"{stars} sao", f"star-{stars}") for stars in (5, 4, 3))
SQUARES = (("Na Rì", 0, 0, 12), ("Ba Bể", 1, 0, 3), ("Pác Nặm", 0, 1, 0), ("Chợ Đồn", 1, 1, None))
REGIONS = tuple(
    Region(
        Value(name, amount, "#"),
        path=f"M{170 * x},{100 * y}h170v100h-170z",
        x=170 * x + 85.0,
        y=100 * y + 50.0,
    )
    for name, x, y, amount in SQUARES
)
TOWN = Region(Value("Thị trấn chưa có toạ độ", 2, "#"))

EXAMPLES: tuple[Chart, ...] = (
    Stack(title="Sản phẩm theo hạng sao", parts=PARTS, rows=(Whole("", _stars(1, 9, 24)),)),
    Stack(
        title="Sản phẩm theo huyện và hạng sao",
        parts=PARTS,
        rows=(Whole("Na Rì", _stars(1, 4, 7), "#"), Whole("Ba Bể", _stars(0, 2, 3), "#")),
    ),
    Stack(
        title="Vốn theo nguồn",
        unit="triệu đồng",
        parts=tuple(map(Part, ("Trung ương", "Tỉnh", "Huyện", "Doanh nghiệp", "Dân", "Khác"))),
        rows=(Whole("", tuple(Value(f"Nguồn {n}", 1100 - 190 * n) for n in range(6))),),
    ),
    Line(
        title="Giấy chứng nhận còn hiệu lực",
        unit="giấy",
        values=_years(3, None, 9, 14, 21, url="#"),
        target=25,
        target_label="Chỉ tiêu 2020",
    ),
    Line(title="Lãi, lỗ", unit="triệu đồng", places=1, values=_years(-40, 12, 30, -5, 60)),
    Bars(
        title="Sản phẩm theo huyện",
        unit="sản phẩm",
        values=(
            Value("Thành phố Bắc Kạn", 12, "#", target=15, before=9),
            Value("Huyện Ngân Sơn", None, "", target=4),
            Value("Huyện Na Rì", 8, "#", target=6, before=8),
        ),
    ),
    Bars(title="Thay đổi", values=(Value("Na Rì", -3), Value("Ba Bể", 5), Value("Chợ Mới", 0))),
    Gauge(title="Sản phẩm đạt 3 sao", unit="sản phẩm", done=12, planned=15, target=20, url="#"),
    Gauge(title="Lớp tập huấn", unit="lớp", done=9, target=8),
    Multiples(
        title="Sản phẩm từng huyện",
        lines=(
            Line(title="Na Rì", values=_years(1, 2, 4, 7, 12)),
            Line(title="Ba Bể", values=_years(0, None, 1, 2, 3)),
        ),
    ),
    Map(title="Số sản phẩm", regions=(*REGIONS, TOWN), width=340, height=200, by_size=True),
    Map(
        title="Tỷ lệ nộp đúng hạn",
        unit="%",
        regions=REGIONS,
        width=340,
        height=200,
        is_sketch=True,
    ),
)
TILES: tuple[Tile, ...] = (
    Tile(
        title="Sản phẩm còn hiệu lực",
        icon="award",
        amount=34,
        before=31,
        before_label="2018",
        url="#",
        trend=_years(3, 9, None, 31, 34),
    ),
    Tile(title="Chủ thể", icon="people", amount=18, before=18, before_label="2018", url="#"),
    Tile(title="Hồ sơ trễ hạn", icon="clock", amount=None),
)
