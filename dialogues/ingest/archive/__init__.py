"""Archives for backfills: a folder, a WARC file or JSON lines, read as a stream of articles and taken in once each.

`opening` says what stands at a path; `folder`, `web_archive` and `json_lines` read it; `take_in` writes.
"""
