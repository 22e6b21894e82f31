/** The part of @xmpp/client that the room bench compares with. */
declare module '@xmpp/client' {
  import type { Element } from '@xmpp/xml'
  export interface Client {
    start(): Promise<unknown>
    send(element: Element): Promise<unknown>
    on(event: 'stanza', listener: (stanza: Element) => void): void
    on(event: 'error', listener: (error: Error) => void): void
  }
  export function client(options: { service: string; domain: string; username: string; password: string }): Client
}
