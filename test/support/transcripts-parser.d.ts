/** The part of @xmpp/xml that only the transcripts use; the rest is declared beside electron/xmpp. */
declare module '@xmpp/xml' {
  export class Parser {
    on(event: 'element', listener: (element: Element) => void): this
    on(event: 'error', listener: (error: Error) => void): this
    write(text: string): void
  }
}
