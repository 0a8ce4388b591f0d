"""Schedule instances and solutions as JSON: `read_instance`, `read_solution`, `write_instance`, `write_solution`.

The format is docs/formats/schedule.md. Reading refuses the whole file and says each place that is wrong.
"""

from otium.wires.calendar.plans.cursor import Unreadable
from otium.wires.calendar.plans.instances import read_instance
from otium.wires.calendar.plans.solutions import read_solution
from otium.wires.calendar.plans.writing import write_instance, write_solution

__all__ = ["Unreadable", "read_instance", "read_solution", "write_instance", "write_solution"]
