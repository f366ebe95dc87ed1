"""Who looks after the criteria and the processes: they hold for every province."""

from ocop.core.rights import runs_installation

manages_editions = runs_installation
