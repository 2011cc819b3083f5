"""When people are told, what was due to be told, the mails, their links and what people answered."""

import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from obligations.models.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0016_looked_through_at_a_meeting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalMailChoice",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "maandag"), (1, "dinsdag"), (2, "woensdag"), (3, "donderdag"), (4, "vrijdag")],
                        default=0,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=5)),
                ("question", models.BooleanField(default=True)),
                ("away_from", models.DateField(blank=True, null=True)),
                ("away_until", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical keuze over mail",
                "verbose_name_plural": "historical keuzes over mail",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMailStop",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("code", models.SlugField(blank=True, max_length=80)),
                ("occurrence", models.CharField(blank=True, max_length=400)),
                ("until", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical nog niet mailen",
                "verbose_name_plural": "historical nog niet mailen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMailSwitch",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("on", models.BooleanField(default=False)),
                ("not_before", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical mail aan of uit",
                "verbose_name_plural": "historical mail aan of uit",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReminderRule",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=10)),
                ("code", models.SlugField(blank=True, max_length=80)),
                ("opens", models.BooleanField(default=True)),
                ("slot", models.JSONField(blank=True, default=list)),
                ("days_before", models.JSONField(blank=True, default=list)),
                ("on_the_day", models.BooleanField(default=True)),
                ("days_after", models.JSONField(blank=True, default=list)),
                ("at_percent", models.JSONField(blank=True, default=list)),
                ("second_after", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("second_waits", models.BooleanField(default=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical wanneer er wordt gemaild",
                "verbose_name_plural": "historical wanneer er wordt gemaild",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReport",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(blank=True, max_length=80)),
                ("occurrence", models.CharField(blank=True, max_length=400)),
                ("via", models.CharField(max_length=200)),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("done", "het is gebeurd"),
                            ("planned", "er is een datum"),
                            ("cannot", "het lukt niet"),
                            ("mine", "ik pak dit op"),
                            ("other", "niet voor mij"),
                            ("nothing", "niets te melden"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(blank=True, null=True)),
                ("at", models.TimeField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("who", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "gemeld, nog niet gecontroleerd"),
                            ("taken_over", "overgenomen"),
                            ("returned", "teruggelegd"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("received_on", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("entry", models.CharField(blank=True, max_length=80)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical melding",
                "verbose_name_plural": "historical meldingen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReportParty",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical aanwezige partij",
                "verbose_name_plural": "historical aanwezige partijen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MailChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "maandag"), (1, "dinsdag"), (2, "woensdag"), (3, "donderdag"), (4, "vrijdag")],
                        default=0,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=5)),
                ("question", models.BooleanField(default=True)),
                ("away_from", models.DateField(blank=True, null=True)),
                ("away_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "keuze over mail",
                "verbose_name_plural": "keuzes over mail",
            },
        ),
        migrations.CreateModel(
            name="MailLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("expires_on", models.DateField()),
                ("revoked", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "link in een mail",
                "verbose_name_plural": "links in mails",
            },
        ),
        migrations.CreateModel(
            name="MailStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("code", models.SlugField(blank=True, max_length=80)),
                ("occurrence", models.CharField(blank=True, max_length=400)),
                ("until", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "nog niet mailen",
                "verbose_name_plural": "nog niet mailen",
            },
        ),
        migrations.CreateModel(
            name="MailSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.BooleanField(default=False)),
                ("not_before", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "mail aan of uit",
                "verbose_name_plural": "mail aan of uit",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("overview", "overzichtsmail"),
                            ("second", "bericht aan een tweede persoon"),
                            ("question", "vraag van de maand"),
                            ("welcome", "welkom"),
                            ("closing", "afscheid"),
                            ("week", "week van het secretariaat"),
                            ("not_arrived", "mail kwam niet aan"),
                            ("outage", "er gingen geen mails uit"),
                            ("happened", "ging het door?"),
                            ("invitation", "uitnodiging"),
                            ("test", "proefmail"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject_key", models.CharField(blank=True, max_length=200)),
                ("generation", models.PositiveSmallIntegerField(default=0)),
                ("language", models.CharField(default="nl", max_length=5)),
                ("covenant_date", models.BooleanField(default=False)),
                ("facts", models.JSONField(default=dict)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "klaar om te gaan"),
                            ("claimed", "wordt gemaakt"),
                            ("transmitting", "wordt verstuurd"),
                            ("sent", "verstuurd"),
                            ("failed", "niet aangekomen"),
                            ("unknown", "onzeker of het aankwam"),
                            ("suppressed", "tegengehouden"),
                            ("cancelled", "niet meer nodig"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("lease_until", models.DateTimeField(null=True)),
                ("lease_token", models.CharField(blank=True, max_length=32)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("first_try_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("message_id", models.CharField(blank=True, max_length=250)),
                ("mark", models.CharField(blank=True, db_index=True, max_length=40)),
                ("subject", models.CharField(blank=True, max_length=250)),
                ("rendered", models.BinaryField(null=True)),
                ("smtp_code", models.PositiveSmallIntegerField(null=True)),
                ("smtp_text", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="MessageCovenant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "convenant van een mail",
                "verbose_name_plural": "convenanten van een mail",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(db_index=False, max_length=80)),
                ("occurrence", models.CharField(max_length=400)),
                ("step", models.CharField(max_length=20)),
                ("about_on", models.DateField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("account_holder", "accounthouder"),
                            ("contact", "contactpersoon"),
                            ("theme_lead", "themaverantwoordelijke"),
                            ("agenda_member", "agendalid"),
                            ("secretariat", "secretariaat"),
                        ],
                        default="account_holder",
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField()),
                ("covenant_date", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "gaat met de volgende mail mee"),
                            ("held", "wacht op vrijgeven"),
                            ("carried", "in een mail"),
                            ("dropped", "niet meer nodig"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "wat gemeld moet worden",
                "verbose_name_plural": "wat gemeld moet worden",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReminderRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(blank=True, max_length=10)),
                ("code", models.SlugField(blank=True, max_length=80)),
                ("opens", models.BooleanField(default=True)),
                ("slot", models.JSONField(blank=True, default=list)),
                ("days_before", models.JSONField(blank=True, default=list)),
                ("on_the_day", models.BooleanField(default=True)),
                ("days_after", models.JSONField(blank=True, default=list)),
                ("at_percent", models.JSONField(blank=True, default=list)),
                ("second_after", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("second_waits", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "wanneer er wordt gemaild",
                "verbose_name_plural": "wanneer er wordt gemaild",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(blank=True, max_length=80)),
                ("occurrence", models.CharField(blank=True, max_length=400)),
                ("via", models.CharField(max_length=200)),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("done", "het is gebeurd"),
                            ("planned", "er is een datum"),
                            ("cannot", "het lukt niet"),
                            ("mine", "ik pak dit op"),
                            ("other", "niet voor mij"),
                            ("nothing", "niets te melden"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(blank=True, null=True)),
                ("at", models.TimeField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("who", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "gemeld, nog niet gecontroleerd"),
                            ("taken_over", "overgenomen"),
                            ("returned", "teruggelegd"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("received_on", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("entry", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "verbose_name": "melding",
                "verbose_name_plural": "meldingen",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "aanwezige partij",
                "verbose_name_plural": "aanwezige partijen",
            },
        ),
        migrations.CreateModel(
            name="Sender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("blocked_until", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=500)),
                ("seen_at", models.DateTimeField(null=True)),
                ("desk_on", models.DateField(null=True)),
                ("quiet_since", models.DateField(null=True)),
                ("quiet_until", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "verzenden",
                "verbose_name_plural": "verzenden",
            },
        ),
        migrations.AddField(
            model_name="horizon",
            name="notify_on",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="horizon",
            index=models.Index(
                condition=models.Q(("notify_on__isnull", False)),
                fields=["notify_on", "covenant"],
                name="horizon_by_first_mail",
            ),
        ),
        migrations.AddField(
            model_name="historicalmailchoice",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalmailchoice",
            name="tenure",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="obligations.tenure",
            ),
        ),
        migrations.AddField(
            model_name="historicalmailstop",
            name="covenant",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="obligations.covenant",
            ),
        ),
        migrations.AddField(
            model_name="historicalmailstop",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalmailswitch",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalreminderrule",
            name="covenant",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="obligations.covenant",
            ),
        ),
        migrations.AddField(
            model_name="historicalreminderrule",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="covenant",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="obligations.covenant",
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="party",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="obligations.party",
            ),
        ),
        migrations.AddField(
            model_name="historicalreportparty",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalreportparty",
            name="party",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="obligations.party",
            ),
        ),
        migrations.AddField(
            model_name="mailchoice",
            name="tenure",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="mail_choice", to="obligations.tenure"
            ),
        ),
        migrations.AddField(
            model_name="mailstop",
            name="covenant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mail_stops",
                to="obligations.covenant",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailswitch",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_mail_switch"),
        ),
        migrations.AddField(
            model_name="message",
            name="tenure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="obligations.tenure",
            ),
        ),
        migrations.AddField(
            model_name="maillink",
            name="message",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="link", to="obligations.message"
            ),
        ),
        migrations.AddField(
            model_name="historicalreport",
            name="message",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="obligations.message",
            ),
        ),
        migrations.AddField(
            model_name="messagecovenant",
            name="covenant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="obligations.covenant"
            ),
        ),
        migrations.AddField(
            model_name="messagecovenant",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="about_covenants", to="obligations.message"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="covenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="obligations.covenant"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notices",
                to="obligations.message",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="obligations.party"
            ),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="covenant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reminder_rules", to="obligations.covenant"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="covenant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="obligations.covenant"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="obligations.message",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="obligations.party"
            ),
        ),
        migrations.AddField(
            model_name="historicalreportparty",
            name="report",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="obligations.report",
            ),
        ),
        migrations.AddField(
            model_name="reportparty",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="obligations.party"
            ),
        ),
        migrations.AddField(
            model_name="reportparty",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="present", to="obligations.report"
            ),
        ),
        migrations.AddConstraint(
            model_name="sender",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_sender"),
        ),
        migrations.AddConstraint(
            model_name="mailchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__lte", 4)), name="overview_on_a_working_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("away_from__isnull", True), ("away_until__isnull", True)),
                    ("away_until__gte", models.F("away_from")),
                    _connector="OR",
                ),
                name="back_after_leaving",
                violation_error_message="De laatste dag van afwezigheid ligt niet vóór de eerste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("covenant__isnull", False)),
                fields=("covenant", "kind", "code", "occurrence"),
                name="mail_stopped_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("covenant__isnull", True)), fields=("kind",), name="mail_stopped_once_for_all"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailstop",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), ("covenant__isnull", False), _connector="OR"),
                name="mail_stop_of_a_subject_names_the_covenant",
                violation_error_message="Een onderwerp hoort bij een convenant.",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=models.Q(("state", "queued")), fields=["due_at"], name="message_to_send"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ("claimed", "transmitting"))),
                fields=["lease_until"],
                name="message_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["finished_at"], name="message_by_end"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["kind", "subject_key"], name="message_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("recipient", "on", "kind", "subject_key", "generation"), name="message_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("claimed", "transmitting")), _negated=True),
                    models.Q(("lease_until__isnull", False), models.Q(("lease_token", ""), _negated=True)),
                    _connector="OR",
                ),
                name="message_in_hand_has_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagecovenant",
            constraint=models.UniqueConstraint(fields=("message", "covenant"), name="message_covenant_once"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["due_on"], name="notice_waiting"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("covenant", "code", "occurrence", "step", "about_on", "party", "role"), name="notice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "carried"), _negated=True), ("message__isnull", False), _connector="OR"
                ),
                name="notice_carried_by_a_message",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.UniqueConstraint(fields=("covenant", "kind", "code"), name="reminder_rule_once"),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", ""), models.Q(("code", ""), _negated=True)),
                    models.Q(models.Q(("kind", ""), _negated=True), ("code", "")),
                    _connector="OR",
                ),
                name="reminder_rule_of_a_kind_or_an_obligation",
                violation_error_message="Kies een soort of één verplichting.",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["covenant", "state"], name="report_to_check"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["covenant", "code", "occurrence"], name="report_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["done", "planned", "cannot", "mine", "other", "nothing"])),
                name="report_choice_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportparty",
            constraint=models.UniqueConstraint(fields=("report", "party"), name="reported_party_once"),
        ),
        AppendOnly(
            "HistoricalMailChoice",
            "HistoricalMailStop",
            "HistoricalMailSwitch",
            "HistoricalReminderRule",
            "HistoricalReport",
            "HistoricalReportParty",
        ),
    ]
