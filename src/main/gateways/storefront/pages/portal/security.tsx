import type { FastifyInstance } from 'fastify'
import { encodeQR } from 'qr'
import { z } from 'zod'
import { Password } from '../../../../../preload/contract/people'
import { Button, Buttons, LinkButton } from '../parts/buttons'
import { FaultList, type FieldFault, TextField } from '../parts/fields'
import { OwnForm } from './frame'
import { bringsBack, entered, type PortalOptions, type PortalVisitor } from './session'
import { NewPassword, passwordFaults } from './sign-in'

/* How the merchant signs in: another password, and one-time codes of an authenticator. */

const PasswordForm = z.object({ current: Password.default(''), next: Password.default(''), repeat: Password.default('') })
const CodesForm = z.discriminatedUnion('step', [
  z.object({ step: z.literal('begin'), current: Password.default('') }),
  z.object({ step: z.literal('confirm'), code: z.string().max(20).default(''), secret: z.string().max(100), uri: z.string().max(500) }),
  z.object({ step: z.literal('end'), current: Password.default('') }),
])
/** Each try hashes a password. */
const limited = { config: { rateLimit: { max: 30, timeWindow: 60_000 } } }

export function securityPages(server: FastifyInstance, options: PortalOptions): void {
  const { portal } = options

  server.get('/portal/settings/password', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (visitor) await passwordPage(visitor, [])
  })

  server.post('/portal/settings/password', limited, async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    if (!bringsBack(request, visitor.person.formToken)) return visitor.problem({ kind: 'stale' }, 403)
    const sent = PasswordForm.safeParse(request.body)
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    const { current, next, repeat } = sent.data
    if (next !== repeat) return passwordPage(visitor, [{ name: 'repeat', text: visitor.words.portal.password.differs }])
    const changed = await portal.changePassword(visitor.session, { current, next })
    return changed.ok ? visitor.go('/portal/settings?said=done') : passwordPage(visitor, passwordFaults(visitor.words, changed.refusal))
  })

  server.get('/portal/settings/codes', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (visitor) await codesPage(visitor, [])
  })

  server.post('/portal/settings/codes', limited, async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    if (!bringsBack(request, visitor.person.formToken)) return visitor.problem({ kind: 'stale' }, 403)
    const sent = CodesForm.safeParse(request.body)
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    return changeCodes(visitor, portal, sent.data)
  })
}

async function changeCodes(visitor: PortalVisitor, portal: PortalOptions['portal'], sent: z.infer<typeof CodesForm>): Promise<void> {
  const { session, words } = visitor
  if (sent.step === 'begin') {
    const begun = await portal.beginTotp(session, sent.current)
    return begun.ok ? scanPage(visitor, begun.value, []) : codesPage(visitor, passwordFaults(words, begun.refusal))
  }
  if (sent.step === 'end') {
    const ended = await portal.endTotp(session, sent.current)
    return ended.ok ? visitor.go('/portal/settings?said=done') : codesPage(visitor, passwordFaults(words, ended.refusal))
  }
  const confirmed = await portal.confirmTotp(session, sent.code)
  if (confirmed.ok) return visitor.go('/portal/settings?said=done')
  return scanPage(visitor, sent, [{ name: 'code', text: words.portal.codes.wrong }])
}

function passwordPage(visitor: PortalVisitor, faults: readonly FieldFault[]): Promise<void> {
  const { words, person } = visitor
  const say = words.portal.password
  const children = (
    <section className="sheet narrow">
      <OwnForm action={visitor.to('/portal/settings/password')} token={person.formToken}>
        <FaultList faults={faults} words={words} />
        <CurrentPassword visitor={visitor} faults={faults} />
        <NewPassword words={words} faults={faults} />
        <p className="dimmed small">{say.note}</p>
        <Buttons>
          <Button>{say.change}</Button>
          <LinkButton href={visitor.to('/portal/settings')}>{words.forms.back}</LinkButton>
        </Buttons>
      </OwnForm>
    </section>
  )
  return visitor.page({ title: say.title, faulty: faults.length > 0, children }, faults.length > 0 ? 422 : 200)
}

function CurrentPassword({ visitor: { words }, faults }: { visitor: PortalVisitor; faults: readonly FieldFault[] }) {
  return (
    <TextField
      words={words}
      name="current"
      label={words.portal.password.current}
      required
      faults={faults}
      type="password"
      autoComplete="current-password"
      maxLength={128}
    />
  )
}

function codesPage(visitor: PortalVisitor, faults: readonly FieldFault[]): Promise<void> {
  const { words, person } = visitor
  const say = words.portal.codes
  const isOn = person.oneTimeCodes
  const children = (
    <section className="sheet narrow">
      <p>{isOn ? say.on : say.off}</p>
      <OwnForm action={visitor.to('/portal/settings/codes')} token={person.formToken}>
        <FaultList faults={faults} words={words} />
        <CurrentPassword visitor={visitor} faults={faults} />
        <Buttons>
          <Button kind={isOn ? 'secondary' : 'primary'} name="step" value={isOn ? 'end' : 'begin'}>
            {isOn ? say.end : say.begin}
          </Button>
          <LinkButton href={visitor.to('/portal/settings')}>{words.forms.back}</LinkButton>
        </Buttons>
      </OwnForm>
    </section>
  )
  return visitor.page({ title: say.title, faulty: faults.length > 0, children }, faults.length > 0 ? 422 : 200)
}

/** The secret of an authenticator as a picture and as text; it is in force once a code of it came back. */
function scanPage(visitor: PortalVisitor, { secret, uri }: { secret: string; uri: string }, faults: readonly FieldFault[]): Promise<void> {
  const { words, person } = visitor
  const say = words.portal.codes
  const children = (
    <section className="sheet narrow">
      <p>{say.scan}</p>
      <QrCode text={uri} label={say.picture} />
      <p className="small">{say.secret}</p>
      <p className="code secret">{secret.match(/.{1,4}/g)?.join(' ')}</p>
      <OwnForm action={visitor.to('/portal/settings/codes')} token={person.formToken}>
        <FaultList faults={faults} words={words} />
        <input type="hidden" name="secret" value={secret} />
        <input type="hidden" name="uri" value={uri} />
        <TextField
          words={words}
          name="code"
          label={say.confirm}
          required
          faults={faults}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          short
        />
        <Buttons>
          <Button name="step" value="confirm">
            {say.turnOn}
          </Button>
        </Buttons>
      </OwnForm>
    </section>
  )
  return visitor.page({ title: say.title, faulty: faults.length > 0, children }, faults.length > 0 ? 422 : 200)
}

/** Black on white whatever the page looks like: cameras read nothing else reliably. */
function QrCode({ text, label }: { text: string; label: string }) {
  const cells = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
  const dark = cells.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg className="qr" viewBox={`0 0 ${cells.length} ${cells.length}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={cells.length} height={cells.length} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
