"""The rows of many-to-many tables as models of their own, so that their history is kept like that of any table."""

from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.outcome import Outcome
from dialogues.models.participation import Participation


@tracked(part_of=["dialogue"])
class DialogueTopic(Dialogue.topics.through):  # type: ignore[name-defined,misc] # made by Django at run time
    """A topic of a dialogue."""

    class Meta:
        proxy = True
        verbose_name = "topic of the dialogue"

    def __str__(self) -> str:
        return str(self.topic)


@tracked(part_of=["outcome"])
class OutcomeTopic(Outcome.topics.through):  # type: ignore[name-defined,misc] # made by Django at run time
    """A topic of an outcome."""

    class Meta:
        proxy = True
        verbose_name = "topic of the outcome"

    def __str__(self) -> str:
        return str(self.topic)


@tracked(part_of=["participation"])
class ParticipationTenure(Participation.tenures.through):  # type: ignore[name-defined,misc] # made at run time
    """An office that a participant held."""

    class Meta:
        proxy = True
        verbose_name = "office of the participant"

    def __str__(self) -> str:
        return str(self.tenure)
