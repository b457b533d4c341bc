// A conductor's counting of one vehicle's trips. All of it lies on this phone first; the hub has it when there is a network.
(function () {
  "use strict";
  var CACHE = "chot-trip-1";
  // Between two tries while something waits.
  var AGAIN_MS = 10000;
  // Trips that are shown again after they ended.
  var SHOWN = 5;

  var page = document.getElementById("trip");
  var words = JSON.parse(page.getAttribute("data-words"));
  var key = "chot-trips " + location.pathname;
  var state = read();
  var asksToEnd = false;
  var isSending = false;
  var isKept = true;

  function read() {
    try {
      var stored = JSON.parse(localStorage.getItem(key));
      if (stored && stored.trips instanceof Array) return stored;
    } catch (error) {
      // Whatever lies there is none of ours.
    }
    return { trips: [] };
  }

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify(state));
      isKept = true;
    } catch (error) {
      isKept = false;
    }
  }

  function open() {
    return state.trips.filter(function (trip) {
      return !trip.ended;
    })[0];
  }

  function waiting() {
    return state.trips.filter(function (trip) {
      return trip.kept !== trip.n;
    });
  }

  function made() {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    var text = String.fromCharCode.apply(null, bytes);
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function now() {
    return new Date().toISOString();
  }

  function hour(at) {
    var date = new Date(at);
    function two(number) {
      return (number < 10 ? "0" : "") + number;
    }
    return two(date.getHours()) + ":" + two(date.getMinutes());
  }

  // What a button does. Each change has a greater number: the hub takes the newest.
  var deeds = {
    depart: function () {
      if (open()) return;
      state.trips.push({ trip: made(), n: 0, departed: now(), boarded: 0, alighted: 0, most: 0 });
    },
    board: function (trip) {
      trip.boarded += 1;
      trip.most = Math.max(trip.most, trip.boarded - trip.alighted);
    },
    alight: function (trip) {
      if (trip.boarded > trip.alighted) trip.alighted += 1;
    },
    end: function (trip) {
      if (!asksToEnd) {
        asksToEnd = true;
        return false;
      }
      trip.ended = now();
      return true;
    },
  };

  function act(name) {
    var before = open();
    if (!before && name !== "depart") return;
    var done = deeds[name](before);
    if (done !== false) {
      asksToEnd = false;
      var changed = before || open();
      changed.n += 1;
      keep();
      send();
    }
    show();
  }

  function say(id, text) {
    var element = document.getElementById(id);
    if (element.textContent !== text) element.textContent = text;
  }

  function show() {
    var trip = open();
    var buttons = page.querySelectorAll("[data-do]");
    for (var at = 0; at < buttons.length; at += 1) {
      var isDepart = buttons[at].getAttribute("data-do") === "depart";
      buttons[at].hidden = isDepart === Boolean(trip);
    }
    document.getElementById("riding").hidden = !trip;
    if (trip) {
      say("count", String(trip.boarded - trip.alighted));
      say("since", words.since + " " + hour(trip.departed) + " · " + words.boarded + " " + trip.boarded);
      say("end", asksToEnd ? words.endAgain : words.end);
    }
    var left = waiting().length;
    say("sent", !isKept ? words.unkept : left === 0 ? words.sent : words.waiting + " " + left);
    page.setAttribute("data-waiting", String(left));
    var list = document.getElementById("ended");
    list.textContent = "";
    var ended = state.trips.filter(function (one) {
      return one.ended;
    });
    document.getElementById("past").hidden = ended.length === 0;
    ended
      .reverse()
      .forEach(function (one) {
        var line = document.createElement("li");
        line.textContent =
          hour(one.departed) + "–" + hour(one.ended) + " · " + words.boarded + " " + one.boarded;
        list.appendChild(line);
      });
  }

  // Ended trips that the hub has go, but the newest.
  function tidy() {
    var had = state.trips.filter(function (trip) {
      return trip.ended && trip.kept === trip.n;
    });
    var gone = had.slice(0, Math.max(0, had.length - SHOWN));
    state.trips = state.trips.filter(function (trip) {
      return gone.indexOf(trip) < 0;
    });
  }

  function send() {
    var left = waiting();
    if (isSending || left.length === 0) return;
    isSending = true;
    var sent = left.slice(0, 20).map(function (trip) {
      return {
        trip: trip.trip,
        n: trip.n,
        departed: trip.departed,
        ended: trip.ended,
        boarded: trip.boarded,
        alighted: trip.alighted,
        most: trip.most,
      };
    });
    var request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("content-type", "application/json");
    request.timeout = 20000;
    request.onloadend = function () {
      isSending = false;
      if (request.status !== 204) return;
      sent.forEach(function (one) {
        state.trips.forEach(function (trip) {
          if (trip.trip === one.trip) trip.kept = one.n;
        });
      });
      tidy();
      keep();
      show();
      // What was counted meanwhile.
      send();
    };
    request.send(JSON.stringify({ trips: sent }));
  }

  page.addEventListener("click", function (event) {
    var button = event.target;
    while (button && button !== page && !button.getAttribute("data-do")) button = button.parentNode;
    if (button && button !== page) act(button.getAttribute("data-do"));
  });
  addEventListener("online", send);
  // Another tab counts the same trips.
  addEventListener("storage", function (event) {
    if (event.key !== key) return;
    state = read();
    show();
  });
  setInterval(send, AGAIN_MS);
  page.hidden = false;
  show();
  send();

  if ("serviceWorker" in navigator && "caches" in window) {
    navigator.serviceWorker
      .register("/x/sw.js", { scope: "/x/" })
      .then(function () {
        // Once it answers.
        return navigator.serviceWorker.ready;
      })
      .then(function () {
        return caches.open(CACHE);
      })
      .then(function (cache) {
        return cache.addAll([location.pathname + location.search, "/x/trip.js"]);
      })
      .then(function () {
        say("offline", words.offline);
        page.setAttribute("data-offline", "yes");
      })
      .catch(function () {
        say("offline", words.online);
      });
  } else {
    say("offline", words.online);
  }
})();
