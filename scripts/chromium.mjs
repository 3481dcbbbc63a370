/** Sees to a Chromium for the tests of pages: as root on Debian a missing one is installed, which is said. Never fails. */
import { spawnSync } from 'node:child_process';

const CANDIDATES = ['chromium', 'chromium-browser', 'google-chrome'];
const isThere = () => CANDIDATES.some((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);

if (!isThere() && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).error === undefined) {
  process.stderr.write('chromium is not installed: apt-get install chromium\n');
  const quiet = { stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const install = () => spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet).status;
  // Lists of packages may be missing or old.
  if (install() !== 0 && spawnSync('apt-get', ['update'], quiet).status === 0) install();
}
if (!isThere()) process.stderr.write('chromium is not installed (apt-get install chromium): pages are not tried.\n');
