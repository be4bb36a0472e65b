from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("batches", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="batchitem",
            name="avoidance_declared",
            field=models.BooleanField(default=False, verbose_name="考评员与考生无任教、亲属关系"),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="avoidance_named",
            field=models.CharField(blank=True, max_length=300, verbose_name="须回避的考评员"),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="panel_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="考评组说明"),
        ),
    ]
