"""From a local problem to an action plan: one plan object, and every change to it an event."""
