// The reporting side, in the manner of what a widely used authoring tool exports. On the wire, in this order:
//
//   1  GET  <endpoint>activities/state  bookmark, suspend_data, cumulative_time, all three at once; 404 at first
//   2  PUT  <endpoint>statements?statementId=   attempted on the root (with completion true once complete)
//   3  for each lesson   PUT statements experienced on <root>/<lesson>, then progressed on the root
//                        PUT activities/state  bookmark, suspend_data, cumulative_time (octet-stream)
//   4  after the last    PUT statements passed on the root {success, completion}, no score; completed is never sent
//
// Leaving sends the pending state documents and no statement.
"use strict";

const Player = (() => {
  const query = new URLSearchParams(location.search);
  const endpoint = query.get("endpoint") || "";
  const root = query.get("activity_id") || "";
  const actor = JSON.parse(query.get("actor") || "null");
  const registration = query.get("registration");
  const openedAt = Date.now();
  const state = { bookmark: "", suspend_data: { done: [], complete: false }, cumulative_time: 0 };
  let dirty = false;

  function call(path, options = {}) {
    return fetch(endpoint + path, {
      ...options,
      headers: { Authorization: query.get("auth"), "X-Experience-API-Version": "1.0.1", ...options.headers },
    });
  }

  function stateURL(stateId) {
    const parameters = new URLSearchParams({
      stateId, activityId: root, agent: JSON.stringify(actor), ...(registration && { registration }),
    });
    return `activities/state?${parameters}`;
  }

  async function load(stateId) {
    const answer = await call(stateURL(stateId));
    return answer.ok ? answer.text() : null;
  }

  async function send(verb, { lesson, name, result } = {}) {
    const id = crypto.randomUUID();
    const statement = {
      id, actor,
      verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { "en-US": verb } },
      object: {
        objectType: "Activity",
        id: lesson ? `${root}/${lesson}` : root,
        ...(name && { definition: { name: { und: name } } }),
      },
      ...(result && { result }),
      context: {
        ...(registration && { registration }),
        ...(lesson && { contextActivities: { parent: [{ id: root }], grouping: [{ id: root }] } }),
      },
      timestamp: new Date().toISOString(),
    };
    const answer = await call(`statements?statementId=${id}`, {
      method: "PUT", body: JSON.stringify(statement), headers: { "Content-Type": "application/json" },
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }

  function save(options = {}) {
    const documents = {
      bookmark: state.bookmark,
      suspend_data: JSON.stringify(state.suspend_data),
      cumulative_time: String(state.cumulative_time + Date.now() - openedAt),
    };
    dirty = false;
    return Promise.all(Object.entries(documents).map(([stateId, body]) =>
      call(stateURL(stateId), {
        method: "PUT", body, headers: { "Content-Type": "application/octet-stream" }, ...options,
      })));
  }

  async function open() {
    if (!endpoint || !actor) throw new Error("This page is opened from a course.");
    const [bookmark, suspended, time] = await Promise.all(["bookmark", "suspend_data", "cumulative_time"].map(load));
    state.bookmark = bookmark || "";
    if (suspended) state.suspend_data = JSON.parse(suspended);
    state.cumulative_time = Number(time) || 0;
    await send("attempted", state.suspend_data.complete ? { result: { completion: true } } : {});
    addEventListener("pagehide", () => { if (dirty) save({ keepalive: true }); });
    return state;
  }

  function moveTo(lesson) {
    state.bookmark = `#/lessons/${lesson}`;
    dirty = true;
  }

  async function finish(lesson, name, total) {
    const { done } = state.suspend_data;
    if (!done.includes(lesson)) done.push(lesson);
    const percent = Math.round((100 * done.length) / total);
    await send("experienced", { lesson, name });
    await send("progressed", {
      result: {
        extensions: {
          "http://w3id.org/xapi/cmi5/result/extensions/progress": percent,
          "https://w3id.org/xapi/cmi5/result/extensions/progress": percent,
        },
      },
    });
    if (percent === 100 && !state.suspend_data.complete) {
      await send("passed", { result: { success: true, completion: true } });
      state.suspend_data.complete = true;
    }
    await save();
    return percent;
  }

  return { open, moveTo, finish };
})();
