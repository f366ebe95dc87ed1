from ocop.core.sockets import Room


class PortalConfig(Room):
    name = "ocop.portal"
    label = "portal"
