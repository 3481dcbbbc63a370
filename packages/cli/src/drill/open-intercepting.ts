import { intercept, openStage, type Stage, type StageOptions } from '@stuntdouble/drill';
import { CliError } from '../errors.ts';

/** Opens the stage of a drill, to which calls of a host that is built into the client are led where one is named. */
export async function openIntercepting(origin: string | undefined, options: StageOptions): Promise<Stage> {
  if (origin === undefined) return openStage(options);
  if (!URL.canParse(origin) || new URL(origin).protocol !== 'https:')
    throw new CliError('USAGE', `--intercept is ${origin}; allowed: the host of the API, https://api.example.com`);
  const { env, clock } = options;
  const { folder, certificate, around, close } = await intercept({ origin, env, clock });
  try {
    const stage = await openStage({ ...options, around, tls: { folder, own: certificate } });
    return {
      ...stage,
      async close() {
        await stage.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
