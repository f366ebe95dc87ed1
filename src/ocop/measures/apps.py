from ocop.core import sockets


class MeasuresConfig(sockets.Room):
    name = "ocop.measures"
    label = "measures"
