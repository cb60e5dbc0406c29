// Tells the platform that its administrator is done here (LTI Dynamic Registration 1.0 §3.7): at once when all went well;
// after a failure, which is to be read first, by the button.
'use strict';
(() => {
  const place = document.querySelector('[data-closing]');
  const platform = window.opener || (window.parent === window ? null : window.parent);
  if (!place || !platform) return;
  const tell = () => platform.postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
  const button = place.querySelector('button');
  button.hidden = false;
  button.addEventListener('click', tell);
  if (place.dataset.closing === 'now') tell();
})();
