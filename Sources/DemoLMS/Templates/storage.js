// Keeps data for tools in this page's memory (LTI Client Side postMessages, postMessage Storage), each tool's apart by its
// origin, and shows what came, for tests.
'use strict';
(() => {
  const frame = document.currentScript.dataset.frame;
  const kept = new Map();
  window.toolMessages = [];
  const subjects = ['lti.capabilities', 'lti.put_data', 'lti.get_data', 'lti.frameResize'];
  window.addEventListener('message', (event) => {
    const data = event.data;
    if (typeof data !== 'object' || data === null || typeof data.subject !== 'string') return;
    if (data.subject.endsWith('.response') || event.source === window) return;
    window.toolMessages.push({ origin: event.origin, ...data });
    const place = event.origin + ' ' + data.key;
    const answer = (body) => event.source.postMessage(
      { subject: data.subject + '.response', message_id: data.message_id, ...body }, event.origin);
    const refuse = (code, message) => answer({ error: { code, message } });
    if (window.storageFails) return refuse('storage_exhaustion', 'as the test wishes');
    switch (data.subject) {
      case 'lti.capabilities':
        return answer({
          supported_messages: subjects.map((subject) =>
            frame && subject.endsWith('_data') ? { subject, frame } : { subject }),
        });
      case 'lti.put_data':
        if (frame) return refuse('wrong_frame', 'another frame keeps data');
        if (!data.key) return refuse('bad_request', 'key is needed');
        if (data.value === null) kept.delete(place); else kept.set(place, String(data.value));
        return answer({ key: data.key, value: data.value });
      case 'lti.get_data':
        if (frame) return refuse('wrong_frame', 'another frame keeps data');
        return answer({ key: data.key, value: kept.has(place) ? kept.get(place) : null });
      case 'lti.frameResize': {
        const height = Math.min(Math.max(Number(data.height) || 0, 200), 4000);
        for (const one of document.querySelectorAll('iframe')) {
          if (one.contentWindow === event.source) one.style.height = height + 'px';
        }
        return undefined;
      }
      case 'org.imsglobal.lti.close':
        return location.assign('/');
      default:
        return refuse('unsupported_subject', data.subject);
    }
  });
})();
