"""Translation: catalogues, number and date formats, labels of coded words."""
