import type { FastifyReply } from 'fastify';
import { StuntError } from '../../errors.ts';
import type { Looked, Redeemed } from '../../sandbox/invitations.ts';
import { askedOf, bodyOf, parameter, queryOf, type Routes } from './route.ts';
import { authIn, type CredentialsShown, credentialsShown, durationIn } from './sandboxes.ts';

/** Asked by whoever has a code, from anywhere. */
export const REDEEM = '/invitations/:code';

/** Invitations: `/invitations` makes a code, `/invitations/{code}` makes a sandbox of it, once. */
export const invitationRoutes: Routes = (app, { registry }) => {
  app.post('/invitations', async (request, reply) => {
    const { name, ttl, sandboxTtl, auth } = bodyOf(request);
    const { code, expiresAt } = await registry.invitations.invite({
      name: textIn(name, 'name'),
      ttl: durationIn(ttl, 'ttl'),
      sandbox: { ttl: durationIn(sandboxTtl, 'sandboxTtl'), auth: authIn(auth) },
    });
    const url = registry.invitationUrl(code, askedOf(request));
    return reply.status(201).send({ code, url, expiresAt: new Date(expiresAt).toISOString() });
  });
  // Whoever opens the link. A wrong code counts as one that was sent to be redeemed.
  app.get(REDEEM, async (request, reply) => {
    const code = parameter(request, 'code');
    const looked = await registry.invitations.look(code, request.ip);
    // What is shown is pasted into a shell.
    if (looked.kind !== 'good' || !CODE.test(code)) throw notGood(looked, reply);
    const [whose, ask] =
      looked.name === undefined ? ['a sandbox of your own', 'name=NAME&'] : [`the sandbox ${looked.name}`, ''];
    const url = registry.invitationUrl(code, askedOf(request));
    return reply
      .type('text/plain; charset=utf-8')
      .send(
        [
          `An invitation to ${whose}, good once. Redeem it${ask && ', with a name of your choice'}:`,
          `  curl -X POST '${url}${ask && `?${ask.slice(0, -1)}`}'`,
          'or, for variables in your shell:',
          `  curl -fsS -X POST '${url}?${ask}format=env' -o sandbox.env && . ./sandbox.env`,
          'The answer has the base URL and the credentials. Open the base URL in a browser: a first call, the API reference, your requests.\n',
        ].join('\n\n'),
      );
  });
  app.post(REDEEM, async (request, reply) => {
    // By the query as well: what is pasted into a shell is shorter then.
    const name = textIn(bodyOf(request).name ?? queryOf(request).name, 'name');
    const isForShell = formatIn(queryOf(request).format) === 'env';
    const redeemed = await registry.invitations.redeem(parameter(request, 'code'), name, request.ip);
    switch (redeemed.kind) {
      case 'redeemed': {
        const shown = credentialsShown(registry, redeemed.record, askedOf(request));
        reply.status(201).header('cache-control', 'no-store');
        return isForShell ? reply.type('text/plain; charset=utf-8').send(shellVariables(shown)) : reply.send(shown);
      }
      default:
        throw notGood(redeemed, reply);
    }
  });
};

const CODE = /^[\w-]{1,64}$/;

function notGood(found: Looked | Redeemed, reply: FastifyReply): StuntError {
  if (found.kind !== 'limited')
    return new StuntError('INVITATION_UNKNOWN', 'The invitation is unknown, was redeemed already, or has expired.');
  reply.header('retry-after', Math.ceil(found.retryAfterMs / 1000));
  return new StuntError('INVITATION_LIMITED', 'Too many wrong codes came from your address.');
}

function textIn(given: unknown, name: string): string | undefined {
  if (given === undefined || typeof given === 'string') return given;
  throw new StuntError('CONTROL_INVALID', `${name} is ${JSON.stringify(given)}; it has to be a text.`);
}

function formatIn(given: string | undefined): 'json' | 'env' {
  if (given === undefined || given === 'json' || given === 'env') return given ?? 'json';
  throw new StuntError('CONTROL_INVALID', `format is ${JSON.stringify(given.slice(0, 40))}; allowed: json, env.`);
}

/** As `stunt sandbox create --format env` prints them. Nothing in them needs more than quotes. */
function shellVariables(shown: CredentialsShown): string {
  const variables = {
    STUNT_URL: shown.baseUrl,
    API_KEY: shown.apiKey,
    CLIENT_ID: shown.clientId,
    CLIENT_SECRET: shown.clientSecret,
    TOKEN_URL: shown.tokenUrl,
    CONTROL_KEY: shown.controlKey,
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join('');
}
