"""The web service: pages and the API, a skin over `buddy` that knows HTTP and nothing of models."""

from interviewbuddy.web.app import Settings, create_app

__all__ = ["Settings", "create_app"]
