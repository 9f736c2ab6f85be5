"""`Dossier` to text: terminal, Markdown, JSON, HTML. Renderers add nothing that the dossier does not hold."""
