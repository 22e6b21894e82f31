/** The part of @xmpp/xml that only tests use; the rest is declared beside electron/xmpp. */
declare module '@xmpp/xml' {
  export class Parser {
    on(event: 'element' | 'start', listener: (element: Element) => void): this
    on(event: 'end', listener: () => void): this
    on(event: 'error', listener: (error: Error) => void): this
    write(text: string): void
  }
}
