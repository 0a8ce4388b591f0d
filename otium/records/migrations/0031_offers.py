import django.db.models.deletion
import otium.records.constraints
import otium.records.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0030_visit_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=12)),
                ("note", models.TextField(blank=True)),
                ("wave", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfferRound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=10)),
                ("wave", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("by", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="familynotice",
            name="familynotice_about_known",
        ),
        migrations.AddField(
            model_name="practice",
            name="waitlist",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="waitlistentry",
            name="discipline",
            field=models.CharField(db_default="OT", default="OT", max_length=3),
        ),
        migrations.AddField(
            model_name="waitlistentry",
            name="language",
            field=models.CharField(blank=True, db_default="", max_length=8),
        ),
        migrations.AddField(
            model_name="waitlistentry",
            name="other_location",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.location",
            ),
        ),
        migrations.AddField(
            model_name="waitlistentry",
            name="skill",
            field=models.CharField(blank=True, db_default="", max_length=60),
        ),
        migrations.AddField(
            model_name="waitlistentry",
            name="windows",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddConstraint(
            model_name="familynotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "about__in",
                        [
                            "benefit_limit",
                            "threshold",
                            "cost",
                            "estimate",
                            "abn",
                            "decision",
                            "offer",
                            "attendance",
                            "visit_reminder",
                            "visit_changed",
                        ],
                    )
                ),
                name="familynotice_about_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=otium.records.constraints.SamePractice(
                field="other_location", name="waitlistentry_other_location_same_practice"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitlistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("discipline__in", ["OT", "PT", "SLP"])), name="waitlistentry_discipline_known"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="entry",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.waitlistentry",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="notice",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.familynotice",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="patient",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.patient",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="practice",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.practice"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="visit",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.appointment",
            ),
        ),
        migrations.AddField(
            model_name="offerround",
            name="practice",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.practice"
            ),
        ),
        migrations.AddField(
            model_name="offerround",
            name="visit",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.appointment",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="offer_round",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.offerround",
            ),
        ),
        migrations.AddIndex(
            model_name="offerround",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["practice", "next_at"], name="offerround_open"
            ),
        ),
        migrations.AddIndex(
            model_name="offerround",
            index=models.Index(fields=["practice", "visit"], name="offerround_by_visit"),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=models.UniqueConstraint(fields=("practice", "id"), name="offerround_pair"),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=otium.records.constraints.RowSecurity(
                column="practice_id", name="offerround_of_practice", own=""
            ),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=otium.records.constraints.SamePractice(field="visit", name="offerround_visit_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "filled", "exhausted", "closed"])),
                name="offerround_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("practice", "visit"),
                name="offerround_one_open_per_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="offerround_ends_once",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["practice", "entry"], name="offer_by_entry"),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("state__in", ["made", "sent"])),
                fields=["practice", "expires_at"],
                name="offer_open",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["practice", "notice"], name="offer_by_notice"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(fields=("practice", "id"), name="offer_pair"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=otium.records.constraints.RowSecurity(column="practice_id", name="offer_of_practice", own=""),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=otium.records.constraints.SamePractice(field="offer_round", name="offer_round_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=otium.records.constraints.SamePractice(field="entry", name="offer_entry_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=otium.records.constraints.SamePractice(field="patient", name="offer_patient_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=otium.records.constraints.SamePractice(field="notice", name="offer_notice_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=otium.records.constraints.SamePractice(field="visit", name="offer_visit_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["passed", "made", "sent", "taken", "declined", "lapsed", "withdrawn", "gone"])
                ),
                name="offer_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                fields=("practice", "offer_round", "entry"), name="offer_once_per_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "taken")),
                fields=("practice", "offer_round"),
                name="offer_taken_once_per_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), ("state", "passed"), _negated=True),
                name="offer_passed_with_a_reason",
            ),
        ),
    ]
