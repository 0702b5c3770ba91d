"""The language of a text."""

import re
from typing import Final

import py3langid

HAN: Final = re.compile(r"[\u4e00-\u9fff]")
# Characters that exist, in this use, in one of the two forms only.
TRADITIONAL: Final = re.compile(r"[國會與對話網絡輪長議實設關這個們來時]")
SAMPLE_CHARACTERS: Final = 5000


def language_of(text: str) -> str:
    """A BCP 47 tag. Chinese is told by its characters, simplified from traditional; other languages by py3langid."""
    sample = text[:SAMPLE_CHARACTERS]
    han = len(HAN.findall(sample))
    tag = str(py3langid.classify(sample)[0])
    if tag == "zh" or (han > len(sample) // 3 and tag not in {"ja", "ko"}):
        return "zh-Hant" if len(TRADITIONAL.findall(sample)) * 20 > han else "zh-Hans"
    return tag
