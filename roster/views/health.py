from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from roster.health import ages, report


@login_not_required
@require_safe
@never_cache
def health(request):
    """200 when every part is well, 503 when one is not; a word for each."""
    now = timezone.now()
    parts = report(now)
    well = all(word == "ok" for word in parts.values())
    return JsonResponse(parts | {"seconds": ages(now)}, status=200 if well else 503)
