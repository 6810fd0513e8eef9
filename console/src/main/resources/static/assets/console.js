// The page: follows the node by polling its state, and the alerts by server-sent events.
import { AlertList } from "/assets/alerts.js";
import { showNode, showLost } from "/assets/node.js";

const POLL_MILLIS = 2000;
const RETRY_MILLIS = 5000;
const RECENT = 200;

const list = new AlertList();
let place = null;

async function json(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) {
    throw new Error(`${path} answers ${answer.status}`);
  }
  return answer.json();
}

async function look() {
  try {
    const node = await json("/api/v1/node");
    showNode(node);
    list.node(node);
  } catch {
    showLost();
    list.node(null);
  }
}

async function poll() {
  if (!document.hidden) {
    await look();
  }
  setTimeout(poll, POLL_MILLIS);
}

// The latest alerts first, then all after them: the place between the two loses none.
async function follow() {
  try {
    if (place === null) {
      const recent = await json(`/api/v1/alerts?limit=${RECENT}`);
      recent.alerts.forEach((entry) => list.add(entry.alert, false));
      place = recent.last;
    }
  } catch {
    list.connection("lost");
    setTimeout(follow, RETRY_MILLIS);
    return;
  }
  const stream = new EventSource(`/api/v1/alerts/stream?after=${encodeURIComponent(place)}`);
  stream.addEventListener("open", () => list.connection("live"));
  stream.addEventListener("alert", (event) => {
    place = event.lastEventId;
    list.add(JSON.parse(event.data), true);
  });
  stream.addEventListener("gap", (event) => list.missed(JSON.parse(event.data).missed));
  stream.addEventListener("error", () => {
    list.connection("lost");
    look();
    // The browser tries again by itself, except after an answer that is no stream.
    if (stream.readyState === EventSource.CLOSED) {
      stream.close();
      setTimeout(follow, RETRY_MILLIS);
    }
  });
}

const THEMES = { system: "light dark", light: "light", dark: "dark" };

function theme() {
  const button = document.getElementById("theme");
  const show = (name) => {
    document.documentElement.style.colorScheme = THEMES[name];
    button.textContent = `Theme: ${name}`;
  };
  let current = localStorage.getItem("theme");
  current = current in THEMES ? current : "system";
  show(current);
  button.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    current = names[(names.indexOf(current) + 1) % names.length];
    localStorage.setItem("theme", current);
    show(current);
  });
}

theme();
poll();
follow();
