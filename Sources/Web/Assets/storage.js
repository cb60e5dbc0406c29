// Where no cookie can be kept, the learning platform's page keeps the proof of a login (LTI Client Side postMessages,
// postMessage Storage): put there when a login begins, read back when its launch arrives. What can't be kept there waits
// in this tab's session storage. The service decides what the proof is worth; this script only carries it.
'use strict';
(() => {
  const box = document.querySelector('[data-storage]');
  if (!box) return;
  const { storage, target, origin, key, value, url, state, parcel, action } = box.dataset;
  const platform = window.opener || (window.parent === window ? null : window.parent);
  const patience = { 'lti.capabilities': 400 };

  function ask(frame, to, message, from) {
    return new Promise((resolve, reject) => {
      const id = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2) + Date.now();
      const timer = setTimeout(() => end(() => reject(new Error('timeout'))), patience[message.subject] || 1000);
      const listen = (event) => {
        const data = event.data;
        if (typeof data !== 'object' || data === null || data.message_id !== id) return;
        if (data.subject !== message.subject + '.response' || (from && event.origin !== from)) return;
        end(() => data.error ? reject(new Error(String(data.error.code || 'error'))) : resolve(data));
      };
      const end = (then) => {
        clearTimeout(timer);
        window.removeEventListener('message', listen);
        then();
      };
      window.addEventListener('message', listen);
      frame.postMessage({ ...message, message_id: id }, to);
    });
  }

  // The frame that answers: as the platform says when asked, else as the login said.
  async function frameFor(subject) {
    let name = target;
    try {
      const able = await ask(platform, '*', { subject: 'lti.capabilities' });
      const found = (able.supported_messages || []).find((one) => one.subject === subject);
      if (found && typeof found.frame === 'string') name = found.frame;
    } catch (silence) { void silence; }
    if (!name || name === '_parent') return platform;
    return platform.frames[name] || platform;
  }

  const talk = async (message) => {
    if (!platform || !target) throw new Error('no platform');
    return ask(await frameFor(message.subject), origin, message, origin);
  };
  const own = {
    put: () => {
      try {
        sessionStorage.setItem(key, value);
        return sessionStorage.getItem(key) === value;
      } catch { return false; }
    },
    take: () => {
      try {
        const kept = sessionStorage.getItem(key);
        sessionStorage.removeItem(key);
        return kept;
      } catch { return null; }
    },
  };

  // Whether a cookie like the launch's would stay here.
  function keepsCookies() {
    const probe = (life) => { document.cookie = '__Host-probe=1; Path=/; Secure; SameSite=None; Partitioned' + life; };
    try {
      probe('');
      const isKept = document.cookie.includes('__Host-probe=1');
      probe('; Max-Age=0');
      return isKept;
    } catch { return false; }
  }

  async function begin() {
    let isKept = own.put() || keepsCookies();
    try {
      await talk({ subject: 'lti.put_data', key, value });
      isKept = true;
    } catch (refused) { void refused; }
    if (isKept) return location.replace(url);
    box.querySelector('[data-going]').remove();
    box.querySelector('[data-blocked]').hidden = false;
    return box.removeAttribute('data-busy');
  }

  async function arrive() {
    let proof = own.take();
    let reason = 'none';
    try {
      const answer = await talk({ subject: 'lti.get_data', key });
      if (typeof answer.value === 'string') proof = answer.value;
      talk({ subject: 'lti.put_data', key, value: null }).catch(() => {});
    } catch (refused) { reason = refused.message; }
    const answer = await fetch(action, {
      method: 'POST', credentials: 'include', headers: { 'X-Lectern-Proof': proof || '', Accept: 'application/json' },
      body: new URLSearchParams({ state, parcel, reason }),
    });
    if (!answer.ok) return box.removeAttribute('data-busy');
    const { base, token } = await answer.json();
    document.dispatchEvent(new CustomEvent('lectern-launch', { detail: { base, token } }));
  }

  if (storage === 'put') begin().catch(() => location.replace(url));
  else arrive().catch(() => box.removeAttribute('data-busy'));
})();
