"""Wiring only: settings, addresses, the Celery application, and the start of everything on one machine."""

from config.celery import application as celery_application

__all__ = ["celery_application"]
