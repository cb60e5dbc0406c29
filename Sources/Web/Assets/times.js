// Adds the reader's own time zone to moments that are shown in another one.
'use strict';
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language = document.documentElement.lang;
  for (const time of document.querySelectorAll('time[data-zone]')) {
    const moment = new Date(time.dateTime);
    if (time.dataset.zone === zone || Number.isNaN(moment.getTime())) continue;
    const local = document.createElement('span');
    local.className = 'quiet';
    local.textContent = ' (' + new Intl.DateTimeFormat(language, {
      dateStyle: 'medium', timeStyle: 'short', numberingSystem: 'latn', timeZone: zone,
    }).format(moment) + ', ' + zone + ')';
    time.after(local);
  }
})();
