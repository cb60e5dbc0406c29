// Three lessons, one at a time; what was done is marked, and a return begins where the learner left.
"use strict";

const lessons = [
  { id: "bowline", name: "The bowline",
    text: ["A fixed loop that never slips and never jams: for a mooring post, or for the end of a rescue line.",
      "Make a small loop, bring the end up through it, round behind the standing part and down through it again."] },
  { id: "clove-hitch", name: "The clove hitch",
    text: ["Two turns round a post, each crossing over itself. Quick to tie and quick to adjust.",
      "It holds under a steady pull and works loose under a jerking one: add a half hitch where it matters."] },
  { id: "sheet-bend", name: "The sheet bend",
    text: ["Joins two lines of different thickness.",
      "Fold the thicker line back; bring the thinner up through the fold, round behind both parts and under itself."] },
];

(async () => {
  const article = document.getElementById("lesson");
  const next = document.getElementById("next");
  const status = document.getElementById("status");
  const list = document.getElementById("lessons");
  let current = 0;
  let done = [];

  function say(text, kind = "") {
    status.textContent = text;
    status.dataset.kind = kind;
  }

  function showPercent(percent) {
    const bar = document.getElementById("percent");
    bar.value = percent;
    bar.textContent = `${percent} %`;
  }

  function show(index, focus = true) {
    current = index;
    const lesson = lessons[index];
    const heading = Object.assign(document.createElement("h2"), { textContent: lesson.name });
    const paragraphs = lesson.text.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
    article.replaceChildren(heading, ...paragraphs);
    list.querySelectorAll("button").forEach((button, place) => {
      button.setAttribute("aria-current", String(place === index));
      button.textContent = `${lessons[place].name}${done.includes(lessons[place].id) ? " ✓" : ""}`;
    });
    Player.moveTo(lesson.id);
    if (focus) article.focus();
  }

  lessons.forEach((lesson, index) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet" });
    button.addEventListener("click", () => show(index));
    item.append(button);
    list.append(item);
  });

  next.addEventListener("click", async () => {
    next.disabled = true;
    try {
      const percent = await Player.finish(lessons[current].id, lessons[current].name, lessons.length);
      showPercent(percent);
      if (percent === 100) say("All three knots are done. Well done!", "good");
      show(Math.min(current + 1, lessons.length - 1));
    } catch (error) {
      console.error(error);
      say("Your progress could not be saved. Please try again.", "bad");
    }
    next.disabled = false;
  });

  try {
    const state = await Player.open();
    done = state.suspend_data.done;
    showPercent(Math.round((100 * done.length) / lessons.length));
    const place = lessons.findIndex((lesson) => state.bookmark.endsWith(`/${lesson.id}`));
    show(Math.max(place, 0), false);
    next.disabled = false;
    say(state.suspend_data.complete ? "You have completed this course." : "");
  } catch (error) {
    console.error(error);
    say("The connection to your course failed. Please close this page and open it again.", "bad");
  }
})();
