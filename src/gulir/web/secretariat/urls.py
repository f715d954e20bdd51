"""Addresses of the secretariat's counter."""

from __future__ import annotations

from django.urls import path

from gulir.web.secretariat import logins, people

app_name = "secretariat"
urlpatterns = [
    path("warga/", people.index, name="people"),
    path("warga/<uuid:person>/", people.show, name="person"),
    path("akses/", logins.index, name="logins"),
    path("akses/baru/", logins.new, name="login_new"),
    path("akses/menunggu/", logins.seconds, name="seconds"),
    path("akses/menunggu/<uuid:change>/", logins.second, name="second"),
    path("akses/<int:user>/", logins.show, name="login"),
]
