"""The addresses of the installation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from yiwang.infra import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/", include("yiwang.api.main")),
    path("", include("yiwang.web.urls")),
]

handler400 = "yiwang.web.views.errors.bad_request"
handler403 = "yiwang.web.views.errors.forbidden"
handler404 = "yiwang.web.views.errors.not_found"
handler500 = "yiwang.infra.middleware.server_error"  # which knows a lost database from a fault of ours
