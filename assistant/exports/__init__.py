"""Plans as files for people and programs, and back: one module per format and direction."""
