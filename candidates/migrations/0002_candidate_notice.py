import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("date_changed", "考试日期调整"), ("batch_cancelled", "批次取消")],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("subject_key", models.PositiveBigIntegerField(editable=False)),
                ("sent_at", models.DateTimeField(verbose_name="发送时间")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="candidates.enrolment",
                        verbose_name="报名",
                    ),
                ),
            ],
            options={
                "verbose_name": "考生通知",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "kind", "subject_key"), name="candidate_notice_once"
                    )
                ],
            },
        ),
    ]
