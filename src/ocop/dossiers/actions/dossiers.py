"""A dossier from the first draft to its acceptance."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.errors import Refused
from ocop.core.handing.actions import Chain
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill, named
from ocop.criteria.rulebook import parsed, usable_sets
from ocop.criteria.sets import matching
from ocop.criteria.sheet_inputs import put
from ocop.people.actions import notify
from ocop.people.models import User
from ocop.places import working_days as deadlines
from ocop.places.queries import lies_in
from ocop.producers import policy as producers
from ocop.producers.enums import ProducerState
from ocop.producers.models import Evidence, Product
from ocop.producers.queries import officers_over, people_of

from .. import policy
from ..enums import BEFORE_SCORING, DossierState, Purpose, RoundState
from ..followers import follow_acceptance
from ..models import Dossier, DossierPaper, PaperCheck, Round
from ..queries.dossiers import (
    Readiness,
    checklist_of,
    evidence_by_item,
    papers_of,
    readiness,
    same_criteria,
    usable_now,
)
from ..rulebook import rulebook
from ..states import dossier_moves

chain: Chain[PaperCheck] = Chain(dossier_moves, points="checks")


@use_case
def start(
    *, actor: User, product: Product, round: Round, purpose: str, set_code: str = ""
) -> Dossier:
    """Open a dossier for a product in a round. set_code: the product's set in the round's edition, for one that has no
    set of that name (`set_in`). An upgrade or a renewal begins with all that is still valid of the last
    one: answers to criteria that are the same, none under another edition, and papers in their newest version."""
    require(producers.can_edit(actor, product.producer))
    if not product.is_active:
        raise Refused(_("Sản phẩm đã ngừng sản xuất."))
    if product.producer.state != ProducerState.ACTIVE:
        raise Refused(_("Chủ thể chưa được xã xác nhận."))
    is_here = lies_in(product.producer.place, round.place, clock.today())
    if round.state not in BEFORE_SCORING or not is_here:
        raise Refused(_("Đợt này không nhận hồ sơ của chủ thể."), fields=["round"])
    set_code = set_in(round, product) or set_code
    if not set_code:
        raise Refused(
            _("Chọn bộ sản phẩm theo bộ tiêu chí của đợt này."),
            fields=["set_code"],
        )
    if set_code not in usable_sets(round.edition):
        raise Refused(
            _("Bộ sản phẩm này chưa có phiếu chấm điểm hoàn chỉnh trong bộ tiêu chí của đợt."),
            fields=["round"],
        )
    if Dossier.objects.filter(product=product, round=round).exists():
        raise Refused(_("Sản phẩm đã có hồ sơ trong đợt này."), fields=["round"])
    previous = (
        Dossier.objects.filter(product=product)
        .exclude(state=DossierState.WITHDRAWN)
        .order_by("-pk")
        .first()
    )
    dossier = Dossier.objects.create(
        product=product,
        producer=product.producer,
        round=round,
        purpose=purpose,
        previous=previous,
        set_code=set_code,
    )
    if previous is not None and purpose != Purpose.NEW:
        _copy_valid(previous, dossier)
    audit.record(
        actor,
        "dossiers.dossier.started",
        dossier,
        purpose=purpose,
        previous=previous.pk if previous else None,
    )
    return dossier


def set_in(round: Round, product: Product) -> str:
    """The set of a product in the edition of a round, that with the same name; "" where a person must choose."""
    return matching(parsed(round.edition_id, round.edition.digest), product.set_code)


def can_score(round: Round, product: Product) -> bool:
    """Whether the edition of a round has a complete sheet for a product; yes where a person must say which set it is."""
    code = set_in(round, product)
    return not code or code in usable_sets(round.edition)


def _copy_valid(previous: Dossier, dossier: Dossier) -> None:
    same = same_criteria(previous, dossier)
    dossier.answers = {c: a for c, a in previous.answers.items() if c in same}
    dossier.notes = {c: n for c, n in previous.notes.items() if c in same}
    _keep_totals(dossier)
    dossier.save()
    papers = [
        DossierPaper(
            dossier=dossier,
            evidence=evidence,
            item_code=paper.item_code or ("" if paper.criterion in same else evidence.item_code),
            criterion=paper.criterion if paper.criterion in same else "",
        )
        for paper in previous.papers.select_related("evidence")
        if (evidence := usable_now(paper.evidence, dossier)) is not None
    ]
    DossierPaper.objects.bulk_create(papers, ignore_conflicts=True)


def _keep_totals(dossier: Dossier) -> None:
    found = rulebook(dossier.round).score(dossier.set_code, dossier.answers, dossier.facts)
    dossier.self_total, dossier.self_stars = found.total, found.stars


def _locked_to_edit(actor: User, dossier: Dossier) -> Dossier:
    """The row as it is now, which may have been handed in since the page was loaded, with what was loaded around it."""
    current = dossier.locked()
    current.round, current.producer = dossier.round, dossier.producer
    require(policy.edits_dossier(actor, current))
    return current


@use_case
def save_field(*, actor: User, dossier: Dossier, field: str, value: str, was: str) -> Dossier:
    """Save one input of the self-scoring: `a:<criterion>` a level, `n:<criterion>` an explanation, `f:<rule>` a fact.

    Raises Refused for what the sheet does not know, FieldConflict when another page saved another value meanwhile.
    """
    current = _locked_to_edit(actor, dossier)
    sheet = rulebook(dossier.round).sheet(current.set_code)
    old = put(sheet, current, field, value, was)
    _keep_totals(current)
    current.save()
    audit.record(actor, "dossiers.dossier.saved", current, field=field, old=old, new=value)
    return current


@use_case
def attach(
    *, actor: User, dossier: Dossier, evidence: Evidence, item_code: str = "", criterion: str = ""
) -> DossierPaper:
    """Use a paper of the library in a dossier, for an item of the checklist or a criterion."""
    _locked_to_edit(actor, dossier)
    if evidence.producer_id != dossier.producer_id or evidence.product_id not in (
        None,
        dossier.product_id,
    ):
        raise Refused(_("Giấy tờ này không thuộc chủ thể và sản phẩm của hồ sơ."))
    if item_code and item_code not in {item.code for item in checklist_of(dossier)}:
        raise Refused(_("Giấy tờ này không có trong danh mục của hồ sơ."))
    if criterion and criterion not in rulebook(dossier.round).sheet(dossier.set_code).by_code:
        raise Refused(_("Tiêu chí không có trong phiếu."))
    paper, _made = DossierPaper.objects.get_or_create(
        dossier=dossier, evidence=evidence, item_code=item_code, criterion=criterion
    )
    audit.record(
        actor,
        "dossiers.paper.attached",
        dossier,
        evidence=evidence.pk,
        title=evidence.title,
        item=item_code,
        criterion=criterion,
    )
    return paper


@use_case
def detach(*, actor: User, paper: DossierPaper) -> None:
    """Take a paper out of a dossier; it stays in the library."""
    _locked_to_edit(actor, paper.dossier)
    audit.record(
        actor,
        "dossiers.paper.detached",
        paper.dossier,
        evidence=paper.evidence_id,
        title=paper.evidence.title,
        item=paper.item_code,
        criterion=paper.criterion,
    )
    paper.delete()


@use_case
def submit(*, actor: User, dossier: Dossier) -> Dossier:
    """Hand the dossier in. Raises Refused, with all that is missing or that the office still asks, when it is not
    ready."""
    current = dossier.locked()
    require(policy.hands_in_dossier(actor, current))
    if current.round.state != RoundState.RECEIVING:
        raise Refused(_("Đợt này hiện không nhận hồ sơ."))
    _require_ready(readiness(current))
    _note_changes(current)
    current.product_name, current.producer_name = current.product.name, current.producer.name
    evidence = evidence_by_item(papers_of(current))
    chain.hand_up(current, evidence=evidence, due_on=_due(current, "receipt_check"))
    notify(
        officers_over(current.round.place),
        kind="dossiers.submitted",
        title=fill(gettext_lazy("Hồ sơ mới nộp: %(product)s"), product=current.product),
        url=f"/danh-gia/ho-so/{current.pk}/kiem-tra/",
    )
    audit.record(
        actor,
        "dossiers.dossier.submitted",
        current,
        submission=current.submission,
        self_total=current.self_total,
    )
    return current


def _require_ready(lacking: Readiness) -> None:
    if lacking.demands:
        raise Refused(
            _("Nơi nhận còn yêu cầu: %(what)s. Đổi giấy tờ hoặc trả lời ở từng mục rồi nộp lại.")
            % {"what": "; ".join(named(item) for item in lacking.demands)}
        )
    if not lacking.is_ready:
        raise Refused(_("Hồ sơ còn thiếu: %(what)s.") % {"what": "; ".join(lacking.texts())})


def _note_changes(dossier: Dossier) -> None:
    before, now = dossier.checked_answers, dossier.answers
    dossier.changed_criteria = [
        leaf.code
        for leaf in rulebook(dossier.round).sheet(dossier.set_code).leaves
        if dossier.submission and before.get(leaf.code) != now.get(leaf.code)
    ]


def _due(dossier: Dossier, deadline: str) -> date:
    return deadlines.after(rulebook(dossier.round).process.days(deadline))


def _locked_to_check(actor: User, dossier: Dossier) -> Dossier:
    """The row for an act of the office, which from its first act on has seen the self-scoring."""
    require(policy.receives_dossier(actor, dossier))
    current = dossier.locked()
    if chain.begin_checking(current):
        current.checked_answers = current.answers
        current.save()
    return current


@use_case
def check_paper(
    *, actor: User, dossier: Dossier, item_code: str, verdict: str, reason: str = ""
) -> PaperCheck:
    """Say of one paper whether it is fine, missing or wrong; the first check opens the checking."""
    current = _locked_to_check(actor, dossier)
    if item_code not in {item.code for item in checklist_of(current)}:
        raise Refused(_("Giấy tờ này không có trong danh mục của hồ sơ."))
    check = chain.find(
        actor,
        current,
        item_code=item_code,
        verdict=verdict,
        reason=reason,
        evidence=evidence_by_item(papers_of(current)).get(item_code, []),
    )
    audit.record(
        actor,
        "dossiers.paper.checked",
        current,
        item=item_code,
        verdict=verdict,
        reason=check.reason,
    )
    return check


@use_case
def return_for_completion(*, actor: User, dossier: Dossier, reason: str = "") -> Dossier:
    """Give the dossier back with the list of what to mend and until when."""
    current = _locked_to_check(actor, dossier)
    chain.send_back(current, reason=reason, due_on=_due(current, "completion"))
    _tell_producer(current, gettext_lazy("Hồ sơ cần bổ sung: %(product)s"), current.return_reason)
    audit.record(actor, "dossiers.dossier.returned", current, reason=current.return_reason)
    return current


@use_case
def accept(*, actor: User, dossier: Dossier) -> Dossier:
    """Take the dossier in: every paper of the checklist is checked and fine. It enters the round's session.

    A round that scores may go back to receiving and hand out sheets for what came late; one that has concluded may not.
    """
    current = _locked_to_check(actor, dossier)
    if current.round.locked().state not in (RoundState.RECEIVING, RoundState.SCORING):
        raise Refused(
            _("Đợt đã kết luận, không tiếp nhận thêm. Trả lại hồ sơ để chủ thể nộp vào đợt khác.")
        )
    asked = checklist_of(current)
    unsettled = chain.unsettled(current, [item.code for item in asked if item.is_required])
    if open_items := [named(item) for item in asked if item.code in unsettled]:
        raise Refused(_("Chưa kiểm tra xong: %(items)s.") % {"items": "; ".join(open_items)})
    chain.accept(current, due_on=_due(current, "council"))
    follow_acceptance(current)
    _tell_producer(current, gettext_lazy("Hồ sơ đã được tiếp nhận: %(product)s"))
    audit.record(actor, "dossiers.dossier.accepted", current)
    return current


@use_case
def take_back(*, actor: User, dossier: Dossier) -> Dossier:
    """The producer takes back what nobody has begun to check, to mend it and hand it in again."""
    current = dossier.locked()
    require(policy.takes_back(actor, current))
    chain.take_back(current)
    audit.record(actor, "dossiers.dossier.taken_back", current)
    return current


@use_case
def answer_demand(*, actor: User, dossier: Dossier, item_code: str, reply: str) -> PaperCheck:
    """Answer what the office found of a paper where the producer holds it right as it is; the office reads it at the
    next hand-in."""
    current = _locked_to_edit(actor, dossier)
    check = chain.answer(current, item_code=item_code, reply=reply)
    audit.record(actor, "dossiers.paper.answered", current, item=item_code, reply=check.reply)
    return check


@use_case
def withdraw(*, actor: User, dossier: Dossier) -> Dossier:
    """The producer takes the dossier back before it is handed in or while it is returned."""
    current = dossier.locked()
    require(policy.edits_dossier(actor, current))
    dossier_moves.apply(current, to=DossierState.WITHDRAWN)
    current.due_on = None
    current.save()
    audit.record(actor, "dossiers.dossier.withdrawn", current)
    return current


def _tell_producer(dossier: Dossier, title: Promise, body: str = "") -> None:
    notify(
        people_of(dossier.producer),
        kind="dossiers.dossier",
        title=fill(title, product=dossier.product),
        body=body,
        url=f"/danh-gia/ho-so/{dossier.pk}/",
    )
