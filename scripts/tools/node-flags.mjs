/**
 * How Node runs the command, from a checkout as from its package (whose first line says the same). V8 lets the space for new objects
 * grow to 134 MB otherwise, which a double never needs: with 16 MB Stripe's document takes 35 MB less, and a held connection a third.
 */
export const memoryFlags = ['--max-semi-space-size=16'];

/** For running the sources. */
export const sourceFlags = [...memoryFlags, '--conditions=@stuntdouble/source'];
