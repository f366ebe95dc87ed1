"""The `ocop` command. `ocop rules` and `ocop rank` need neither server nor database; the others start Django.

The parts import what they need inside each command: `ocop --help` stays quick.
"""

from . import criteria, figures, installation, proving, serving, units
from .base import main

__all__ = ["criteria", "figures", "installation", "main", "proving", "serving", "units"]
