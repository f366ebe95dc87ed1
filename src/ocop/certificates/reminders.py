"""Certificates that begin, end, or outlived their successor."""

from ocop.people.reminding import Kind, register

from .actions import certificates, expiry

register(certificates.BEGINS, Kind(certificates.begin, lambda: (), acts=True))
register(certificates.OUTLIVED, Kind(certificates.end, certificates.unended, acts=True))
register(expiry.CERTIFICATE, Kind(expiry.remind, expiry.unplanned))
register(expiry.NOTICE, Kind(expiry.remind_office, expiry.unplanned_notices))
