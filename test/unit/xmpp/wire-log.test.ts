import { describe, expect, it } from 'vitest'
import { masked } from '#xmpp/wire-log'
import { parseStanza } from '../../support/transcripts'

const shown = (inside: string) => masked(parseStanza(`<iq xmlns='jabber:client' type='result' id='1'>${inside}</iq>`))

describe('what a transcript may show', () => {
  it('hides the key that goes along with an upload, not the address', () => {
    const text = shown("<slot xmlns='urn:xmpp:http:upload:0'><put url='https://up.example/1'><header name='Authorization'>Bearer opensesame</header></put><get url='https://up.example/1'/></slot>")
    expect(text).not.toContain('opensesame')
    expect(text).toContain('https://up.example/1')
    expect(text).toContain('Authorization')
  })

  it('hides the password of a relay, not where it is', () => {
    const text = shown("<services xmlns='urn:xmpp:extdisco:2'><service type='turn' host='relay.example' username='7' password='opensesame'/></services>")
    expect(text).not.toContain('opensesame')
    expect(text).toContain('relay.example')
  })

  it('leaves what it shows as it was', () => {
    const iq = parseStanza("<iq xmlns='jabber:client' id='1'><services xmlns='urn:xmpp:extdisco:2'><service host='a' password='opensesame'/></services></iq>")
    masked(iq)
    expect(String(iq)).toContain('opensesame')
  })
})
