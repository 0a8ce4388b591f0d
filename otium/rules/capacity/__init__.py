"""Hours offered (`hours`), what is done in them (`production`, `utilisation`, `lost`), what they will be asked for
(`forecast`)."""
