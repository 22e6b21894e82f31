/** Types for the parts of @xmpp/client's packages that we use; they ship none themselves. */
declare module '@xmpp/xml' {
  export type Node = Element | string
  type Attrs = Record<string, string | number | null | undefined>
  type Child = Node | number | boolean | null | undefined | Child[]

  export class Element {
    constructor(name: string, attrs?: Attrs | string)
    name: string
    parent: Element | null
    children: Node[]
    attrs: Record<string, string | undefined>
    append(...nodes: Node[]): void
    t(text: string): this
  }

  export function xml(name: string, attrs?: Attrs | string | null, ...children: Child[]): Element
  export default xml
}

declare module '@xmpp/jid' {
  export class JID {
    bare(): JID
    toString(): string
  }
  export function jid(text: string): JID
}

/** The protected side of client-core's Client that our stream builds on; the version is pinned because of it. */
declare module '@xmpp/client-core' {
  import type { EventEmitter } from 'node:events'
  import type { Element } from '@xmpp/xml'
  import type { JID } from '@xmpp/jid'

  export class Client extends EventEmitter {
    constructor(options: { domain: string; lang?: string; timeout?: number })
    Transport: unknown
    Parser: unknown
    jid: JID | null
    parser: { write(data: string): void } | null
    socket: unknown
    isSecure(): boolean
    open(options: { domain: string; lang: string }): Promise<Element>
    write(text: string): Promise<void>
    footer(el: Element | undefined): string
    footerElement(): Element | undefined
    _onData(data: Buffer | string): void
    _onElement(element: Element): void
    _streamError(condition: string): Promise<unknown>
    _attachSocket(socket: EventEmitter): void
    _detachSocket(): void
    _attachParser(parser: EventEmitter): void
    _detachParser(): void
  }
}

declare module '@xmpp/tcp/lib/Connection.js' {
  export default class ConnectionTCP {}
}

declare module '@xmpp/websocket/lib/Connection.js' {
  export default class ConnectionWebSocket {}
}

declare module 'saslmechanisms' {
  export default class Factory<M> {
    use(name: string, mechanism: new () => M): this
    create(offered: string[]): M | null
  }
}
