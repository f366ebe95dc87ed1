"""Things of the demo's people, by the addresses that show them."""

from datetime import date

from ocop.certificates.models import Certificate
from ocop.core.files import DOCX, store_bytes
from ocop.core.models import Attachment, Job
from ocop.criteria.models import Edition, ProcessEdition
from ocop.documents.kinds import declared
from ocop.dossiers.models import DossierPaper, Round
from ocop.evaluation.enums import ConflictSource
from ocop.evaluation.models import Conflict, CouncilMember, Decision, ScoreSheet
from ocop.people.actions import invite, notify
from ocop.people.enums import Role
from ocop.people.models import Appointment, Invitation, Organisation, User
from ocop.places.models import CalendarDay, Place
from ocop.producers.actions import members
from ocop.producers.enums import MemberRole
from ocop.producers.models import (
    Evidence,
    Linkage,
    Producer,
    ProducerYear,
    ProductPicture,
)
from ocop.rules.loading import INDEX
from ocop.rules.processes import builtin_contents
from ocop.stationery.models import OwnTemplate
from ocop.stationery.own_templates.start import start_docx
from tests.faults.papers import png

NOBODYS = 2**31 - 7


def attached_to(decision: Decision, officer: User) -> Attachment:
    file = store_bytes(png(), kinds=["image/png"])
    return Attachment.objects.create(
        thing=decision, kind="scan", file=file, file_name="ban-ky.png", added_by=officer
    )


def own_template(officer: User) -> OwnTemplate:
    file = store_bytes(start_docx(declared()["bien-ban"]), kinds=(DOCX,))
    return OwnTemplate.objects.create(
        place=officer.places_as(Role.OFFICER)[0],
        kind="bien-ban",
        number=1,
        file=file,
        name="mau.docx",
        uploaded_by=officer,
    )


