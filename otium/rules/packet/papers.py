"""Which documents on file are the papers that a payer asks for, by their kinds."""

from otium.terms.chart import Chart, Paper

# What a payer calls it -> kinds of documents that are it.
KINDS = {
    "order": ("order", "referral"),
    "evaluation": ("evaluation", "re_evaluation"),
    "progress_report": ("progress_report", "progress", "re_evaluation"),
    "job_description": ("job_description",),
}


def newest(chart: Chart, wanted: str) -> Paper | None:
    """The newest document of the kind that is on file on the day of the packet."""
    kinds = KINDS.get(wanted, (wanted,))
    of_kind = [paper for paper in chart.papers if paper.kind in kinds and paper.received_on <= chart.on]
    return max(of_kind, key=lambda paper: (paper.received_on, str(paper.id)), default=None)
