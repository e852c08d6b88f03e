"""From ranked passages to a cited answer, or to an honest refusal. Pure logic over the seams."""
