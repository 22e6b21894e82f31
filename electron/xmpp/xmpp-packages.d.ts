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
  export function escapeXML(text: string): string
  export function escapeXMLText(text: string): string
  export default xml
}

declare module '@xmpp/id' {
  export default function id(): string
}

declare module 'saslmechanisms' {
  export default class Factory<M> {
    use(name: string, mechanism: new () => M): this
    create(offered: string[]): M | null
  }
}
