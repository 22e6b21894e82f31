/** What the check-up finds on Openfire and Tigase as they were recorded: connection, messages and the account's archive. */
import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sentenceOf } from '#shared/check-up/sentences'
import { connectionTexts } from '#shared/check-up/texts/connection'
import type { CertificateKind } from '../support/certificates'
import { checkUp, verdictsOf } from '../support/check-up'
import { checkedAccounts } from '../support/check-up-servers'
import { startScriptedServer, type ScriptedKind } from '../support/scripted-rooms'

async function told(kind: ScriptedKind, only: RegExp, archive: boolean, accounts = checkedAccounts): Promise<Record<string, string>> {
  const server = await startScriptedServer(kind, { accounts: checkedAccounts, archive })
  try {
    return verdictsOf(await checkUp({ server, accounts, only: ({ id }) => only.test(id) }))
  } finally {
    await server.stop()
  }
}

const connection = /^connection\.(encryption|clear-login|mechanisms|acks|resume|csi|limits)$/
const archive = /^archive\./

describe('on what was recorded', () => {
  it('Openfire 4.7.5 asks for passwords in the clear, knows no strong login, and numbers its archive otherwise than its messages', async () => {
    expect(await told('openfire-4.7.5', new RegExp(`${connection.source}|^archive\\.`), true)).toMatchObject({
      'connection.encryption': 'broken', 'connection.clear-login': 'broken:plain', 'connection.mechanisms': 'missing:sha1', 'connection.acks': 'pass',
      'connection.resume': 'pass', 'connection.csi': 'missing', 'connection.limits': 'missing', 'archive.offered': 'pass', 'archive.default': 'missing',
      'archive.keeps': 'pass', 'archive.ids': 'broken:none', 'archive.forwards': 'pass', 'archive.backwards': 'pass', 'archive.unknown-id': 'broken:otherwise',
      'archive.extended': 'missing',
    })
  })

  it('Openfire 5.0.5 refuses to resume, copies what is private, and announces an archive in which nothing is', async () => {
    expect(await told('openfire-5.0.5', new RegExp(`${connection.source}|^archive\\.|^messages\\.(private|unknown-user)`), false)).toMatchObject({
      'connection.clear-login': 'broken:plain', 'connection.resume': 'broken:refused', 'connection.csi': 'pass', 'connection.limits': 'pass',
      'messages.copies': 'pass', 'messages.private': 'broken', 'messages.unknown-user': 'broken',
      'archive.offered': 'pass', 'archive.keeps': 'broken:empty', 'archive.backwards': 'untested:after',
    })
  })

  it('Tigase keeps nothing by default', async () => {
    expect(await told('tigase-8.4.0', new RegExp(`${connection.source}|^connection\\.binding|^archive\\.`), false)).toMatchObject({
      'connection.encryption': 'pass', 'connection.clear-login': 'pass', 'connection.mechanisms': 'pass', 'connection.binding': 'pass', 'connection.resume': 'pass',
      'archive.offered': 'pass', 'archive.default': 'broken:never', 'archive.keeps': 'untested:off',
    })
  })

  it('Tigase with its archive on says that it was all before it was', async () => {
    expect(await told('tigase-8.4.0', archive, true)).toMatchObject({
      'archive.default': 'pass:always', 'archive.keeps': 'pass', 'archive.ids': 'pass', 'archive.forwards': 'pass', 'archive.backwards': 'broken:early',
      'archive.unknown-id': 'broken:otherwise',
    })
  })
  it('One account alone is looked at as far as it goes', async () => {
    const alone = await told('tigase-8.4.0', /^(messages\.(delivery|own-device|order|copies|reactions)|archive\.(default|keeps))$/, true, checkedAccounts.slice(0, 1))
    expect(alone).toEqual({
      'messages.delivery': 'untested:pair', 'messages.own-device': 'pass', 'messages.order': 'pass', 'messages.copies': 'untested:pair', 'messages.reactions': 'pass',
      'archive.offered': 'pass', 'archive.default': 'pass:always', 'archive.keeps': 'untested:pair',
    })
  })
})

/** The user trusts it all the same: else nobody could log in, and the command says so. */
describe('a certificate', () => {
  const said: [CertificateKind, verdict: string, days?: number][] = [
    ['good', 'pass', 29], ['expired', 'broken:dates'], ['not-yet', 'broken:dates'], ['soon', 'broken:soon', 4], ['self-signed', 'broken:authority'], ['wrong-host', 'broken:name'],
  ]
  it.each(said)('%s: %s', async (certificate, verdict, days) => {
    const server = await startScriptedServer('tigase-8.4.0', { accounts: checkedAccounts, certificate })
    try {
      const check = (acceptedFingerprints: string[]) => checkUp({ server, accounts: checkedAccounts.slice(0, 1), only: ({ id }) => id === 'connection.certificate', config: { acceptedFingerprints } })
      if (!['good', 'soon'].includes(certificate)) await expect(check([])).rejects.toThrow('"code":"certificate"')
      const report = await check([new X509Certificate(server.certPem).fingerprint256])
      expect(verdictsOf(report)).toEqual({ 'connection.certificate': verdict })
      for (const language of ['en', 'zh'] as const) {
        const { pass, reasons } = connectionTexts[language]['connection.certificate']!
        const template = verdict === 'pass' ? pass : reasons![verdict.replace('broken:', '')]!
        expect(sentenceOf(report.lines[0]!, language)).toBe(template.replace('{days}', String(days)).replace('{issuer}', 'CN=Magpie test CA'))
      }
    } finally {
      await server.stop()
    }
  })
})
