"""Signs that a text is not the whole article."""

import re
from typing import Final

from dialogues.text.reading.page import Page

PAYWALL: Final = "The page says that it is not free to read in full: the text is probably only its beginning."
ENDS_EARLY: Final = "The text ends with “{}”: the page probably shows only the beginning."
ENDS_WITHIN: Final = "The text ends within a sentence: its end may be missing."
INVITATIONS: Final = (
    r"continue reading|keep reading|read (?:more|on|the full (?:story|article|text))",
    r"subscribe (?:now )?to (?:continue|read)|(?:sign|log) in to (?:continue|read)",
    r"(?:the rest of )?this (?:article|content|story) is (?:for|reserved for|only available to) subscribers",
    r"(?:jetzt )?weiterlesen|lire la suite|réservé aux abonnés|seguir leyendo|читать (?:далее|полностью|дальше)",
    r"阅读全文|展开全文|查看全文|点击查看更多|未完待续",
)
CONTINUED: Final = re.compile(rf"(?:{'|'.join(INVITATIONS)})[\s.…>»→:]*$", re.IGNORECASE)
INVITING_CLASSES: Final = re.compile(r"continue-?reading|paywall|read-?more-(?:full|article)")
ENDINGS: Final = re.compile(r"[.!?…:;\"'”’»)\]。！？：；）】》」』%*|#\d]\s*$")
LETTERS: Final = re.compile(r"[^\W\d_]")
ENOUGH_TO_BE_A_SENTENCE: Final = 60


def warnings_of_text(text: str) -> tuple[str, ...]:
    """What the end of the text gives away."""
    last = text.rstrip().rpartition("\n")[2].strip()
    continued = CONTINUED.search(last)
    if continued is not None:
        return (ENDS_EARLY.format(continued.group().strip()),)
    if last.endswith(("[…]", "[...]", "(...)")) or (
        len(last) > ENOUGH_TO_BE_A_SENTENCE and last.endswith(("...", "…"))
    ):
        return (ENDS_EARLY.format(last[-20:]),)
    # A last line without an end is a signature or a list's item when it is short.
    if len(last) > ENOUGH_TO_BE_A_SENTENCE and not ENDINGS.search(last) and LETTERS.search(last[-1]):
        return (ENDS_WITHIN,)
    return ()


def warnings_of_page(page: Page) -> tuple[str, ...]:
    """What the page says for machines, and whether it invites to read on somewhere else."""
    free = [article.get("isAccessibleForFree") for article in page.articles]
    if any(str(value).lower() == "false" for value in free) or page.meta.get("article:content_tier") in {
        "locked",
        "metered",
    }:
        return (PAYWALL,)
    for element in page.tree.xpath("//article//a | //main//a | //article//button | //main//button")[-30:]:
        if element.get("class") and INVITING_CLASSES.search(element.get("class")):
            return (ENDS_EARLY.format((element.text_content() or "").strip()[:60]),)
    return ()
