"""The nouns: frozen records that stages hand to one another. No behaviour beyond small derived values."""
