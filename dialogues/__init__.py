"""Readout: what two governments agreed when they met, who was in the room, and what became of it."""

__version__ = "0.1.0"
