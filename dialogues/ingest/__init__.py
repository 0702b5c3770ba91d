"""From the world to pending suggestions, one module a stage, in this order:

add (what a person or a feed gives us becomes an Article) -> fetch -> read -> dedupe -> extract -> suggest.

`feeds` is a way in, before the stages: it gives `add` what the feeds name. The stages themselves do not import each
other: they hand over through rows. Each has a `work`, which touches the network or the
processor and writes nothing, and a `write`, which runs in the transaction that also closes the job and returns the
snapshot with which the next stage goes on. A newer version of an article goes the same way (docs/ingestion.md).
"""
