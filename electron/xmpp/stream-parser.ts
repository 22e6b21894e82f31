/** Our reader in the shape that @xmpp/connection expects of a parser: `start`, `element`, `end`; and `dropped`. */
import { EventEmitter } from 'node:events'
import { Element, isNamed, NS_CLIENT, NS_STREAM } from './element'
import { limitsBeforeLogin, type XmlLimits } from './limits'
import { XmlReader, type ReaderEvents } from './xml-reader'
import { XmlError } from './xml-tokeniser'

export const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing'

export interface StreamParser extends EventEmitter {
  limits: XmlLimits
  /** Throws XmlError. */
  write(text: string): void
  stop(): void
}

/** RFC 6120: one long document. */
export class TcpParser extends EventEmitter implements StreamParser {
  #reader: XmlReader

  constructor(limits: XmlLimits = limitsBeforeLogin) {
    super()
    this.#reader = new XmlReader(
      {
        root: (root) => {
          if (!isNamed(root, 'stream', NS_STREAM)) throw new XmlError('invalid-namespace', 'not a stream')
          this.emit('start', root)
        },
        element: (el) => this.emit('element', el),
        end: () => this.emit('end'),
        dropped: (reason, el) => this.emit('dropped', reason, el),
      },
      limits,
    )
  }

  set limits(limits: XmlLimits) {
    this.#reader.limits = limits
  }

  write(text: string): void {
    this.#reader.write(text)
  }

  stop(): void {
    this.#reader.stop()
  }
}

/** RFC 7395: every message a document. */
export class FramedParser extends EventEmitter implements StreamParser {
  #isStopped = false
  /** COMPAT(tigase): stanzas without xmlns inherit it from here, as they would in a TCP stream. Remove when none comes. */
  readonly #root = new Element('stream:stream', { xmlns: NS_CLIENT, 'xmlns:stream': NS_STREAM })

  constructor(public limits: XmlLimits = limitsBeforeLogin) {
    super()
  }

  write(text: string): void {
    const events: ReaderEvents = {
      element: (el) => {
        if (isNamed(el, 'open', NS_FRAMING)) this.emit('start', el)
        else if (isNamed(el, 'close', NS_FRAMING)) this.emit('end')
        else this.emit('element', el)
      },
      dropped: (reason, el) => this.emit('dropped', reason, el),
    }
    if (!this.#isStopped) new XmlReader(events, this.limits, false, this.#root).write(text)
  }

  stop(): void {
    this.#isStopped = true
  }
}
