from django.utils.translation import gettext_lazy as _

from ocop.core.tones import GOOD, INFO, Toned


class EditionState(Toned):
    DRAFT = "draft", INFO, _("Đang soạn")
    PUBLISHED = "published", GOOD, _("Đã ban hành")


# Names of the values of a process edition.
VALUES = {
    "assessed_criteria": _("Tiêu chí cấp xã đánh giá"),
    "assessment_days": _("Cấp xã đánh giá (ngày làm việc)"),
    "applicants": _("Chủ thể được đăng ký"),
    "certificate_min_stars": _("Số sao thấp nhất được cấp giấy"),
    "quorum_share": _("Tỷ lệ thành viên tối thiểu"),
    "quorum_needs_chair": _("Phải có chủ tịch"),
    "council_min": _("Số người chấm tối thiểu"),
    "council_max": _("Số người chấm tối đa"),
    "secretary_votes": _("Thư ký chấm điểm"),
    "max_spread": _("Chênh lệch tổng điểm tối đa (điểm)"),
    "must_pass": _("Mức phải đạt khi thành viên chấm khác nhau"),
    "copies_before_session_days": _("Gửi hồ sơ trước phiên họp (ngày làm việc)"),
    "sessions": _("Số phiên họp"),
    "receipt_check_days": _("Kiểm tra khi tiếp nhận (ngày làm việc)"),
    "completion_days": _("Bổ sung hồ sơ (ngày làm việc)"),
    "council_days": _("Hội đồng đánh giá (ngày làm việc)"),
    "decision_days": _("Ra quyết định (ngày làm việc)"),
    "forwarding_days": _("Chuyển cấp trên (ngày làm việc)"),
    "certificate_months": _("Thời hạn giấy chứng nhận (tháng)"),
    "expiry_notice_days": _("Báo trước khi hết hạn (ngày)"),
    "renewal_from_days": _("Đánh giá lại: nộp sớm nhất trước khi hết hạn (ngày)"),
    "renewal_until_days": _("Đánh giá lại: nộp muộn nhất trước khi hết hạn (ngày)"),
    "renewal_decision_days": _("Đánh giá lại: thời gian giải quyết (ngày)"),
    "extension_days": _("Gia hạn giấy cũ khi quy định thay đổi (ngày)"),
    "revocation_days": _("Quyết định thu hồi (ngày)"),
    "revocation_grounds": _("Các trường hợp thu hồi"),
    "product_code": _("Cấu trúc mã sản phẩm"),
}
# Names of the options of those values that have some.
OPTIONS = {
    "own": _("mỗi phiếu theo mức của mình, lấy hạng mà đa số thành viên cho"),
    "median": _("mức của thành viên ở giữa"),
    "agreed": _("mức hội đồng thống nhất trong biên bản"),
}
