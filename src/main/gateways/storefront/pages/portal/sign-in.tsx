import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Instant } from '../../../../../preload/contract/date'
import type { Refusal } from '../../../../../preload/contract/errors'
import { PASSWORD_MINIMUM, Password } from '../../../../../preload/contract/people'
import { languageOf } from '../../language'
import type { StorefrontWords } from '../../words'
import { Button, Buttons } from '../parts/buttons'
import { Facts } from '../parts/facts'
import { FaultList, type FieldFault, TextField } from '../parts/fields'
import { NoticeBox } from '../parts/notice-box'
import { type Visitor, visitorOf } from '../visitor'
import { OwnForm } from './frame'
import { beginSession, bringsBack, endSession, isOwnForm, type PortalOptions, sessionIn, strangersToken } from './session'

/* Into the portal and out of it: sign-in, sign-out, and the one-time link by which a merchant chooses its password. */

const SignInForm = z.object({
  registrationNumber: z.string().max(40).default(''),
  password: Password.default(''),
  code: z.string().max(20).default(''),
  next: z.string().max(500).default(''),
})
const Asked = z.object({ said: z.enum(['first', 'again', 'left']).catch('first'), next: z.string().max(500).catch('') })
/** Where the portal may go on to: one of its own pages. */
const OWN_PAGE = /^\/portal\/(?:orders|accept|returns|payouts|settings)(?:[/?][\w\-./?=&%]*)?$/
/** From one address: people mistype, guessers are slowed down besides by the lockout of each number. */
const TRIES_A_MINUTE = 30

const limited = { config: { rateLimit: { max: TRIES_A_MINUTE, timeWindow: 60_000 } } }

export function signInPages(server: FastifyInstance, options: PortalOptions): void {
  const { portal } = options

  server.get('/portal/sign-in', (request, reply) => {
    const visitor = visitorOf(request, reply, languageOf(request))
    const { said, next } = Asked.parse(request.query)
    return signInPage(visitor, { token: strangersToken(request, reply, options), number: '', next, said, faults: [] })
  })

  server.post('/portal/sign-in', limited, async (request, reply) => {
    const visitor = visitorOf(request, reply, languageOf(request))
    const sent = SignInForm.safeParse(request.body ?? {})
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    const { next, ...claim } = sent.data
    const again = (faults: FieldFault[]) =>
      signInPage(visitor, { token: strangersToken(request, reply, options), number: claim.registrationNumber, next, said: 'first', faults })
    if (!isOwnForm(request)) return visitor.problem({ kind: 'stale' }, 403)
    const signedIn = await portal.signIn(claim)
    if (!signedIn.ok) return again(signInFaults(visitor.words, signedIn.refusal))
    beginSession(request, reply, options, signedIn.value)
    return visitor.go(OWN_PAGE.test(next) ? next : '/portal/orders')
  })

  server.post('/portal/sign-out', async (request, reply) => {
    const visitor = visitorOf(request, reply, languageOf(request))
    const who = await portal.who(sessionIn(request))
    if (who.ok && !bringsBack(request, who.value.formToken)) return visitor.problem({ kind: 'stale' }, 403)
    if (who.ok) await portal.signOut(sessionIn(request))
    endSession(request, reply, options)
    return visitor.go('/portal/sign-in?said=left')
  })

  invitationPages(server, options)
}

interface SignInShown {
  readonly token: string
  readonly number: string
  readonly next: string
  readonly said: 'first' | 'again' | 'left'
  readonly faults: readonly FieldFault[]
}

function signInPage(visitor: Visitor, { token, number, next, said, faults }: SignInShown): Promise<void> {
  const { words } = visitor
  const say = words.portal.signIn
  const children = (
    <>
      {said === 'first' ? null : (
        <NoticeBox tone="information" title={say[said].title}>
          <p>{say[said].text}</p>
        </NoticeBox>
      )}
      <section className="sheet narrow">
        <OwnForm action={visitor.to('/portal/sign-in')} token={token}>
          <FaultList faults={faults} words={words} />
          <input type="hidden" name="next" value={next} />
          <TextField
            words={words}
            name="registrationNumber"
            label={say.number}
            hint={say.numberHint}
            required
            faults={faults}
            value={number}
            autoComplete="username"
            maxLength={20}
          />
          <TextField
            words={words}
            name="password"
            label={say.password}
            required
            type="password"
            autoComplete="current-password"
            maxLength={128}
          />
          <TextField
            words={words}
            name="code"
            label={say.code}
            hint={say.codeHint}
            faults={faults}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            short
          />
          <Buttons>
            <Button>{say.enter}</Button>
          </Buttons>
        </OwnForm>
        <p className="dimmed small">{say.lost}</p>
      </section>
    </>
  )
  return visitor.page({ title: say.title, faulty: faults.length > 0, children }, faults.length > 0 ? 422 : 200)
}

