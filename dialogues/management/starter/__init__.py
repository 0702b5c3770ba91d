"""The starter record: read the files, check them, map their terms, create the rows that are missing.

entries.py     what a file holds, as typed entries
nodes.py       a YAML node with its line: the checker
reading.py     file -> entries, or every mistake with its file and line
joining.py     entries of several files with one id -> one entry
terms.py       the files' terms -> our vocabularies, with the reason where it is a choice
stances.py     what each account and claim says about the fact, read by hand
offices.py     an office as stated -> posts and their organizations
publishing.py  a source -> its publisher's perspective, party and kind of article
titles.py      what a dialogue is called
identity.py    stable public IDs, the same in every installation
rows.py        create what is missing, change nothing
loading.py     the order in which rows are made; people.py ... comparisons.py make them
report.py      what was mapped how
"""
