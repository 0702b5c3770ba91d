"""The rules for languages other than English and Chinese: the core fields of a reported meeting, and who led it.

Each language is one file of words, data/languages/<code>.yaml; names of states, months and weekdays come from the
Unicode Common Locale Data Repository (Babel). A language without a file is not read at all, and says so.
"""

from dialogues.ingest.extract.other_languages.extract_other import extract_other, is_read

__all__ = ["extract_other", "is_read"]
