"""Where places are, from GeoNames and our own spellings."""
