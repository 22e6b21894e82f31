/**
 * A new account on a server, before login; its password and its end, once it is ours (own-account.ts).
 * XEP-0077 version 2.4, with forms (XEP-0004) and the page of XEP-0066 where the server names one. Left out: forms that a server
 * wants filled in before a password is changed or an account removed, registration with other services.
 */
import type { AppContext } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { routesOf } from '#core/proxies'
import { parseBareJid, type BareJid } from '#shared/jid'
import { defaultServerSettings, type ServerSettings } from '#shared/model/account'
import { done, fail, ok, type CallError } from '#shared/result'
import type { ConnectionConfig, StanzaError } from '#xmpp/types'
import { completeAnswers } from '#xmpp/xep/old-fields'
import { contract, type RegistrationForm } from './contract'
import { createDialogs } from './dialogs'
import { ownAccount } from './own-account'
import {
  buildRegistrationGet, buildRegistrationSet, missingFields, parseRegistration, type RegistrationQuery,
} from './stanza'

/** What the user can mend; everything else that a server says no with is `refused`. */
const BAD_INPUT = ['bad-request', 'not-acceptable', 'jid-malformed']

function refusal(error: StanzaError): { ok: false; error: CallError } {
  const failure = failureOf(error)
  if (BAD_INPUT.includes(error.condition)) failure.error.code = 'bad-input'
  else if (!['conflict', 'timeout', 'offline'].includes(error.condition)) failure.error.code = 'refused'
  return failure
}

const emptyForm: RegistrationForm['form'] = { type: 'form', formType: null, title: null, instructions: [], fields: [], reported: [], items: [] }

const formView = (token: string, domain: BareJid, query: RegistrationQuery): RegistrationForm => ({
  token,
  domain,
  instructions: query.instructions,
  form: query.form ?? emptyForm,
  webPage: query.webPage,
})

export const registration = defineFeature({
  name: 'registration',
  xeps: [
    { id: '0077', version: '2.4', support: 'partial', note: 'no forms for removal and change of password, no other services' },
    { id: '0066', version: '1.5', support: 'partial', note: 'the page to register on' },
  ],
  contract,
  startApp: (app: AppContext<typeof contract>) => {
    const dialogs = createDialogs()

    const configOf = (domain: BareJid, server: ServerSettings, fingerprint: string | null): ConnectionConfig => ({
      jid: domain,
      resource: '',
      transport: server.transport,
      host: server.host ?? undefined,
      port: server.port ?? undefined,
      websocketUrl: server.websocketUrl ?? undefined,
      extraCa: [],
      acceptedFingerprints: fingerprint === null ? [] : [fingerprint],
      allowUnencrypted: server.allowUnencrypted,
      allowPlain: server.allowPlain,
      pinnedMechanism: null,
      lang: app.settings.get().language === 'zh' ? 'zh' : 'en',
    })

    return {
      calls: {
        'registration.open': async ({ domain, server, acceptedFingerprint, proxyPassword }) => {
          const { log, systemRoutes } = app
          const settings = { ...defaultServerSettings, ...server }
          const routes = (url: string) => routesOf(settings, url, { systemRoutes, getPassword: () => Promise.resolve(proxyPassword ?? null) })
          const opened = await app.openRegistrationStream(configOf(domain, settings, acceptedFingerprint), { log, routes })
          if (!opened.ok) {
            const { code, detail, certificate } = opened.error
            return ok({ kind: 'no-connection' as const, problem: { code, detail: detail ?? null, certificate: certificate ?? null } })
          }
          const stream = opened.value
          const reply = await stream.request({ type: 'get', to: domain, payload: buildRegistrationGet() })
          const query = reply.ok ? parseRegistration(reply.value) : null
          if (!query || query.isRegistered || (!query.form && !query.webPage)) {
            await stream.close()
            if (reply.ok) return fail('not-supported', 'the server does not say what it wants to know')
            const failure = failureOf(reply.error)
            const isOver = ['timeout', 'offline'].includes(reply.error.condition)
            return isOver ? failure : fail('not-supported', 'no new accounts this way', { ...failure.error, code: 'not-supported' })
          }
          return ok({ kind: 'form' as const, form: formView(dialogs.add({ domain, stream, query }), domain, query) })
        },
        'registration.submit': async ({ token, values }) => {
          const dialog = dialogs.get(token)
          if (!dialog) return fail('not-found', 'this conversation with the server is over')
          const { domain, stream, query } = dialog
          if (!query.form) return fail('not-supported', 'accounts are made on the page of the server')
          const answers = completeAnswers(query.form, values)
          const missing = missingFields(query.form, answers)
          if (missing.length > 0) return fail('bad-input', `missing: ${missing.join(', ')}`) // Openfire 5 would not answer at all
          const user = answers.find((answer) => answer.name === 'username')?.values[0]?.trim() ?? ''
          const address = parseBareJid(`${user}@${domain}`)
          if (address === null) return fail('bad-input', 'not a user name', { condition: 'jid-malformed' })
          const reply = await stream.request({ type: 'set', to: domain, payload: buildRegistrationSet(query, answers) })
          if (!reply.ok) {
            if (reply.error.condition === 'offline') dialogs.end(token)
            return refusal(reply.error)
          }
          dialogs.end(token)
          return ok({ address })
        },
        'registration.cancel': ({ token }) => {
          dialogs.end(token)
          return done
        },
      },
      snapshot: () => null as never,
      stop: dialogs.endAll,
    }
  },
  start: ownAccount,
})
