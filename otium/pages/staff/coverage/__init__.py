"""One coverage of one patient: the benefit sheet with where each value comes from, its history, what is counted up."""
