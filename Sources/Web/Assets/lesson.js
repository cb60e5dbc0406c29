// Comforts of the course page: fresh when the reader comes back to it, the frame around it as high as needed, and
// left content gives its place to it.
'use strict';
(() => {
  const body = document.body;
  if (body.dataset.leave !== undefined) {
    let window_ = window;
    try {
      // Content was framed by a page of ours: another site's can't be looked into.
      if (window.parent.location.origin === location.origin) window_ = window.parent;
    } catch { /* opened in a window of its own, or in the LMS's frame */ }
    window_.location.replace(body.dataset.leave);
    return;
  }
  if (body.dataset.fresh !== undefined) {
    let left = false;
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) left = true;
      else if (left) location.reload();
    });
  }
  if (window.parent === window || body.dataset.resize === undefined) return;
  const tell = () => window.parent.postMessage(
    { subject: 'lti.frameResize', height: document.documentElement.scrollHeight }, body.dataset.resize);
  new ResizeObserver(tell).observe(body);
})();
