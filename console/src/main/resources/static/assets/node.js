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

export function showLost() {
  status("failed", "Not reachable", "The node does not answer; trying again.");
}

export function showNode(node) {
  const live = node.lanes.filter((lane) => lane.live).length;
  const notice = byId("notice");
  switch (node.phase) {
    case "RUNNING":
      if (live === node.lanes.length && live > 0) {
        status("ready", "Ready", `Node ${node.node}`);
      } else {
        status("waiting", `${live} of ${node.lanes.length} lanes live`, node.detail);
      }
      break;
    case "FAILED":
      status("failed", "Failed", node.detail);
      notice.textContent = node.detail;
      notice.hidden = false;
      break;
    case "STOPPING":
      status("waiting", "Stopping…", node.detail);
      break;
    default:
      status("waiting", node.detail || "Starting…", node.detail);
  }
  counters(node.counters);
  shards(node, live);
  packs(node.packs);
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

function shards(node, live) {
  const table = byId("shards-table");
  byId("shards-empty").hidden = node.lanes.length > 0;
  byId("lanes-summary").textContent = node.lanes.length ? `${live} of ${node.lanes.length} lanes live` : "";
  table.hidden = node.lanes.length === 0;
  const groups = node.lanes.map((lane) => {
    const group = document.createElement("tbody");
    const head = document.createElement("th");
    head.scope = "rowgroup";
    head.colSpan = 6;
    const owner = document.createElement("span");
    owner.className = "owner";
    owner.textContent = lane.owner || "no owner";
    head.append(`Lane ${lane.lane} `, badge(lane.state, lane.live), owner);
    const row = document.createElement("tr");
    row.append(head);
    group.append(row);
    node.shards.filter((shard) => shard.lane === lane.lane).forEach((shard) => group.append(shardRow(shard)));
    return group;
  });
  table.querySelectorAll("tbody").forEach((old) => old.remove());
  table.append(...groups);
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

function packs(all) {
  const list = byId("pack-list");
  byId("packs-empty").hidden = all.length > 0;
  const shown = JSON.stringify(all);
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
      return item;
    }),
  );
}
