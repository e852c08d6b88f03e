"""From a question, with its history, to ranked passages. Pure logic over the seams."""
