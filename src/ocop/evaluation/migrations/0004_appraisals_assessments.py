"""Appraisals of the working group, assessments of communes, and what goes with them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0003_rounds_keep_requirements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("answers", models.JSONField(default=dict)),
                ("notes", models.JSONField(default=dict)),
                ("facts", models.JSONField(default=list)),
                (
                    "papers",
                    models.TextField(blank=True, verbose_name="Kết quả kiểm tra hồ sơ, minh chứng"),
                ),
                (
                    "visited_on",
                    models.DateField(blank=True, null=True, verbose_name="Ngày kiểm tra tại cơ sở"),
                ),
                (
                    "visitors",
                    models.CharField(blank=True, max_length=300, verbose_name="Người đi kiểm tra"),
                ),
                (
                    "findings",
                    models.TextField(
                        blank=True,
                        verbose_name="Kết quả kiểm tra tại cơ sở (sản xuất, sổ sách, mẫu)",
                    ),
                ),
                ("handed_over_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="Ngày họp")),
                ("attendees", models.TextField(blank=True, verbose_name="Thành phần họp")),
                ("form", models.TextField(blank=True, verbose_name="Kiểm tra hình thức hồ sơ")),
                ("findings", models.JSONField(default=dict)),
                ("opinion", models.TextField(blank=True, verbose_name="Nhận xét chung, đề nghị")),
                (
                    "report_number",
                    models.CharField(blank=True, max_length=60, verbose_name="Số báo cáo"),
                ),
                (
                    "report_date",
                    models.DateField(blank=True, null=True, verbose_name="Ngày báo cáo"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="track",
            name="track_state_known",
        ),
        migrations.AddField(
            model_name="paperentry",
            name="facts",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="sheetrevision",
            name="changes",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="conflict",
            name="source",
            field=models.CharField(
                choices=[
                    ("declared", "Tự khai"),
                    ("found", "Hệ thống phát hiện"),
                    ("excused", "Thư ký miễn chấm"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="track",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Chờ chấm"),
                    ("scoring", "Đang chấm"),
                    ("reconciling", "Cần thống nhất"),
                    ("concluded", "Đã kết luận"),
                    ("recognised", "Được công nhận"),
                    ("passed_up", "Chuyển cấp trên"),
                    ("result_only", "Có hạng, không cấp giấy"),
                    ("not_ranked", "Không xếp hạng"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="track",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "waiting",
                            "scoring",
                            "reconciling",
                            "concluded",
                            "recognised",
                            "passed_up",
                            "result_only",
                            "not_ranked",
                        ],
                    )
                ),
                name="track_state_known",
            ),
        ),
        migrations.AddField(
            model_name="appraisal",
            name="handed_over_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appraisal",
            name="track",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appraisal",
                to="evaluation.track",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="assessed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="track",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assessment",
                to="evaluation.track",
            ),
        ),
    ]
