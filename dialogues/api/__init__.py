"""The REST API, version 1: what the public record says, and a door for articles. One resource a module.

Errors are problem details (RFC 9457), lists are cursor pages, filters are those of the pages
(`dialogues/queries/filters.py`). The guide for users is `docs/api.md`.
"""
