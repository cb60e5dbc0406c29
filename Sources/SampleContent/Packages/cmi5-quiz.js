// Five questions. Handing in sends, in one POST: `answered` for each (cmi5-allowed), passed or failed with the score,
// and completed, once per registration. The state document "progress" remembers that across sessions.
"use strict";

const questions = [
  { id: "bulges", text: "How many high waters does most of the world's coast see in a day?",
    choices: ["One", "Two", "Four"], right: 1 },
  { id: "springs", text: "When are spring tides?",
    choices: ["In spring", "At new and full moon", "At the quarters of the moon"], right: 1 },
  { id: "range", text: "Low water is 0.9 m, high water 6.5 m. What is the range?",
    choices: ["5.6 m", "7.4 m", "3.7 m"], right: 0 },
  { id: "twelfths", text: "In which hours after low water does the sea rise fastest?",
    choices: ["The first and sixth", "The third and fourth", "All alike"], right: 1 },
  { id: "later", text: "By how much is tomorrow's high water later than today's?",
    choices: ["Not at all", "About 50 minutes", "About 6 hours"], right: 1 },
];

function draw() {
  const place = document.getElementById("questions");
  questions.forEach((question, number) => {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = `${number + 1}. ${question.text}`;
    set.append(legend);
    question.choices.forEach((choice, index) => {
      const label = document.createElement("label");
      const input = Object.assign(document.createElement("input"), {
        type: "radio", name: question.id, value: String(index), required: true,
      });
      label.append(input, ` ${choice}`);
      set.append(label);
    });
    place.append(set);
  });
}

function answered(question, chosen) {
  return CMI5.statement("answered", {
    object: {
      objectType: "Activity",
      id: `${CMI5.activityId}/${question.id}`,
      definition: {
        type: "http://adlnet.gov/expapi/activities/cmi.interaction",
        name: { en: question.text },
        interactionType: "choice",
        choices: question.choices.map((text, index) => ({ id: `c${index}`, description: { en: text } })),
        correctResponsesPattern: [`c${question.right}`],
      },
    },
    result: { response: `c${chosen}`, success: chosen === question.right },
  });
}

async function handIn(form, progress, masteryScore) {
  const chosen = questions.map((question) => Number(new FormData(form).get(question.id)));
  const raw = questions.filter((question, index) => question.right === chosen[index]).length;
  const score = { scaled: raw / questions.length, raw, min: 0, max: questions.length };
  const passed = score.scaled >= masteryScore;
  const statements = questions.map((question, index) => answered(question, chosen[index]));
  if (CMI5.counts) {
    const verdict = passed ? "passed" : "failed";
    if (!progress.passed) statements.push(CMI5.defined(verdict, { success: passed, score }));
    if (!progress.completed) statements.push(CMI5.defined("completed", { completion: true }));
  }
  await CMI5.send(statements);
  await CMI5.saveProgress({ completed: true, passed: passed || Boolean(progress.passed), best: raw });
  return { passed, raw };
}

(async () => {
  const form = document.getElementById("quiz");
  const submit = document.getElementById("submit");
  document.getElementById("back").addEventListener("click", Page.finish);
  draw();
  try {
    const { ended, data } = await CMI5.open();
    if (ended) return Page.say("This try has ended. Go back to the course to open the quiz again.");
    const progress = await CMI5.loadProgress();
    if (progress.passed) return Page.say(`You have passed with ${progress.best} of ${questions.length}.`, "good");
    submit.disabled = false;
    Page.say("");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      try {
        const { passed, raw } = await handIn(form, progress, data.masteryScore ?? 0.8);
        const text = `${raw} of ${questions.length} are right.`;
        if (passed) Page.say(`${text} Passed!`, "good");
        else Page.say(`${text} Go back to the course to try again.`, "bad");
        document.getElementById("status").focus();
      } catch (error) {
        submit.disabled = false;
        Page.fail(error);
      }
    });
  } catch (error) {
    Page.fail(error);
  }
})();