/** `10:32` in Japan. */
function timeOf(at: Instant): string {
  return new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(at)
}

function signInFaults({ portal }: StorefrontWords, refusal: Refusal): FieldFault[] {
  const say = portal.signIn
  switch (refusal.refusal) {
    case 'sign_in_blocked':
      return [{ name: 'registrationNumber', text: say.blocked(timeOf(refusal.until)) }]
    case 'totp_required':
      return [{ name: 'code', text: say.codeRequired }]
    case 'totp_wrong':
      return [{ name: 'code', text: say.codeWrong }]
    case 'wrong_credentials':
      return [{ name: 'registrationNumber', text: say.wrong }]
    default:
      return [{ name: 'registrationNumber', text: say.busy }]
  }
}

const InvitationForm = z.object({ next: Password.default(''), repeat: Password.default('') })
const Token = z.object({ token: z.string().max(300) })

function invitationPages(server: FastifyInstance, options: PortalOptions): void {
  const { portal } = options

  async function show(request: FastifyRequest, reply: FastifyReply, faults: (words: StorefrontWords) => FieldFault[]): Promise<void> {
    const { token } = Token.parse(request.params)
    const visitor = visitorOf(request, reply, languageOf(request))
    const invited = await portal.invitation(token)
    if (!invited.ok) return invitationInvalid(visitor)
    const formToken = strangersToken(request, reply, options)
    return invitationPage(visitor, { path: `/portal/invitation/${token}`, formToken, ...invited.value, faults: faults(visitor.words) })
  }

  server.get('/portal/invitation/:token', (request, reply) => show(request, reply, () => []))

  server.post('/portal/invitation/:token', limited, async (request, reply) => {
    const visitor = visitorOf(request, reply, languageOf(request))
    const sent = InvitationForm.safeParse(request.body ?? {})
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    if (!isOwnForm(request)) return visitor.problem({ kind: 'stale' }, 403)
    const { next, repeat } = sent.data
    if (next !== repeat) return show(request, reply, ({ portal: { password } }) => [{ name: 'repeat', text: password.differs }])
    const accepted = await portal.acceptInvitation(Token.parse(request.params).token, next)
    if (!accepted.ok) return show(request, reply, (words) => passwordFaults(words, accepted.refusal))
    beginSession(request, reply, options, accepted.value)
    return visitor.go('/portal/orders')
  })
}

/** What is wrong with a new password, or with the present one. */
export function passwordFaults({ portal }: StorefrontWords, refusal: Refusal): FieldFault[] {
  const say = portal.password
  switch (refusal.refusal) {
    case 'password_too_short':
      return [{ name: 'next', text: say.tooShort(refusal.minimum) }]
    case 'password_too_common':
      return [{ name: 'next', text: say.tooCommon }]
    case 'wrong_credentials':
      return [{ name: 'current', text: say.wrong }]
    case 'sign_in_blocked':
      return [{ name: 'current', text: portal.signIn.blocked(timeOf(refusal.until)) }]
    default:
      return [{ name: 'next', text: portal.signIn.busy }]
  }
}

/** A new password, typed twice. */
export function NewPassword({ words, faults }: { words: StorefrontWords; faults: readonly FieldFault[] }) {
  const say = words.portal.password
  const usual = { words, faults, required: true, type: 'password', autoComplete: 'new-password', maxLength: 128 } as const
  return (
    <>
      <TextField {...usual} name="next" label={say.next} hint={say.hint(PASSWORD_MINIMUM)} />
      <TextField {...usual} name="repeat" label={say.repeat} />
    </>
  )
}

interface InvitationShown {
  readonly path: string
  readonly formToken: string
  readonly registrationNumber: string
  readonly merchantName: string
  readonly faults: readonly FieldFault[]
}

function invitationPage(visitor: Visitor, { path, formToken, registrationNumber, merchantName, faults }: InvitationShown): Promise<void> {
  const { words } = visitor
  const say = words.portal.invitation
  const children = (
    <section className="sheet narrow">
      <p>{say.lead}</p>
      <Facts
        facts={[
          { label: say.shop, value: merchantName },
          { label: words.portal.signIn.number, value: <span className="code">{registrationNumber}</span> },
        ]}
      />
      <OwnForm action={visitor.to(path)} token={formToken}>
        <FaultList faults={faults} words={words} />
        <input type="hidden" name="username" autoComplete="username" value={registrationNumber} />
        <NewPassword words={words} faults={faults} />
        <Buttons>
          <Button>{say.next}</Button>
        </Buttons>
      </OwnForm>
    </section>
  )
  return visitor.page({ title: say.title, faulty: faults.length > 0, children }, faults.length > 0 ? 422 : 200)
}

function invitationInvalid(visitor: Visitor): Promise<void> {
  const { title, text } = visitor.words.portal.invitation.invalid
  const children = (
    <section className="sheet">
      <p>{text}</p>
    </section>
  )
  return visitor.page({ title, children }, 410)
}
