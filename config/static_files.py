"""Static texts gzipped, once in a process each.

WhiteNoise serves compressed copies that lie beside the files, which would take a build step
(`collectstatic`) before every start. Stands before it among the middleware.
"""

import gzip

from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseFileResponse

TEXTS = ("text/", "image/svg+xml", "application/json")  # a script is text/javascript


class GzippedStaticFiles:
    def __init__(self, get_response):
        self.get_response = get_response
        self.kept = {}  # (path, ETag) to bytes: as many as there are static files

    def __call__(self, request):
        response = self.get_response(request)
        if not isinstance(response, WhiteNoiseFileResponse) or not _is_text(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if request.method == "GET" and "gzip" in request.headers.get("Accept-Encoding", ""):
            self._pack(request.path_info, response)
        return response

    def _pack(self, path, response):
        """The ETag stays: WhiteNoise must know it again when it is asked whether it still holds."""
        key = path, response["ETag"]
        if key not in self.kept:
            self.kept[key] = gzip.compress(response.getvalue(), mtime=0)
        response.streaming_content = [self.kept[key]]
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(self.kept[key]))


def _is_text(response):
    """All of one: neither a part, nor the answer that it has not changed."""
    return response.status_code == 200 and response.get("Content-Type", "").startswith(TEXTS)
