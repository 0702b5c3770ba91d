from django.conf import settings
from django.db import models

from dialogues.models.extraction import Extraction
from dialogues.models.history import tracked
from dialogues.models.vocabularies import NothingFoundVerdict


@tracked(part_of=["extraction"])
class NothingFound(models.Model):
    """What a person says of a reading that found nothing. Without a row here nobody has looked yet.

    It belongs to the reading, not to the article: another version of the extractor reads anew and is judged anew.
    """

    extraction = models.OneToOneField(Extraction, on_delete=models.CASCADE, related_name="nothing_found")
    verdict = models.CharField(max_length=16, choices=NothingFoundVerdict.choices)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "verdict on an empty reading"
        verbose_name_plural = "verdicts on empty readings"

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.extraction}"
