import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { dateInJapan } from '../../../../../preload/contract/date'
import type { Refusal } from '../../../../../preload/contract/errors'
import { Contacts, Language, type NamedSettlementAccount } from '../../../../../preload/contract/merchants'
import { ContactsDraft, type ContactsWish, type MerchantRequest } from '../../../../../preload/contract/portal'
import type { StorefrontWords } from '../../words'
import { Button, Buttons, LinkButton } from '../parts/buttons'
import { type Fact, Facts } from '../parts/facts'
import { FaultList, type FieldFault, RadioCards, SelectField, TextField } from '../parts/fields'
import { NoticeBox, StatusMark } from '../parts/notice-box'
import { Table } from '../parts/table'
import { Day } from '../parts/written'
import { OwnForm } from './frame'
import { bringsBack, entered, type PortalOptions, type PortalVisitor } from './session'

/* The merchant's own settings: what holds, what it asked to be changed, and the form for its contacts. */

const saidNames = ['kept', 'done', 'waits'] as const
const Said = z.object({ said: z.enum(saidNames).nullable().catch(null) })
type Settings = { contacts: ContactsWish; account: NamedSettlementAccount; wishes: readonly MerchantRequest[] }

export function settingsPages(server: FastifyInstance, options: PortalOptions): void {
  const { portal } = options

  server.get('/portal/settings', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    const settings = await portal.settings(visitor.person.merchantId)
    if (!settings.ok) return visitor.problem({ kind: 'missing' }, 404)
    return settingsPage(visitor, settings.value, Said.parse(request.query).said)
  })

  server.get('/portal/settings/contacts', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    const settings = await portal.settings(visitor.person.merchantId)
    if (!settings.ok) return visitor.problem({ kind: 'missing' }, 404)
    return contactsPage(visitor, settings.value.contacts, [])
  })

  server.post('/portal/settings/contacts', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    if (!bringsBack(request, visitor.person.formToken)) return visitor.problem({ kind: 'stale' }, 403)
    const draft = ContactsDraft.safeParse(request.body)
    if (!draft.success) return visitor.problem({ kind: 'request' }, 400)
    const wished = await portal.wishContacts(visitor.person, draft.data)
    return wished.ok ? visitor.go('/portal/settings?said=kept') : contactsRefused(visitor, draft.data, wished.refusal)
  })
}

function contactsRefused(visitor: PortalVisitor, draft: ContactsDraft, refusal: Refusal): Promise<void> {
  if (refusal.refusal === 'change_already_staged') return visitor.go('/portal/settings?said=waits')
  if (refusal.refusal !== 'invalid_input') return visitor.problem({ kind: 'busy' }, 503)
  return contactsPage(visitor, draft, wishFaults(visitor.words, refusal))
}

/** What is wrong with a wish, by field. */
export function wishFaults({ forms, portal }: StorefrontWords, refusal: Extract<Refusal, { refusal: 'invalid_input' }>): FieldFault[] {
  const labels: Record<string, string> = {
    email: portal.settings.email,
    postalAddress: portal.settings.postalAddress,
    language: portal.settings.language,
    noticeBy: portal.settings.noticeBy,
    webhookUrl: portal.settings.webhookUrl,
    bankCode: forms.bank,
    branchCode: forms.branch,
    accountType: forms.accountType,
    accountNumber: forms.accountNumber,
    holderKana: forms.holder,
  }
  return refusal.problems.map(({ path, message }) => ({ name: path, text: forms.fault(message, labels[path] ?? path) }))
}

function settingsPage(visitor: PortalVisitor, settings: Settings, said: (typeof saidNames)[number] | null): Promise<void> {
  const { words, person } = visitor
  const say = words.portal.settings
  const children = (
    <>
      {said ? (
        <NoticeBox tone={said === 'waits' ? 'warning' : 'done'} title={say[said].title}>
          <p>{say[said].text}</p>
        </NoticeBox>
      ) : null}
      <section className="sheet">
        <h2>{say.contacts}</h2>
        <Facts facts={contactFacts(words, settings.contacts)} />
        <Buttons>
          <LinkButton href={visitor.to('/portal/settings/contacts')}>{say.wish}</LinkButton>
        </Buttons>
      </section>
      <section className="sheet">
        <h2>{say.account}</h2>
        <Facts facts={accountFacts(words, settings.account)} />
        <Buttons>
          <LinkButton href={visitor.to('/portal/settings/account')}>{say.wish}</LinkButton>
        </Buttons>
      </section>
      {settings.wishes.length === 0 ? null : <Wishes words={words} wishes={settings.wishes} />}
      <section className="sheet">
        <h2>{say.security}</h2>
        <p>{person.oneTimeCodes ? words.portal.codes.on : words.portal.codes.off}</p>
        <Buttons>
          <LinkButton href={visitor.to('/portal/settings/password')}>{words.portal.password.title}</LinkButton>
          <LinkButton href={visitor.to('/portal/settings/codes')}>{words.portal.codes.title}</LinkButton>
        </Buttons>
      </section>
    </>
  )
  return visitor.page({ title: say.title, children })
}

