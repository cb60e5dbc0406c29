// Carries a launch through a frame in which no cookie can be kept: the proof waits in this tab's session storage and
// travels in a header, never in a URL. Pages are fetched and put in place; links and forms of the launch are followed
// the same way.
'use strict';
(() => {
  const key = 'lectern-token';
  const entry = document.querySelector('form[data-launch]');
  if (entry) {
    const base = entry.dataset.launch;
    const token = entry.elements.namedItem('token').value;
    fetch(base + 'proof', { credentials: 'include' }).then((answer) => {
      if (answer.ok) return location.replace(base);
      sessionStorage.setItem(key, JSON.stringify({ base, token }));
      return follow(base, {});
    }).catch(() => {});
  }

  const proof = () => {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
  };

  async function follow(url, options) {
    const kept = proof();
    if (!kept) return;
    const answer = await fetch(url, {
      ...options, credentials: 'omit', headers: { 'X-Lectern-Launch': kept.token, Accept: 'text/html' },
    });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.documentElement.dir = page.documentElement.dir;
    document.body.replaceWith(document.adoptNode(page.body));
    document.querySelector('main')?.focus();
    window.scrollTo(0, 0);
    document.querySelector('form[data-post]')?.submit();
    watch();
  }

  const isOurs = (url) => {
    const kept = proof();
    return kept && url.origin === location.origin && (url.pathname + '/').startsWith(kept.base);
  };

  // The small frame that shows a lesson's state can't send the header either; its page is fetched for it.
  let timer;
  function watch() {
    clearInterval(timer);
    const frame = document.querySelector('iframe.state');
    if (!frame || !proof()) return;
    const url = frame.getAttribute('src');
    const place = document.createElement('span');
    frame.replaceWith(place);
    const look = async () => {
      const answer = await fetch(url, { credentials: 'omit', headers: { 'X-Lectern-Launch': proof().token, Accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      place.replaceChildren(...page.querySelector('main').childNodes);
    };
    look();
    timer = setInterval(look, 10000);
  }

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
