import { call, Locked, whenAllowed } from './control.js';
import { copyButtons } from './copy.js';
import { credentials } from './credentials.js';
import { byId } from './elements.js';
import { listen } from './events.js';
import { faults } from './faults.js';
import { requests } from './requests.js';

/** Brings the home of a sandbox to life. */
document.documentElement.classList.add('scripted');
copyButtons();
// A real API has its own.
if (byId('show-credentials') !== null) credentials();
const journal = requests();
const rules = faults();

const AGAIN_MS = 3000;
let watching = new AbortController();

/** Follows the sandbox while the page is seen; a double that went away is looked for again. */
async function follow(signal) {
  while (!signal.aborted) {
    try {
      // First this, so that nothing falls between what was and what comes.
      const events = await listen(signal);
      await Promise.all([journal.load(), rules.load()]);
      for await (const { type, data } of events) {
        if (type === 'exchange') journal.add(data);
        if (type === 'fault' || type === 'scenario') await rules.load();
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Locked)
        return journal.say('Locked: show the credentials, and give the control key of this sandbox.');
      journal.say('The double does not answer. It is asked again.');
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

function restart() {
  watching.abort();
  watching = new AbortController();
  if (!document.hidden) follow(watching.signal);
}

whenAllowed(restart);
document.addEventListener('visibilitychange', restart);

/** Asks a second time before it forgets anything. */
const reset = byId('reset');
const note = byId('reset-note');
let isSure = false;
const ask = (sure) => {
  isSure = sure;
  reset.textContent = sure ? 'Yes, reset it' : 'Reset sandbox …';
};
reset.addEventListener('click', async () => {
  if (!isSure) {
    note.textContent = 'State, faults, limits, journal and clock of this sandbox start anew; its keys stay.';
    return ask(true);
  }
  ask(false);
  try {
    await call('/reset', { method: 'POST' });
    note.textContent = 'Done: as new.';
    await Promise.all([journal.load(), rules.load()]);
  } catch (error) {
    note.textContent = error.message;
  }
});
reset.addEventListener('blur', () => {
  if (isSure) note.textContent = '';
  ask(false);
});
