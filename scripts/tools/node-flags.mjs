/**
 * How Node runs the command, from a checkout as from its package (whose first line says the same). The space for new objects, in MB:
 * V8 lets it grow to 134 otherwise, which a double never needs (with 16 Stripe's document takes 35 MB less, and a held connection a
 * third), and makes it so small in the first quiet second that requests cost a quarter more from then on.
 */
export const memoryFlags = ['--min-semi-space-size=8', '--max-semi-space-size=16'];

/** For running the sources. */
export const sourceFlags = [...memoryFlags, '--conditions=@stuntdouble/source'];
