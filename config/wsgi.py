"""The WSGI door that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from yiwang.infra.supervisor import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if os.environ.get("YIWANG_SUPERVISED"):  # a web process whose parent was killed must not hold the port
    die_with_parent()
application = get_wsgi_application()
