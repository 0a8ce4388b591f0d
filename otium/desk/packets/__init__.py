"""Packets of requests: compiled from the chart, signed by the therapist, set as PDF."""

from otium.desk.packets.compiling import NoChartError, chart_of, compiled, compiled_all

__all__ = ["NoChartError", "chart_of", "compiled", "compiled_all"]
