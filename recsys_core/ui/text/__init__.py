"""Every word on screen: catalogues by language, number formats, sentences."""
