"""The Plan page: a plan as editable sections, a guided chat beside it, and the routes that both use."""
