"""A synthetic record for benchmarks: many rows in the proportions of a real one, none of which looks like a fact.

names.py     codes, names and public IDs that nobody can mistake for real ones
tables.py    rows of a model, collected and written by COPY
cast.py      who there is: parties, bodies, people, posts, publishers, topics, mechanisms
meetings.py  which dialogues there are, between whom and when
facts.py     one dialogue: who took part, what was agreed, what became of it
sources.py   one dialogue: the articles on it, their texts, and the citations that quote them
rules.py     what the database's triggers check otherwise, asked of the whole afterwards
writing.py   all of it in one transaction
"""
