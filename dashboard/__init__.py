"""Shows a built warehouse: pages to view, later to update and present. It reads builds and computes no assessment."""
