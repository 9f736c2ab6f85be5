"""A story's documents and layers to a `Dossier`: claims, points, roots, figures, quotes, conflicts, timeline."""
