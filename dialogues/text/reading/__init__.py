"""From the bytes of a document to its text and what is known of it: one module a format.

`document.py` says what comes out and what may go wrong, `read.py` chooses the format, `template.py` is the process in
which documents are read. What somebody else wrote is never parsed in a process that must live.
"""
