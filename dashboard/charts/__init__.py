"""Charts: their model, their renderers, fonts and colours."""
