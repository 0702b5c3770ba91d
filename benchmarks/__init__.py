"""Measured comparisons, run by hand with `make bench`; README.md says what each row means. Never a timed test."""
