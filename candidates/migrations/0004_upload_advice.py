from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0003_eligibility"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="advice",
            field=models.TextField("提示", blank=True, help_text="一行一条"),
        ),
    ]
