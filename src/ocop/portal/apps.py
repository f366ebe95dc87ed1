from ocop.core import sockets


class PortalConfig(sockets.Room):
    name = "ocop.portal"
    label = "portal"
