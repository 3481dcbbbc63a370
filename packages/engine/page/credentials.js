import { call, Locked, unlock } from './control.js';
import { byId } from './elements.js';

/** The credentials, fetched when somebody asks for them, and put wherever they are needed on the page. Hidden again on the next click. */
export function credentials() {
  const button = byId('show-credentials');
  const list = byId('credentials');
  const form = byId('unlock');
  const note = document.getElementById('placeholder-note');
  const places = [...document.querySelectorAll('[data-secret]')];
  const placeholders = new Map(places.map((place) => [place, place.textContent]));

  const show = (data) => {
    byId('api-key').textContent = data?.apiKey ?? '';
    byId('client-id').textContent = data?.clientId ?? '';
    byId('client-secret').textContent = data?.clientSecret ?? '';
    for (const place of places) place.textContent = data?.[place.dataset.secret] ?? placeholders.get(place);
    list.hidden = data === undefined;
    if (note !== null) note.hidden = data !== undefined;
    button.textContent = data === undefined ? 'Show the credentials' : 'Hide the credentials';
    button.setAttribute('aria-expanded', String(data !== undefined));
  };
  const ask = async () => {
    try {
      show(await (await call('/page-data')).json());
      form.hidden = true;
    } catch (error) {
      byId('unlock-why').textContent = error.message;
      form.hidden = !(error instanceof Locked);
      byId('control-key').focus();
    }
  };
  button.addEventListener('click', () => {
    if (list.hidden) ask();
    else show(undefined);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const field = byId('control-key');
    unlock(field.value.trim());
    field.value = '';
    ask();
  });
}
