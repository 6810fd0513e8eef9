// The state of the node: status, counters, lanes with their shards, packs.
const NUMBER = new Intl.NumberFormat();
const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium", hourCycle: "h23" });
const ATTENTION = ["late", "rejected", "faults", "quarantined"];

const byId = (id) => document.getElementById(id);

function status(state, text, detail) {
  const pill = byId("node-status");
  if (pill.textContent !== text) {
    pill.textContent = text;
  }
  pill.dataset.state = state;
  pill.title = detail;
}

let seenAt = null;

// What is shown stays, and says of when it is.
export function showLost() {
  status("failed", "Not reachable", "The node does not answer; trying again.");
  document.querySelector("main").dataset.stale = "true";
  if (seenAt !== null) {
    byId("lanes-summary").textContent = `as of ${moment(seenAt)}`;
  }
}

export function showNode(node) {
  seenAt = Date.now();
  delete document.querySelector("main").dataset.stale;
  const live = node.lanes.filter((lane) => lane.live).length;
  const notice = byId("notice");
  switch (node.phase) {
    case "RUNNING":
      if (node.ready) {
        status("ready", "Ready", `Node ${node.node}`);
      } else {
        status("waiting", node.detail || `${live} of ${node.lanes.length} lanes live`, node.detail);
      }
      break;
    case "STANDBY":
      status(node.ready ? "ready" : "waiting", node.ready ? "Standing by" : node.detail, node.detail);
      break;
    case "FAILED":
      status("failed", "Failed", node.detail);
      notice.textContent = node.detail;
      notice.dataset.of = "failure";
      notice.hidden = false;
      break;
    case "STOPPING":
      status("waiting", "Stopping…", node.detail);
      break;
    default:
      status("waiting", node.detail || "Starting…", node.detail);
  }
  if (node.phase !== "FAILED" && notice.dataset.of === "failure") {
    notice.hidden = true; // it was started again
  }
  counters(node.counters);
  shards(node, live);
  packs(node.packs, node.quarantined ?? []);
}

function counters(values) {
  const list = byId("counters");
  for (const [name, value] of Object.entries(values)) {
    let box = list.querySelector(`[data-name="${CSS.escape(name)}"]`);
    if (!box) {
      box = document.createElement("div");
      box.dataset.name = name;
      const term = document.createElement("dt");
      term.textContent = name;
      box.append(term, document.createElement("dd"));
      list.append(box);
    }
    box.classList.toggle("attention", ATTENTION.includes(name) && value > 0);
    box.querySelector("dd").textContent = NUMBER.format(value);
  }
}

function cell(row, text, kind) {
  const made = document.createElement(kind === "head" ? "th" : "td");
  made.textContent = text;
  if (kind === "head") {
    made.scope = "row";
  } else if (kind === "number") {
    made.className = "number";
  }
  row.append(made);
  return made;
}

function badge(text, live) {
  const made = document.createElement("span");
  made.className = "badge";
  made.textContent = text;
  made.dataset.tone = live ? "good" : "warn";
  return made;
}

function moment(millis) {
  if (millis == null) {
    return "–";
  }
  const time = new Date(millis);
  return time.toDateString() === new Date().toDateString() ? TIME.format(time) : DATE.format(time);
}

function age(millis) {
  if (millis == null) {
    return "none yet";
  }
  const seconds = Math.max(0, Math.round((Date.now() - millis) / 1000));
  return seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

// One row for each pack, and its shards below on demand; a pack that is not live shows them by itself.
const opened = new Map();

function shards(node, live) {
  const table = byId("shards-table");
  byId("shards-empty").hidden = node.lanes.length > 0;
  byId("lanes-summary").textContent = node.lanes.length ? `${live} of ${node.lanes.length} lanes live` : "";
  table.hidden = node.lanes.length === 0;
  const names = [...new Set(node.lanes.map((lane) => lane.pack))];
  const focused = document.activeElement?.dataset?.pack;
  table.querySelectorAll("tbody").forEach((old) => old.remove());
  table.append(...names.map((name) => packGroup(name, node)));
  if (focused) {
    table.querySelector(`button[data-pack="${CSS.escape(focused)}"]`)?.focus();
  }
}

function packGroup(name, node) {
  const lanes = node.lanes.filter((lane) => lane.pack === name);
  const own = node.shards.filter((shard) => shard.pack === name);
  const live = lanes.filter((lane) => lane.live).length;
  const open = opened.get(name) ?? live < lanes.length;
  const group = document.createElement("tbody");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fold";
  button.dataset.pack = name;
  button.textContent = name;
  button.setAttribute("aria-expanded", String(open));
  button.addEventListener("click", () => {
    opened.set(name, !open);
    shards(node, node.lanes.filter((lane) => lane.live).length);
  });
  const row = document.createElement("tr");
  const head = cell(row, "", "head");
  head.append(button);
  cell(row, "").append(badge(live === lanes.length ? "live" : `${live} of ${lanes.length}`, live === lanes.length));
  cell(row, NUMBER.format(sum(own, "journalOffset")), "number");
  cell(row, NUMBER.format(sum(own, "committed")), "number");
  cell(row, moment(least(own, "watermark")));
  cell(row, age(least(own, "checkpointAt")), "number");
  row.className = "pack-row";
  group.append(row);
  if (open) {
    lanes.forEach((lane) => {
      const title = document.createElement("tr");
      const text = cell(title, `lane ${lane.lane} `, "head");
      text.scope = "rowgroup";
      text.colSpan = 6;
      const owner = document.createElement("span");
      owner.className = "owner";
      owner.textContent = lane.owner || "no owner";
      text.append(badge(lane.state, lane.live), owner);
      group.append(title, ...own.filter((shard) => shard.lane === lane.lane).map(shardRow));
    });
  }
  return group;
}

function sum(rows, name) {
  return rows.reduce((total, row) => total + row[name], 0);
}

function least(rows, name) {
  const values = rows.map((row) => row[name]).filter((value) => value != null);
  return values.length ? Math.min(...values) : null;
}

function shardRow(shard) {
  const row = document.createElement("tr");
  cell(row, String(shard.shard), "head");
  cell(row, shard.state);
  cell(row, NUMBER.format(shard.journalOffset), "number");
  cell(row, NUMBER.format(shard.committed), "number");
  cell(row, moment(shard.watermark));
  cell(row, age(shard.checkpointAt), "number");
  return row;
}

function packs(all, quarantined) {
  const list = byId("pack-list");
  byId("packs-empty").hidden = all.length > 0;
  const shown = JSON.stringify([all, quarantined]);
  if (list.dataset.shown === shown) {
    return;
  }
  list.dataset.shown = shown;
  list.replaceChildren(
    ...all.map((pack) => {
      const item = byId("pack-template").content.firstElementChild.cloneNode(true);
      item.querySelector("strong").textContent = pack.name;
      item.querySelector(".version").textContent = pack.version;
      item.querySelector(".text").textContent = pack.description;
      item.querySelector(".detail").textContent = `${pack.topics.join(", ")} → ${pack.rules.join(", ")} → ${pack.alertTopic}`;
      const stopped = quarantined.filter((rule) => rule.pack === pack.name);
      if (stopped.length > 0) {
        const text = stopped.map((rule) => `${rule.rule} (${rule.shards} shards): ${rule.code} ${rule.reason}`).join("; ");
        item.querySelector(".detail").append(` · quarantined: ${text}`);
      }
      return item;
    }),
  );
}
