/** What `npm start` hands to the command: flags alone are meant for the example platform. Never looks at a flag's value. */

const example = ['serve', 'contracts/platform/openapi.yaml'];
/** The example platform asks for what its document says, as the real one would. */
const asDocumented = ['--auth', 'enforce'];

/** `isExample` says that the document was put in front, whose path starts from the repository. */
export function startArguments(args) {
  const [first] = args;
  const flagsAlone = first === undefined || (first.startsWith('-') && first !== '--help' && first !== '--version');
  if (!flagsAlone) return { args, isExample: false };
  // Settings name documents of their own; a document in front would win over them.
  const hasSettings = args.some((arg) => arg === '--config' || arg.startsWith('--config='));
  return hasSettings
    ? { args: ['serve', ...args], isExample: false }
    : { args: [...example, ...(args.some(isAuth) ? [] : asDocumented), ...args], isExample: true };
}

/** `npm start -- platform`: the reference platform itself, not its double. */
export const namesPlatform = ([first]) => first === 'platform';

const isAuth = (arg) => arg === '--auth' || arg.startsWith('--auth=');
