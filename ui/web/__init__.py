"""The web app: an Ask page and a Library, on Gradio. `serve(settings)` opens it; nothing here imports Gradio early."""

from ui.web.server import serve

__all__ = ["serve"]
