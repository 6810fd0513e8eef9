// The list of alerts: newest first, bounded, can be paused and filtered.
const MOST = 300;
const ANNOUNCE_MILLIS = 5000;

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

const byId = (id) => document.getElementById(id);

function tone(alert) {
  if (alert.status === "resolved") {
    return "good";
  }
  return ["high", "critical", "error", "page"].includes(alert.severity) ? "bad" : "warn";
}

function short(time) {
  const today = new Date().toDateString() === time.toDateString();
  return today ? TIME.format(time) : `${DAY.format(time)} ${TIME.format(time).slice(0, 5)}`;
}

function count(number, thing) {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

function pair(list, name, value) {
  const term = document.createElement("dt");
  const text = document.createElement("dd");
  term.textContent = name;
  text.textContent = typeof value === "string" ? value : JSON.stringify(value);
  list.append(term, text);
}

// Filled when it is opened, because most alerts never are.
function explain(why, alert) {
  const list = why.querySelector("dl");
  if (list.childElementCount > 0) {
    return;
  }
  const because = alert.explanation ?? {};
  pair(list, "at", DATE.format(new Date(alert.at)));
  pair(list, "severity", alert.severity);
  pair(list, "pack", `${alert.pack} ${alert.version}`);
  Object.entries(alert.fields ?? {}).forEach(([name, value]) => pair(list, name, value));
  if (because.conditions?.length) {
    pair(list, "because", because.conditions.join(", "));
  }
  if (because.windowTo != null) {
    const from = because.windowFrom == null ? "" : DATE.format(new Date(because.windowFrom));
    pair(list, "window", `${from} – ${DATE.format(new Date(because.windowTo))}`);
  }
  if (because.deadline != null) {
    pair(list, "deadline", DATE.format(new Date(because.deadline)));
  }
  if (because.matched) {
    pair(list, "matched events", because.matched);
  }
  Object.entries(alert.labels ?? {}).forEach(([name, value]) => pair(list, `label ${name}`, value));
  pair(list, "id", `${alert.id} revision ${alert.revision}`);
  const event = why.querySelector("pre");
  event.hidden = because.event == null;
  event.textContent = because.event == null ? "" : JSON.stringify(because.event, null, 2);
}

export class AlertList {
  #list = byId("alert-list");
  #template = byId("alert-template");
  #known = new Set();
  #waiting = [];
  #paused = false;
  #filter = "";
  #connection = "connecting";
  #announcement = { count: 0, last: null, timer: null };

  constructor() {
    const pause = byId("pause");
    pause.addEventListener("click", () => {
      this.#paused = !this.#paused;
      pause.setAttribute("aria-pressed", String(this.#paused));
      if (!this.#paused) {
        this.#waiting.splice(0).forEach((alert) => this.#show(alert, true));
      }
      this.#label();
    });
    byId("filter").addEventListener("input", (event) => {
      this.#filter = event.target.value.trim().toLowerCase();
      for (const item of this.#list.children) {
        this.#match(item);
      }
      this.#emptiness();
    });
    this.#emptiness();
  }

  // The same alert comes twice after a restart of the node; id and revision tell.
  add(alert, live) {
    const name = `${alert.id}/${alert.revision}`;
    if (this.#known.has(name)) {
      return;
    }
    this.#known.add(name);
    if (this.#paused) {
      this.#waiting.push(alert);
      if (this.#waiting.length > MOST) {
        this.#waiting.shift();
      }
      this.#label();
      return;
    }
    this.#show(alert, live);
    if (live) {
      this.#announce(alert);
    }
  }

  missed(number) {
    const notice = byId("notice");
    notice.textContent = `While this page was away, ${count(number, "alert")} came that the node no longer keeps. The alert topic has them.`;
    notice.dataset.of = "gap";
    notice.hidden = false;
  }

  connection(state) {
    this.#connection = state;
    const status = byId("feed-status");
    status.dataset.state = state;
    status.textContent = state === "live" ? "live" : "connection lost, trying again";
    this.#emptiness();
  }

  // The node's state; null where it does not answer.
  node(node) {
    byId("alerts-empty-more").textContent = node === null
      ? "Maybe it was stopped. This page goes on by itself once it is back."
      : node.phase === "RUNNING"
        ? `Watching: ${count(node.packs.reduce((sum, pack) => sum + pack.rules.length, 0), "rule")} in ${count(node.packs.length, "pack")}. Alerts appear here as they are committed.`
        : node.detail || "The node is not running yet.";
  }

  #show(alert, live) {
    const item = this.#template.content.firstElementChild.cloneNode(true);
    const time = item.querySelector("time");
    const at = new Date(alert.at);
    time.dateTime = at.toISOString();
    time.title = DATE.format(at);
    time.textContent = short(at);
    const badge = item.querySelector(".badge");
    badge.textContent = alert.status;
    badge.dataset.tone = tone(alert);
    item.querySelector(".rule").textContent = alert.rule;
    item.querySelector(".key").textContent = alert.key == null ? "–" : String(alert.key);
    item.querySelector(".text").textContent = alert.text ?? "";
    item.dataset.search = `${alert.rule} ${alert.key} ${alert.text ?? ""} ${alert.pack}`.toLowerCase();
    item.querySelector("details").addEventListener("toggle", () => explain(item.querySelector(".why"), alert));
    item.classList.toggle("new", live);
    this.#match(item);
    this.#list.prepend(item);
    while (this.#list.childElementCount > MOST) {
      this.#list.lastElementChild.remove();
    }
    if (this.#known.size > 10 * MOST) {
      this.#known = new Set([...this.#known].slice(-5 * MOST));
    }
    this.#emptiness();
  }

  #match(item) {
    item.hidden = this.#filter !== "" && !item.dataset.search.includes(this.#filter);
  }

  #label() {
    const waiting = this.#waiting.length;
    byId("pause").textContent = this.#paused ? (waiting ? `Resume (${waiting} new)` : "Resume") : "Pause";
  }

  #emptiness() {
    const none = this.#list.childElementCount === 0;
    const hidden = !none && [...this.#list.children].every((item) => item.hidden);
    const empty = byId("alerts-empty");
    empty.hidden = !none && !hidden;
    empty.dataset.state = this.#connection;
    byId("alerts-empty-lead").textContent = hidden
      ? "No alert matches the filter"
      : { connecting: "Connecting to the node…", live: "No alerts yet", lost: "The node cannot be reached" }[this.#connection];
    this.#list.hidden = none || hidden;
  }

  // One sentence now and then, because reading out each alert would drown everything else.
  #announce(alert) {
    const waiting = this.#announcement;
    waiting.count += 1;
    waiting.last = alert;
    waiting.timer ??= setTimeout(() => {
      const { count: number, last } = waiting;
      byId("announce").textContent = `${number} new ${number === 1 ? "alert" : "alerts"}, the last: ${last.rule} ${last.status} for ${last.key}`;
      Object.assign(waiting, { count: 0, timer: null });
    }, ANNOUNCE_MILLIS);
  }
}
