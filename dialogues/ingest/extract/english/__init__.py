"""The rules for English: what is agreed by which verb, who led whom, when it was held."""

from dialogues.ingest.extract.english.extract_english import extract_english

__all__ = ["extract_english"]
