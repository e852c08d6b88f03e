"""From files to a published index: read, clean, split, link, embed, publish."""
