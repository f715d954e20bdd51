"""Every address of the product, as Django's resolver knows it: new pages are found without being listed anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

__all__ = ["Route", "here", "route_of", "routes"]


@dataclass(frozen=True, order=True)
class Route:
    """One address of the product: its template (`pinjaman/<uuid:loan>/`), the name of its page, whether it asks."""

    template: str
    name: str
    asks: bool

    @property
    def path(self) -> str:
        """The address itself, of a route that asks for nothing."""
        return f"/{self.template}"


def routes() -> list[Route]:
    """All routes that can be looked at, without static files and without doors that only take something in."""
    return sorted({route for route in _walk(get_resolver(), "") if not _elsewhere(route)})


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        template = prefix + _template(pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, template)
        elif not _only_takes(pattern):
            yield Route(template=template, name=pattern.name or template, asks="<" in template or "(" in template)


def _template(pattern: URLPattern | URLResolver) -> str:
    return str(pattern.pattern).lstrip("^").rstrip("$").replace(r"\Z", "")


def _only_takes(pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "view_class", None)
    return view is not None and not hasattr(view, "get")


def _elsewhere(route: Route) -> bool:
    return route.template.startswith(("static/", "media/", "admin/")) or "logout" in route.name


def route_of(path: str) -> str | None:
    """The template of the route that answers a path; None for an address that is not ours."""
    try:
        return resolve(path).route.lstrip("^").rstrip("$").replace(r"\Z", "")
    except Resolver404:
        return None


def here(link: str, page: str) -> str | None:
    """The path and query of a link on a page, when it leads to the same place; None when it leads out."""
    target, source = urlsplit(urljoin(page, link)), urlsplit(page)
    if (target.scheme, target.netloc) != (source.scheme, source.netloc):
        return None
    return target.path + (f"?{target.query}" if target.query else "")
