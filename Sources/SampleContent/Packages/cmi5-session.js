// The cmi5 side of a page, and nothing of its matter. What goes over the wire, in this order:
//
//   1  POST <fetch>                                                       one-time token
//   2  GET  <endpoint>/activities/state?stateId=LMS.LaunchData&...        launch data
//   3  GET  <endpoint>/agents/profile?profileId=cmi5LearnerPreferences&.. preferences, asked for before 4
//   4  POST <endpoint>/statements                                         initialized
//   5  GET  <endpoint>/activities/state?stateId=progress&...              where the learner was; 404 at first
//   6  POST <endpoint>/statements    PUT .../activities/state?stateId=progress   as the learner goes on
//   7  POST <endpoint>/statements                                         terminated, also when the page is left
//
// A reload finds token and launch data in sessionStorage, since the fetch URL works once.
"use strict";

const CMI5 = (() => {
  const category = (name) => ({ id: `https://w3id.org/xapi/cmi5/context/categories/${name}` });
  const extension = (name) => `https://w3id.org/xapi/cmi5/context/extensions/${name}`;
  const verb = (name) => ({ id: `http://adlnet.gov/expapi/verbs/${name}`, display: { en: name } });

  const query = new URLSearchParams(location.search);
  const launch = {
    endpoint: (query.get("endpoint") || "").replace(/\/+$/, ""),
    fetch: query.get("fetch"),
    actor: JSON.parse(query.get("actor") || "null"),
    registration: query.get("registration"),
    activityId: query.get("activityId"),
  };
  const memory = `cmi5:${launch.fetch}`;
  const openedAt = Date.now();
  let kept = { token: null, data: null, initialized: false, terminated: false, elapsed: 0 };

  function keep(changes) {
    kept = { ...kept, ...changes };
    try { sessionStorage.setItem(memory, JSON.stringify(kept)); } catch { /* private mode: a reload starts anew */ }
  }

  function headers(extra = {}) {
    return { Authorization: `Basic ${kept.token}`, "X-Experience-API-Version": "1.0.3", ...extra };
  }

  async function call(path, options = {}) {
    const answer = await fetch(`${launch.endpoint}/${path}`, { ...options, headers: headers(options.headers) });
    if (!answer.ok && answer.status !== 404) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer;
  }

  function stateQuery(stateId) {
    return new URLSearchParams({
      stateId, activityId: launch.activityId, agent: JSON.stringify(launch.actor), registration: launch.registration,
    });
  }

  async function authenticate() {
    const answer = await fetch(launch.fetch, { method: "POST" });
    const body = await answer.json();
    if (!body["auth-token"]) throw new Error(body["error-text"] || "no token");
    keep({ token: body["auth-token"] });
  }

  function duration() {
    return `PT${((kept.elapsed + Date.now() - openedAt) / 1000).toFixed(2)}S`;
  }

  // The template's context with more merged into it; nothing of the template is changed.
  function context({ categories = [], extensions = {} } = {}) {
    const template = structuredClone(kept.data.contextTemplate || {});
    const activities = template.contextActivities || {};
    return {
      ...template,
      registration: launch.registration,
      contextActivities: { ...activities, category: [...(activities.category || []), ...categories] },
      extensions: { ...template.extensions, ...extensions },
    };
  }

  function statement(name, { object, result, more } = {}) {
    return {
      id: crypto.randomUUID(),
      actor: launch.actor,
      verb: verb(name),
      object: object || { objectType: "Activity", id: launch.activityId },
      ...(result && { result }),
      context: context(more),
      timestamp: new Date().toISOString(),
    };
  }

  // A statement that cmi5 defines: its category, and `moveon` beside success or completion.
  function defined(name, result = {}) {
    const judged = "success" in result || "completion" in result;
    const extensions = {};
    if (result.score && "masteryScore" in kept.data) extensions[extension("masteryscore")] = kept.data.masteryScore;
    const whole = name === "initialized" ? undefined : { ...result, duration: duration() };
    const categories = judged ? [category("cmi5"), category("moveon")] : [category("cmi5")];
    return statement(name, { result: whole, more: { categories, extensions } });
  }

  function send(statements, options = {}) {
    return call("statements", {
      method: "POST", body: JSON.stringify(statements), headers: { "Content-Type": "application/json" }, ...options,
    });
  }

  async function open() {
    if (!launch.fetch || !launch.actor) throw new Error("This page is opened from a course.");
    keep(JSON.parse(sessionStorage.getItem(memory) || "{}"));
    if (kept.terminated) return { ended: true, data: kept.data };
    if (!kept.token) await authenticate();
    if (!kept.data) keep({ data: await (await call(`activities/state?${stateQuery("LMS.LaunchData")}`)).json() });
    if (!kept.initialized) {
      const profile = new URLSearchParams({
        profileId: "cmi5LearnerPreferences", agent: JSON.stringify(launch.actor),
      });
      const preferences = await call(`agents/profile?${profile}`);
      const { languagePreference = "" } = preferences.ok ? await preferences.json() : {};
      if (languagePreference) document.documentElement.dataset.preferredLanguage = languagePreference;
      await send([defined("initialized")]);
      keep({ initialized: true });
    }
    addEventListener("pagehide", () => terminate({ keepalive: true }));
    return { ended: false, data: kept.data };
  }

  async function loadProgress() {
    const answer = await call(`activities/state?${stateQuery("progress")}`);
    return answer.ok ? answer.json() : {};
  }

  function saveProgress(progress, options = {}) {
    return call(`activities/state?${stateQuery("progress")}`, {
      method: "PUT", body: JSON.stringify(progress), headers: { "Content-Type": "application/json" }, ...options,
    });
  }

  async function terminate(options = {}) {
    if (kept.terminated || !kept.initialized) return;
    const last = defined("terminated");
    keep({ terminated: true, elapsed: kept.elapsed + Date.now() - openedAt });
    await send([last], options);
  }

  function leave() {
    const url = kept.data && kept.data.returnURL;
    if (url) location.assign(url); else window.close();
  }

  return {
    open, send, statement, defined, loadProgress, saveProgress, terminate, leave,
    get activityId() { return launch.activityId; },
    get counts() { return kept.data.launchMode === "Normal"; },
  };
})();

// What both pages show: a line that screen readers speak, and the way back.
const Page = {
  say(text, kind = "") {
    const line = document.getElementById("status");
    line.textContent = text;
    line.dataset.kind = kind;
  },
  fail(error) {
    console.error(error);
    Page.say("The connection to your course failed. Please close this page and open it again.", "bad");
  },
  async finish() {
    try { await CMI5.terminate(); } catch (error) { console.error(error); }
    CMI5.leave();
  },
};
