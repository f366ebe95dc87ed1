from ocop.core import sockets


class PlacesConfig(sockets.Room):
    name = "ocop.places"
    label = "places"
