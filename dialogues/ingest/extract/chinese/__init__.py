"""The rules for Chinese, simplified and traditional."""

from dialogues.ingest.extract.chinese.extract_chinese import extract_chinese

__all__ = ["extract_chinese"]
