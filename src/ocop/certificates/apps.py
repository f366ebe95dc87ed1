from ocop.core.sockets import Room


class CertificatesConfig(Room):
    name = "ocop.certificates"
    label = "certificates"
