"""Linking: what of the facts of an article the record holds already, with the reasons in words.

One module a concept; `linker.py` asks them in turn. What they need of the record is read once for an article
(`held.py`), so the number of queries does not grow with its facts. Where two candidates tie, there is no match: the
reason names both, and a person decides. Nothing here writes.
"""
