"""The figures we hold ourselves to, measured: one JSON object a line, each with a peer or a floor of the same run."""
