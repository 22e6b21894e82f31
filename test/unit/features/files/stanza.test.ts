import { describe, expect, test } from 'vitest'
import { isOnlyFile } from '#shared/model/files'
import { xml } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import { parseSlot } from '#xmpp/xep/0363'
import { buildFile, parseFiles } from '../../../../electron/features/files/stanza'
import { parseStanza } from '../../../support/transcripts'

const URL_ = 'https://files.example/up/%E7%85%A7%E7%89%87.jpg'
const message = (inside: string) => parseStanza(`<message xmlns='jabber:client'>${inside}</message>`)
const oob = (url: string) => `<x xmlns='jabber:x:oob'><url>${url}</url></x>`
const sharing = (file: string, url = URL_, attrs = '') =>
  `<file-sharing xmlns='urn:xmpp:sfs:0' ${attrs}><file xmlns='urn:xmpp:file:metadata:0'>${file}</file>` +
  `<sources><url-data xmlns='http://jabber.org/protocol/url-data' target='${url}'/></sources></file-sharing>`
const hash = 'x9TcMe9FOsfoDIUPvGGT2bdTAaXesh2cyVyh9mxIpkQ='

describe('files in messages', () => {
  test('an address out of band is a file where it is all that is said', () => {
    expect(parseFiles(message(oob(URL_)), URL_)).toMatchObject([{ name: '照片.jpg', kind: 'picture', url: URL_, size: null, local: null }])
    expect(parseFiles(message(oob(URL_)), null)).toHaveLength(1)
    expect(parseFiles(message(oob(URL_)), `look: ${URL_}`)).toEqual([])
    expect(parseFiles(message(''), URL_)).toEqual([])
  })

  test.each([
    'http://files.example/a.jpg', 'file:///etc/passwd', 'smb://host/share', '\\\\host\\share', 'https:a.jpg', 'https://user:pw@files.example/a.jpg', 'javascript:alert(1)',
    'data:image/png;base64,AAAA', `https://files.example/${'a'.repeat(5000)}`, 'aesgcm://files.example/a.jpg#00', 'https:// a/', '',
  ])('%s is none', (url) => {
    expect(parseFiles(message(oob(url)), url || null)).toEqual([])
    expect(parseFiles(message(sharing('<name>a</name>', url.replace(/'/g, ''))), null)).toEqual([])
  })

  test('what is said of a file is taken as far as it can be true', () => {
    const [file] = parseFiles(message(sharing(
      `<media-type>Image/JPEG</media-type><name>../a\u202egpj.exe</name><size>12</size><width>800</width><height>600</height><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>${hash}</hash>`,
    )), null)
    expect(file).toMatchObject({ name: '__agpj.exe', kind: 'file', type: 'image/jpeg', size: 12, width: 800, height: 600, hash })
    const [odd] = parseFiles(message(sharing(
      "<media-type>a b</media-type><size>-1</size><width>1e9</width><height>999999999</height><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>xx</hash>" +
        "<thumbnail xmlns='urn:xmpp:thumbs:1' uri='https://evil.example/t.png'/>",
    )), null)
    expect(odd).toMatchObject({ name: '照片.jpg', type: null, size: null, width: null, height: null, hash: null, thumbnail: null })
    expect(parseFiles(message(sharing('', URL_, "disposition='attachment'")), null)[0]?.isAttachment).toBe(true)
    expect(parseFiles(message(Array.from({ length: 30 }, () => sharing('')).join('')), null)).toHaveLength(10)
  })

  test('a thumbnail is a small picture in the message itself', () => {
    const head = (edge: number) => {
      const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(20)])
      bytes.writeUInt32BE(edge, 16)
      bytes.writeUInt32BE(edge, 20)
      return `data:image/png;base64,${bytes.toString('base64')}`
    }
    const thumbnailOf = (uri: string) => parseFiles(message(sharing(`<thumbnail xmlns='urn:xmpp:thumbs:1' uri='${uri}'/>`)), null)[0]!.thumbnail
    expect(thumbnailOf(head(64))).toBe(head(64))
    for (const uri of [head(4000), 'data:image/svg+xml;base64,PHN2Zy8+', 'data:text/html;base64,PHN2Zy8+', 'data:image/png;base64,AAAA', 'cid:x@bob.xmpp.org', `data:image/png;base64,${'A'.repeat(20_000)}`]) {
      expect(thumbnailOf(uri)).toBeNull()
    }
  })

  test('a sticker stands for its message, a picture among others or a file does not', () => {
    const sticker = "<sticker xmlns='urn:xmpp:stickers:0' pack='EpRv28DHHzFrE4zd'/>"
    const picture = sharing('<media-type>image/png</media-type><desc>x</desc><dimensions>512x256</dimensions>')
    const [file] = parseFiles(message(`<body>😘</body>${sticker}${picture}`), '😘')
    expect(file).toMatchObject({ isSticker: true, kind: 'picture', width: 512, height: 256, url: URL_ })
    expect(isOnlyFile({ body: '😘', extras: { files: [file!] } })).toBe(true)
    for (const odd of [picture, sticker + picture + picture, sticker + sharing('<name>a.exe</name>'), sticker + sharing('<media-type>audio/ogg</media-type>'), "<sticker xmlns='x'/>" + picture]) {
      expect(parseFiles(message(odd), '😘').some((one) => one.isSticker)).toBe(false)
    }
    expect(parseFiles(message(sticker), '😘')).toEqual([])
    const written = (more: object) => serialise(xml('message', { xmlns: 'jabber:client' }, ...buildFile({ ...file!, url: URL_, ...more })))!
    expect(written({ stickerPack: 'a+/b', description: '<😘>' })).toMatch(/<sticker xmlns="urn:xmpp:stickers:0" pack="a\+\/b"\/>.*<desc>&lt;😘&gt;<\/desc>/)
    expect(written({})).toContain('<sticker xmlns="urn:xmpp:stickers:0"/>')
    expect(file).not.toHaveProperty('stickerPack') // another's is not ours to send on
    const packOf = (attrs: string) => parseFiles(message(`<body>😘</body><sticker xmlns='urn:xmpp:stickers:0' ${attrs}/>${picture}`), '😘')[0]?.fromPack
    const id = 'EpRv28DHHzFrE4zd+xaNpVb4'
    expect(packOf(`pack='${id}'`)).toEqual({ id, at: null })
    expect(packOf(`pack='${id}' jid='Pubsub.example.org' node='urn:xmpp:stickers:0'`)).toEqual({ id, at: 'pubsub.example.org' })
    expect(packOf(`pack='${id}' jid='romeo@montague.lit' node='my stickers'`)).toEqual({ id, at: 'romeo@montague.lit', node: 'my stickers' })
    for (const odd of ['', "pack=''", `pack='${id}x'`, `pack='${id.replace('+', '-')}'`, `pack='${id}' jid='a b@c'`, `pack='${id}' jid='a@b/c'`, `pack='${id}' node=''`, `pack='${id}' node='a&#10;b'`, `pack='${id}' node='${'x'.repeat(501)}'`]) {
      expect(packOf(odd), odd).toBeUndefined()
    }
    for (const odd of ['512', '512x', '-1x5', '9999999x1']) expect(parseFiles(message(sharing(`<dimensions>${odd}</dimensions>`)), null)[0]).toMatchObject({ width: null, height: null })
  })

  test('a thumbnail says its size', () => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(20)])
    bytes.writeUInt32BE(48, 16)
    bytes.writeUInt32BE(30, 20)
    const uri = `data:image/png;base64,${bytes.toString('base64')}`
    const [file] = parseFiles(message(sharing(`<thumbnail xmlns='urn:xmpp:thumbs:1' uri='${uri}'/>`)), null)
    const written = serialise(xml('message', { xmlns: 'jabber:client' }, ...buildFile({ ...file!, url: URL_ })))!
    expect(written).toContain(`<thumbnail xmlns="urn:xmpp:thumbs:1" uri="${uri}" media-type="image/png" width="48" height="30"/>`)
  })

  test('what we write we read again, and others find the address', () => {
    const file = {
      name: '照片.jpg', size: 12, type: 'image/jpeg', kind: 'picture', width: 8, height: 6, url: URL_, hash, thumbnail: null, local: null, problem: null,
    } as const
    const written = serialise(xml('message', { xmlns: 'jabber:client' }, xml('body', {}, URL_), ...buildFile(file)))!
    expect(parseFiles(parseStanza(written), URL_)).toEqual([file])
    const voice = { ...file, name: 'voice.ogg', kind: 'audio', type: 'audio/ogg', width: null, height: null, durationMs: 4321 } as const
    const spoken = serialise(xml('message', { xmlns: 'jabber:client' }, ...buildFile(voice)))!
    expect(spoken).toContain('<length>4321</length>')
    expect(parseFiles(parseStanza(spoken), null)).toEqual([voice])
    for (const length of ['-1', '1.5', '1e3', '86400001', '']) expect(parseFiles(message(sharing(`<length>${length}</length>`)), null)[0]).not.toHaveProperty('durationMs')
    expect(written).toContain(`<x xmlns="jabber:x:oob"><url>${URL_}</url></x>`)
    expect(written).toContain('<fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:sfs:0"><body/></fallback>')
    expect(isOnlyFile({ body: URL_, extras: { files: [file] } })).toBe(true)
    expect(isOnlyFile({ body: `look ${URL_}`, extras: { files: [file] } })).toBe(false)
  })

  test('a slot is taken over https only, with the three headers and nothing in between', () => {
    const slot = (put: string, get: string, headers = '') =>
      parseSlot(parseStanza(`<iq xmlns='jabber:client'><slot xmlns='urn:xmpp:http:upload:0'><put url='${put}'>${headers}</put><get url='${get}'/></slot></iq>`))
    const header = (name: string, value: string) => `<header name='${name}'>${value}</header>`
    expect(slot('https://a.example/1', 'https://a.example/2', header('Authorization', 'a&#13;&#10;X: y') + header('eXpires', '1') + header('cookie', 'b') + header('Cookie', 'c') + header('Host', 'evil') + header('X-Y', 'z')))
      .toEqual({ put: 'https://a.example/1', get: 'https://a.example/2', headers: { authorization: ['aX: y'], expires: ['1'], cookie: ['b', 'c'] } })
    expect(slot('http://a.example/1', 'https://a.example/2')).toBeNull()
    expect(slot('https://a.example/1', 'http://a.example/2')).toBeNull()
    expect(slot('', '')).toBeNull()
  })
})
