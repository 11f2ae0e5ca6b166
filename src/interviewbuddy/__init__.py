"""InterviewBuddy: Korean interview practice, and the lab behind it."""

from importlib.metadata import version

__version__ = version("interviewbuddy")
__all__ = ["__version__"]
