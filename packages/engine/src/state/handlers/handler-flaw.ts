/** What a handler did that is not allowed, in words of ours: they may be told to the client. */
export class HandlerFlaw extends Error {}
