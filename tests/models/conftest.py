"""The starter record, for the hard cases."""

from tests.management.conftest import seeded

__all__ = ["seeded"]
