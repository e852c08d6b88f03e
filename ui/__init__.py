"""Doors for people and programs: the command line and the web app. Thin: every verb lives in the core."""
