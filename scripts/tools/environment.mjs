/** The environment that npm and pnpm get during the set-up: the user's, without what is known to break them. */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What `npm start` exports describes the npm that is running, and would configure the one that we start; only these are the user's wish. */
const keptNpmSettings =
  /^npm_config_(registry|.*:registry|\/\/.*|_auth.*|userconfig|globalconfig|cafile|ca|cert|key|strict_ssl|https?_proxy|proxy|noproxy|cache|offline|prefer_offline|fetch_.*)$/i;

/** @returns the environment for npm; and, with `binDir` in front of PATH, for pnpm and the build scripts that it starts. */
export function setUpEnvironment(root, binDir) {
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (/^npm_/i.test(name) && !keptNpmSettings.test(name)) continue;
    env[name] = value;
  }
  if (binDir) env.PATH = withFirst(binDir, env.PATH);
  return isWritableFolder(homedir()) ? env : { ...env, ...ownHome(root) };
}

export function withFirst(dir, path) {
  return path ? `${dir}${delimiter}${path}` : dir;
}

/** Without a usable home directory, caches and stores go to .tools; npm's settings are still read from the real one. */
function ownHome(root) {
  const home = join(root, '.tools', 'home');
  mkdirSync(home, { recursive: true });
  const inHome = (folder) => join(home, folder);
  return {
    HOME: home,
    XDG_DATA_HOME: inHome('data'),
    XDG_CACHE_HOME: inHome('cache'),
    XDG_STATE_HOME: inHome('state'),
    XDG_CONFIG_HOME: inHome('config'),
    npm_config_cache: inHome('npm'),
    npm_config_userconfig: process.env.npm_config_userconfig ?? join(homedir(), '.npmrc'),
  };
}

function isWritableFolder(path) {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
