/** Whether a client names HTML among what it accepts, as browsers do. One that takes anything wants the API. */
export function wantsPage(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes('text/html')) return false;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((text) => text.trim().toLowerCase());
    return type === 'text/html' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
