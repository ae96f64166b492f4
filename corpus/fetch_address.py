"""Where connections may go: to the public internet and to addresses the user set, nowhere else."""

from __future__ import annotations

import ipaddress
import socket
import urllib.request
from urllib.parse import urlsplit

import httpx


def origin(url: str) -> tuple[str, int] | None:
    """Host and port an address names; None if it names no host."""
    parts = urlsplit(url)
    if not parts.hostname:
        return None
    return parts.hostname.lower(), parts.port or (443 if parts.scheme == "https" else 80)


class PrivateAddress(httpx.UnsupportedProtocol):
    """An address inside a private network."""


class GuardedTransport(httpx.BaseTransport):
    """Resolves a name once, refuses private addresses, and connects to the very address it checked.

    Each hop of a redirect passes here, so none leads inside; and no name can change its address between the check and
    the connection. Behind a proxy the proxy resolves names; then only names and numbers that are private as written
    can be refused.
    """

    def __init__(self, own: frozenset[tuple[str, int]]) -> None:
        self._own = own
        self._context = httpx.create_ssl_context()
        self._direct: dict[str, httpx.HTTPTransport] = {}
        self._proxied: dict[str, httpx.HTTPTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises `PrivateAddress` where it would go inside."""
        host = request.url.host
        if request.url.scheme not in ("http", "https"):
            raise httpx.UnsupportedProtocol(f"{request.url.scheme} is neither http nor https")
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        own = (host.lower(), port) in self._own
        proxy = _proxy_for(request.url.scheme, host)
        if proxy:
            if not own and _is_private(host):
                raise _private(host)
            return self._through(proxy).handle_request(request)
        addresses = _addresses(host, port)
        if not own and any(map(_is_private, addresses)):
            raise _private(host)
        for i, address in enumerate(addresses):
            try:
                return self._to(host, address, request)
            except httpx.ConnectError:
                if i == len(addresses) - 1:
                    raise
        raise httpx.ConnectError(f"no address is known for {host}", request=request)

    def _to(self, host: str, address: str, request: httpx.Request) -> httpx.Response:
        # One pool a name: a connection whose certificate was checked for one name never carries another's request.
        transport = self._direct.get(host)
        if transport is None:
            transport = self._direct[host] = httpx.HTTPTransport(verify=self._context)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return transport.handle_request(pinned)

    def _through(self, proxy: str) -> httpx.HTTPTransport:
        if proxy not in self._proxied:
            self._proxied[proxy] = httpx.HTTPTransport(verify=self._context, proxy=proxy)
        return self._proxied[proxy]

    def close(self) -> None:
        """Close every connection."""
        for transport in (*self._direct.values(), *self._proxied.values()):
            transport.close()


def _proxy_for(scheme: str, host: str) -> str:
    found = urllib.request.getproxies()
    proxy = found.get(scheme) or found.get("all") or ""
    if not proxy or urllib.request.proxy_bypass(host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(f"its name is not known ({getattr(error, 'strerror', None) or error})") from error
    return list(dict.fromkeys(str(f[4][0]) for f in found))


def _is_private(host: str) -> bool:
    """True for an address that is not of the public internet, and for names that never are."""
    if host.lower().rstrip(".") == "localhost" or host.lower().endswith((".localhost", ".local", ".internal")):
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]").split("%")[0])
    except ValueError:
        return False
    inside = getattr(address, "ipv4_mapped", None) or address
    return not inside.is_global or inside.is_multicast


def _private(host: str) -> httpx.UnsupportedProtocol:
    return PrivateAddress(f"{host} lies in a private network")
