/** Which of the words of a command line is a link to open. Pure. */
const MAX_CHARS = 8192

/** Only what begins with `xmpp:`; whoever has a link opened can put more into the line, and all of that is left alone. */
export const linkIn = (args: readonly string[]): string | null => args.find((arg) => /^xmpp:[^\s]/i.test(arg) && arg.length <= MAX_CHARS) ?? null
