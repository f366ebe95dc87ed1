from ocop.core.sockets import Room


class StationeryConfig(Room):
    name = "ocop.stationery"
    label = "stationery"
