"""`python -m interviewbuddy` is `buddy`."""

from interviewbuddy.cli import main

main()