def things_of_others(person):
    """Things of the demo's people, by the address that shows them."""
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    product = producer.products.first()
    picture = ProductPicture.objects.create(
        product=product, file=store_bytes(png(), kinds=["image/png"])
    )
    paper = DossierPaper.objects.select_related("dossier").first()
    officer = person("tinh")
    notify([officer], kind="x", title="Của người khác")
    invite(
        actor=officer,
        full_name="Ai đó (thử)",
        login="ai-do@example.vn",
        role=Role.OFFICER,
        place=Place.objects.get(key=officer.places_as(Role.OFFICER)[0].key),
    )
    province = officer.places_as(Role.OFFICER)[0]
    job = Job.objects.create(
        kind="producers.import",
        title="x",
        asked_by=officer,
        state=Job.State.DONE,
        output=picture.file,
        output_name="x",
    )
    round = Round.objects.get(state="scoring")
    sheet = ScoreSheet.objects.filter(track__round=round).first()
    edition = Edition.objects.first()
    day = CalendarDay.objects.create(day=date(2026, 10, 10), works=True, act="Thông báo 1")
    of_round, of_dossier = {"pk": round.pk}, {"pk": paper.dossier_id}
    of_sheet, of_product = {"pk": sheet.pk}, {"pk": product.pk}
    of_producer, of_edition = {"pk": producer.pk}, {"pk": edition.pk}
    of_evidence = {"pk": Evidence.objects.filter(producer=producer).first().pk}
    of_track = {"pk": sheet.track_id}
    of_certificate = {"pk": Certificate.objects.filter(producer__isnull=False).first().pk}
    of_set = of_edition | {"slug": sorted(set(edition.files) - {INDEX})[0].removesuffix(".yaml")}
    process = ProcessEdition.objects.create(code="nhap", content=builtin_contents()["qd148"])
    of_process = {"pk": process.pk}
    member = CouncilMember.objects.filter(council__round=round).first()
    conflict = Conflict.objects.create(
        member=member, track=sheet.track, source=ConflictSource.FOUND, reason="Trùng tên"
    )
    link = Linkage.objects.create(product=product, kind="supplier", partner="Ai đó", what="Lúa")
    year = ProducerYear.objects.create(producer=producer, year=2019, revenue_vnd=1)
    invited, _token = members.invite(
        actor=person("chuthe"),
        producer=producer,
        full_name="Ai (thử)",
        login="ai@example.vn",
        role=MemberRole.EDITOR,
    )
    decision = Decision.objects.first()
    scan = {"pk": attached_to(decision, officer).pk}
    own = {"pk": own_template(officer).pk}
    body = {"pk": Organisation.objects.create(kind="other", name="Ban Thử", place=province).pk}
    bodies = Job.objects.create(
        kind="people.organisations", title="x", asked_by=officer, state=Job.State.DONE
    )
    return {
        "core:attachments": {"model": "evaluation.decision", "pk": decision.pk, "kind": "scan"},
        "core:attachment": scan,
        "core:small_attachment": scan,
        "core:replace_attachment": scan,
        "core:remove_attachment": scan,
        "stationery:kind": {"place": province.pk, "code": "bien-ban"},
        "stationery:file": own,
        "stationery:preview": own,
        "stationery:switch": own,
        "people:organisation": body,
        "people:edit_organisation": body,
        "people:end_organisation": body,
        "people:merge_organisation": body,
        "people:organisations_result": {"pk": bodies.pk},
        "measures:records": {
            "code": "certificates.products_in_force",
            "place": province.key,
            "period": "2019",
            "by": "star",
            "key": "3",
        },
        "core:job": {"pk": job.pk},
        "core:job_output": {"pk": job.pk},
        "people:read_notification": {"pk": officer.notifications.first().pk},
        "people:withdraw_invitation": {"pk": Invitation.objects.get(login="ai-do@example.vn").pk},
        "people:account": {"pk": officer.pk},
        "people:set_active": {"pk": officer.pk},
        "people:end_appointment": {"pk": Appointment.objects.get(user=officer).pk},
        "producers:import_result": {"pk": job.pk},
        "producers:product": of_product,
        "producers:edit_product": of_product,
        "producers:add_picture": of_product,
        "producers:add_product_detail": of_product | {"kind": "lien-ket"},
        "producers:product_detail": of_product | {"kind": "lien-ket", "detail": link.pk},
        "producers:activate_product": of_product,
        "producers:transfer_product": of_product,
        "producers:small_picture": {"pk": picture.pk},
        "producers:change_picture": {"pk": picture.pk},
        "producers:small_evidence": of_evidence,
        "producers:evidence": of_evidence,
        "producers:change_evidence": of_evidence,
        "producers:remove_evidence": of_evidence,
        "producers:participate": of_producer,
        "producers:members": of_producer,
        "producers:change_member": of_producer | {"member": producer.members.first().pk},
        "producers:prove_member": of_producer | {"member": producer.members.first().pk},
        "producers:withdraw_member": of_producer | {"invitation": invited.pk},
        "producers:year": of_producer | {"year": year.pk},
        "producers:picture": {"pk": picture.pk},
        "producers:evidence_file": of_evidence,
        "producers:replace_evidence": of_evidence,
        "producers:producer": of_producer,
        "producers:edit": of_producer,
        "producers:confirm": of_producer,
        "producers:reject": of_producer,
        "producers:add_year": of_producer,
        "producers:add_product": of_producer,
        "producers:library": of_producer,
        "producers:add_evidence": of_producer,
        "dossiers:round": of_round,
        "dossiers:move_round": of_round,
        "evaluation:choose_upper": of_round,
        "evaluation:council": of_round,
        "evaluation:unseat": of_round | {"member": member.pk},
        "evaluation:assign": of_round,
        "evaluation:session": of_round,
        "evaluation:attend": of_round | {"member": member.pk},
        "evaluation:withdraw_attendance": of_round | {"member": member.pk},
        "evaluation:close_session": of_round,
        "evaluation:reorder": of_round | {"track": sheet.track_id},
        "evaluation:board": of_round,
        "evaluation:remind": of_round,
        "evaluation:sheet_by_code": of_round,
        "evaluation:look": of_round,
        "evaluation:ranking": of_round,
        "evaluation:decision": of_round,
        "evaluation:document": of_round | {"kind": "bien-ban", "suffix": "pdf"},
        "evaluation:track": of_track,
        "evaluation:act_on_track": of_track | {"verb": "trao-doi"},
        "evaluation:lift_conflict": of_track | {"conflict": conflict.pk},
        "evaluation:assessment": of_track,
        "evaluation:act_on_assessment": of_track | {"verb": "chot"},
        "evaluation:assessment_report": of_track | {"suffix": "docx"},
        "evaluation:appraisal": of_track,
        "evaluation:save_appraisal": of_track,
        "evaluation:act_on_appraisal": of_track | {"verb": "gui"},
        "evaluation:appraisal_part": of_track | {"part": "A"},
        "dossiers:new_dossier": {"product": product.pk},
        "dossiers:dossier": of_dossier,
        "dossiers:dossier_pdf": of_dossier,
        "dossiers:save_self_score": of_dossier,
        "dossiers:check": of_dossier,
        "dossiers:self_score": of_dossier | {"part": "A"},
        "dossiers:papers_for_item": of_dossier | {"item": "HS01"},
        "dossiers:detach": of_dossier | {"paper": paper.pk},
        "dossiers:paper_file": of_dossier | {"evidence": paper.evidence_id},
        "dossiers:paper_preview": of_dossier | {"evidence": paper.evidence_id},
        "dossiers:act": of_dossier | {"verb": "rut"},
        "evaluation:sheet": of_sheet,
        "evaluation:save_sheet": of_sheet,
        "evaluation:sign_sheet": of_sheet,
        "evaluation:rescore": of_sheet,
        "evaluation:reopen_sheet": of_sheet,
        "evaluation:type_paper": of_sheet | {"number": 1},
        "evaluation:settle_paper": of_sheet,
        "evaluation:excuse_sheet": of_sheet,
        "evaluation:blank_sheet": of_sheet,
        "evaluation:sheet_part": of_sheet | {"part": "A"},
        "certificates:certificate": of_certificate,
        "certificates:certificate_pdf": of_certificate,
        "certificates:notice": of_certificate,
        "certificates:notice_file": of_certificate | {"suffix": "pdf"},
        "places:forget_day": {"pk": day.pk},
        "criteria:process": of_process,
        "criteria:publish_process": of_process,
        "criteria:discard_process": of_process,
        "criteria:edition": of_edition,
        "criteria:edition_head": of_edition,
        "criteria:edition_new_set": of_edition,
        "criteria:edition_workbook": of_edition,
        "criteria:edition_import": of_edition,
        "criteria:edition_upload": of_edition,
        "criteria:discard_edition": of_edition,
        "criteria:edition_sheet": of_set,
        "criteria:edition_sheet_workbook": of_set,
        "criteria:edition_node": of_set,
        "criteria:edition_rule": of_set,
        "criteria:remove_set": of_set,
        "criteria:edition_file": of_edition | {"name": sorted(edition.files)[0]},
        "criteria:publish": of_edition,
        "criteria:confirm_requirement": of_edition,
    }
