import { describe, expect, test } from 'vitest'
import { isMicrophoneCheck, isMicrophoneRequest, type Asked } from '../../../electron/desktop/microphone-rule'

const ORIGIN = 'app://bundle'
const page = { isMainFrame: true, requestingUrl: `${ORIGIN}/index.html?conversation=1-2` }
const request = (asked: Partial<Asked>, permission = 'media') => isMicrophoneRequest(permission, { ...page, mediaTypes: ['audio'], ...asked }, ORIGIN)
const check = (asked: Partial<Asked>, from = `${ORIGIN}/`, permission = 'media') => isMicrophoneCheck(permission, from, { ...page, mediaType: 'audio', ...asked }, ORIGIN)

describe('what a page that records may open', () => {
  test('is the microphone', () => {
    expect(request({})).toBe(true)
    expect(check({})).toBe(true)
  })
  test.each<[string, Partial<Asked>]>([
    ['in a frame', { isMainFrame: false }],
    ['of another page', { requestingUrl: 'https://evil.example/' }],
    ['of a page whose host begins like ours', { requestingUrl: 'app://bundle.evil/index.html' }],
    ['of nobody', { requestingUrl: undefined as never }],
  ])('not %s', (_name, asked) => {
    expect(request(asked)).toBe(false)
    expect(check(asked)).toBe(false)
  })
  test('not the camera, alone or along, and nothing else', () => {
    for (const mediaTypes of [['video'], ['audio', 'video'], []]) expect(request({ mediaTypes })).toBe(false)
    for (const mediaType of ['video', 'unknown']) expect(check({ mediaType })).toBe(false)
    for (const permission of ['geolocation', 'display-capture', 'notifications', 'clipboard-read']) {
      expect(request({}, permission)).toBe(false)
      expect(check({}, `${ORIGIN}/`, permission)).toBe(false)
    }
    expect(check({}, 'https://evil.example/')).toBe(false)
  })
})
