/** Types for the little that the bare reader uses of @xmpp/client, which ships none. */
declare module '@xmpp/client' {
  export interface Element {
    attrs: Record<string, string | undefined>
    is(name: string): boolean
    getChild(name: string, ns?: string): Element | undefined
    getChildText(name: string): string | null
  }
  export interface Client {
    on(event: 'stanza', listener: (stanza: Element) => void): void
    on(event: 'online' | 'error', listener: () => void): void
    timeout: number
    start(): Promise<unknown>
    stop(): Promise<void>
    iqCaller: { request(iq: Element, timeoutMs: number): Promise<Element> }
    socket: { socket: { setNoDelay(on: boolean): void } }
  }
  export function client(options: { service: string; domain: string; username: string; password: string }): Client
  export function xml(name: string, attrs: Record<string, string>, ...children: (Element | string)[]): Element
}
