"""Breaking Otium on purpose, and counting what was lost or done twice."""
