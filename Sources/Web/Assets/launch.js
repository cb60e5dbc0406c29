// Carries a launch through a frame in which no cookie can be kept: the proof waits in this tab's session storage, under
// the launch's own path, and travels in a header, never in a URL. Pages are fetched and put in place; links and forms of
// the launch are followed the same way.
'use strict';
(() => {
  const keyOf = (base) => 'lectern:' + base;
  let visit = null;
  // Session storage may be blocked together with cookies; then the proof lives as long as this document.
  const store = (act) => { try { return act(sessionStorage); } catch { return null; } };

  async function enter(base, token) {
    const answer = await fetch(base + 'proof', { credentials: 'include' });
    if (answer.ok) return location.replace(base);
    visit = { base, token };
    store((kept) => kept.setItem(keyOf(base), token));
    return follow(base, {});
  }

  const entry = document.querySelector('form[data-launch]');
  if (entry) enter(entry.dataset.launch, entry.elements.namedItem('token').value).catch(() => {});
  document.addEventListener('lectern-launch', (event) => {
    const { base, token } = event.detail;
    enter(base, token).catch(() => {});
  });
  resume();

  // A page of a launch that was loaded without its proof: when this tab has it, the page is fetched with it.
  function resume() {
    const match = /^\/(learn|lti\/deep-linking)\/[\w-]+\//.exec(location.pathname);
    const token = match && store((kept) => kept.getItem(keyOf(match[0])));
    if (!token || entry || document.body.dataset.back === undefined) return;
    visit = { base: match[0], token };
    follow(location.href, {}).catch(() => {});
  }

  const get = (url, options) => fetch(url, {
    ...options, credentials: 'omit', headers: { 'X-Lectern-Launch': visit.token, Accept: 'text/html' },
  });

  async function follow(url, options) {
    if (!visit) return;
    const answer = await get(url, options);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (answer.status === 401) store((kept) => kept.removeItem(keyOf(visit.base)));
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.documentElement.dir = page.documentElement.dir;
    document.body.replaceWith(document.adoptNode(page.body));
    history.pushState(null, '', new URL(answer.url).origin === location.origin ? answer.url : visit.base);
    document.querySelector('main')?.focus();
    window.scrollTo(0, 0);
    if (leave()) return;
    document.querySelector('form[data-post]')?.submit();
    watch();
    tell();
  }

  // Content that was left leads to a page inside its frame, which gives the place to the course page around it.
  function leave() {
    const url = document.body.dataset.leave;
    if (url === undefined) return false;
    let around = document;
    try {
      if (window.parent !== window && window.parent.location.origin === location.origin) around = window.parent.document;
    } catch { /* the learning platform's frame */ }
    around.dispatchEvent(new CustomEvent('lectern-follow', { detail: url }));
    return true;
  }
  document.addEventListener('lectern-follow', (event) => follow(event.detail, {}));

  const isOurs = (url) => visit && url.origin === location.origin && (url.pathname + '/').startsWith(visit.base);

  // The small frame that shows a lesson's state can't send the header either; its page is fetched for it.
  let timer;
  function watch() {
    clearInterval(timer);
    const frame = document.querySelector('iframe.state');
    if (!frame) return;
    const url = frame.getAttribute('src');
    const place = document.createElement('span');
    frame.replaceWith(place);
    const look = async () => {
      const page = new DOMParser().parseFromString(await (await get(url, {})).text(), 'text/html');
      place.replaceChildren(...page.querySelector('main').childNodes);
    };
    look();
    timer = setInterval(look, 10000);
  }

  let observer;
  function tell() {
    observer?.disconnect();
    const to = document.body.dataset.resize;
    if (!to || window.parent === window) return;
    observer = new ResizeObserver(() => window.parent.postMessage(
      { subject: 'lti.frameResize', height: document.documentElement.scrollHeight }, to));
    observer.observe(document.body);
  }

  window.addEventListener('popstate', () => { if (visit && isOurs(new URL(location.href))) follow(location.href, {}); });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const url = new URL(link.href);
    if (link.getAttribute('href').startsWith('#') || !isOurs(url)) return;
    event.preventDefault();
    follow(url, {});
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const url = new URL(form.action);
    if (form.target || !isOurs(url)) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    if (form.method === 'post') follow(url, { method: 'POST', body: fields });
    else { url.search = fields; follow(url, {}); }
  });
})();
