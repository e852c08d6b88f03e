"""The only modules that import the heavy libraries; each is named in one place, the wiring."""
