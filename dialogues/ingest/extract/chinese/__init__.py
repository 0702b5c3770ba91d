"""The rules for Chinese, simplified and traditional."""

from dialogues.ingest.extract.chinese.core import extract_chinese

__all__ = ["extract_chinese"]
