from ocop.core.sockets import Room


class PlacesConfig(Room):
    name = "ocop.places"
    label = "places"
