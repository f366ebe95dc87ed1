from ocop.core.sockets import Room


class MeasuresConfig(Room):
    name = "ocop.measures"
    label = "measures"
