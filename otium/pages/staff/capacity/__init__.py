"""Hours and money of the calendar: production, utilisation, forecast."""
