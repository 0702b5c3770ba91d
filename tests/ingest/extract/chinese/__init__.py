"""The rules for Chinese texts."""
