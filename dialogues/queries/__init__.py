"""Reads over several models: the pages, the API and the exports call the same ones, so that numbers agree everywhere.

A filter over one model is a method of its QuerySet. Nothing here writes.
"""
