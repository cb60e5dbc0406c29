// A page to read: completed when the learner says so.
"use strict";

(async () => {
  const done = document.getElementById("done");
  document.getElementById("back").addEventListener("click", Page.finish);
  try {
    const { ended } = await CMI5.open();
    if (ended) return Page.say("You have left this page before. Go back to the course to open it again.");
    const progress = await CMI5.loadProgress();
    if (progress.completed) return Page.say("You have completed this page.", "good");
    done.disabled = false;
    Page.say("");
    done.addEventListener("click", async () => {
      done.disabled = true;
      try {
        if (CMI5.counts) {
          await CMI5.send([CMI5.defined("completed", { completion: true })]);
          await CMI5.saveProgress({ completed: true });
        }
        Page.say("Completed. Well done!", "good");
        document.getElementById("back").focus();
      } catch (error) {
        done.disabled = false;
        Page.fail(error);
      }
    });
  } catch (error) {
    Page.fail(error);
  }
})();
