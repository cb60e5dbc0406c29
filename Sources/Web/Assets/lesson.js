// Comforts of the course page: fresh when the reader comes back to it, and the frame around it as high as needed.
'use strict';
(() => {
  const body = document.body;
  if (body.dataset.fresh !== undefined) {
    let left = false;
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) left = true;
      else if (left && !sessionStorage.getItem('lectern-token')) location.reload();
    });
  }
  if (window.parent === window || body.dataset.resize === undefined) return;
  const tell = () => window.parent.postMessage(
    { subject: 'lti.frameResize', height: document.documentElement.scrollHeight }, body.dataset.resize);
  new ResizeObserver(tell).observe(body);
})();
