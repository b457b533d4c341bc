// Conductors' pages where there is no network: the newest answer that came is shown again.
(function () {
  "use strict";
  var CACHE = "chot-trip-1";

  self.addEventListener("install", function () {
    self.skipWaiting();
  });
  self.addEventListener("activate", function (event) {
    event.waitUntil(self.clients.claim());
  });
  self.addEventListener("fetch", function (event) {
    var request = event.request;
    var path = new URL(request.url).pathname;
    if (request.method !== "GET" || path.indexOf("/x/") !== 0) return;
    event.respondWith(
      fetch(request)
        .then(function (answer) {
          if (answer.ok) {
            var copy = answer.clone();
            event.waitUntil(
              caches.open(CACHE).then(function (cache) {
                return cache.put(request, copy);
              }),
            );
          }
          return answer;
        })
        .catch(function () {
          return caches.match(request, { ignoreSearch: true }).then(function (known) {
            return known || Response.error();
          });
        }),
    );
  });
})();