function contactFacts({ portal }: StorefrontWords, contacts: ContactsWish): Fact[] {
  const say = portal.settings
  const orNone = (text: string) => (text === '' ? say.none : text)
  return [
    { label: say.noticeBy, value: say.ways[contacts.noticeBy] },
    { label: say.email, value: orNone(contacts.email) },
    { label: say.postalAddress, value: orNone(contacts.postalAddress) },
    { label: say.language, value: say.languages[contacts.language] },
    { label: say.webhookUrl, value: orNone(contacts.webhookUrl) },
  ]
}

/** An account with the names of its bank and branch. */
export function accountFacts({ forms, nouns }: StorefrontWords, account: NamedSettlementAccount): Fact[] {
  const named = (name: string, code: string) => (
    <>
      {name} <span className="code dimmed">{code}</span>
    </>
  )
  return [
    { label: forms.bank, value: named(account.bankName, account.bankCode) },
    { label: forms.branch, value: named(account.branchName, account.branchCode) },
    { label: forms.accountType, value: nouns.accountType[account.accountType] },
    { label: forms.accountNumber, value: <span className="code">{account.accountNumber}</span> },
    { label: forms.holder, value: account.holderKana.normalize('NFKC') },
  ]
}

const TONES = { waiting: 'warning', taken: 'done', declined: 'quiet' } as const

function Wishes({ words, wishes }: { words: StorefrontWords; wishes: readonly MerchantRequest[] }) {
  const say = words.portal.settings
  return (
    <section className="sheet">
      <h2>{say.wishes}</h2>
      <Table
        caption={say.wishes}
        rows={wishes}
        keyOf={({ id }) => id}
        stacks
        columns={[
          { head: say.made, cell: ({ madeAt }) => <Day date={dateInJapan(madeAt)} /> },
          { head: say.kind, cell: ({ wish }) => (wish.kind === 'account' ? say.account : say.contacts) },
          { head: say.state, cell: ({ state }) => <StatusMark tone={TONES[state]}>{say.states[state]}</StatusMark> },
          { head: say.reason, cell: ({ reason }) => reason || null },
        ]}
      />
    </section>
  )
}

function contactsPage(visitor: PortalVisitor, typed: ContactsDraft, faults: readonly FieldFault[]): Promise<void> {
  const { words, person } = visitor
  const say = words.portal.settings
  const children = (
    <section className="sheet">
      <h2>{say.contacts}</h2>
      <p>{say.lead}</p>
      <OwnForm action={visitor.to('/portal/settings/contacts')} token={person.formToken}>
        <FaultList faults={faults} words={words} />
        <RadioCards
          words={words}
          name="noticeBy"
          label={say.noticeBy}
          required
          faults={faults}
          value={typed.noticeBy}
          options={Contacts.shape.noticeBy.unwrap().options.map((value) => ({ value, title: say.ways[value] }))}
        />
        <TextField
          words={words}
          name="email"
          label={say.email}
          faults={faults}
          value={typed.email}
          type="email"
          inputMode="email"
          autoComplete="email"
          maxLength={254}
        />
        <TextField
          words={words}
          name="postalAddress"
          label={say.postalAddress}
          faults={faults}
          value={typed.postalAddress}
          maxLength={200}
        />
        <SelectField
          words={words}
          name="language"
          label={say.language}
          required
          faults={faults}
          value={typed.language}
          options={Language.options.map((value) => ({ value, label: say.languages[value] }))}
        />
        <TextField
          words={words}
          name="webhookUrl"
          label={say.webhookUrl}
          hint={say.webhookHint}
          faults={faults}
          value={typed.webhookUrl}
          type="url"
          inputMode="url"
          maxLength={500}
        />
        <Buttons>
          <Button>{say.send}</Button>
          <LinkButton href={visitor.to('/portal/settings')}>{words.forms.back}</LinkButton>
        </Buttons>
      </OwnForm>
    </section>
  )
  return visitor.page({ title: say.title, faulty: faults.length > 0, children }, faults.length > 0 ? 422 : 200)
}
