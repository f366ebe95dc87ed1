from ocop.core import sockets


class StationeryConfig(sockets.Room):
    name = "ocop.stationery"
    label = "stationery"
