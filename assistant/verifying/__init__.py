"""Is a sentence carried by the text it cites? Rules that may refuse, and a small trained weighing of the rest."""
