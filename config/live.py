"""The ASGI door of the live stream that granian serves: settings for where the database is, no apps, no pages."""

import os
import resource

from django.conf import settings
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from yiwang.infra.supervisor import die_with_parent
from yiwang.live.stream import application as _application

if os.environ.get("YIWANG_SUPERVISED"):
    die_with_parent()
_, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(_most, 65536), _most))  # a descriptor for every open page; the usual limit is 1024
application = _application(admits=import_string(import_string(settings.LIVE_ADMITS)), key=settings.SECRET_KEY)
