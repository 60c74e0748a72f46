"""A host that proves with a certificate of its own that it is files.example.com; nobody else believes it."""

import ssl
from pathlib import Path
from tempfile import NamedTemporaryFile

NAME = "files.example.com"
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBrTCCAVOgAwIBAgIUE+VwGAal7/7FMurzn0vRQ+wf4YAwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRZmlsZXMuZXhhbXBsZS5jb20wIBcNMjYxMTIzMDIwODI4WhgP
MjEyNjEwMzAwMjA4MjhaMBwxGjAYBgNVBAMMEWZpbGVzLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnRnnRyClPn44zts4jqAwqhP81Rh8p2QZ
wyw+8uclxpwMIq6AOKhEGtK0NO/jUE66yv/NUegtfD/ohHRETr2FhaNxMG8wHQYD
VR0OBBYEFDR+oPPUYdUY/VLwnxyUF6Fduus5MB8GA1UdIwQYMBaAFDR+oPPUYdUY
/VLwnxyUF6Fduus5MBwGA1UdEQQVMBOCEWZpbGVzLmV4YW1wbGUuY29tMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhALucWuCvW5bvi+BDHqVnbJWJ
aqaLK6hyODHbT/eAX5olAiARXCIGjrcKV0DxFDD+cNDZQyUG6sNji8qD+lq+aZKW
xA==
-----END CERTIFICATE-----
"""
KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkcqBaS3YiKszrGIa
C5440eN2ucnsAo2tU0WAdtMy7EahRANCAASdGedHIKU+fjjO2ziOoDCqE/zVGHyn
ZBnDLD7y5yXGnAwiroA4qEQa0rQ07+NQTrrK/81R6C18P+iEdEROvYWF
-----END PRIVATE KEY-----
"""


def server_side() -> ssl.SSLContext:
    """Of the host."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(CERTIFICATE + KEY)
        file.flush()
        context.load_cert_chain(Path(file.name))
    return context


def client_side() -> ssl.SSLContext:
    """Of whoever believes it."""
    return ssl.create_default_context(cadata=CERTIFICATE)
