"""Scoring the extractor on labelled texts: labels, what counts as the same, and figures per fact.

The way of a text: `labels` reads it, `answers` puts what the extractor found into the labels' shape, `scoring` compares
the two by the rules of `sameness`, `figures` adds up.
"""
